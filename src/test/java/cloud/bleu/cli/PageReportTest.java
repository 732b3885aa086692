package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.report.page.PageSentences;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of an estate as programs read it: {@code bleu report -o json}. */
class PageReportTest {
  static final Schema SCHEMA = schema();
  private static final JsonNode HOSPITAL = Reports.json(Reports.ofExample("json", "hospital"));

  /** Two zones and nobody who asks for a place. */
  private static final String EMPTY = PlanCommandTest.ESTATE;

  /** One of two workloads finds no zone. */
  private static final String SOME =
      PlanCommandTest.ESTATE
          + PlanCommandTest.workload("web", 2, "")
          + PlanCommandTest.workload("whale", 99, "");

  /** With what the schema does not name as an error. */
  private static Schema schema() {
    try {
      JsonNode tree = new ObjectMapper().readTree(Path.of("docs/page.schema.json").toFile());
      closed(tree);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(tree.toString(), InputFormat.JSON);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void closed(JsonNode tree) {
    if (tree instanceof ObjectNode object && object.path("type").asText().equals("object")) {
      object.put("additionalProperties", false);
    }
    tree.forEach(PageReportTest::closed);
  }

  private static Stream<String> pages() {
    return Stream.of(
        Reports.ofExample("json", "hospital"),
        Reports.ofExample("json", "hospital", "--redact", "--marking", "SECRET", "--lang", "fr"),
        Reports.ofExample("json", "ministry"),
        Reports.ofExample("json", "migration"),
        of(EMPTY),
        of(SOME),
        of(ReportCommandTest.BREACH),
        of(ReportCommandTest.WAIVED),
        of(ReportCommandTest.NOWHERE),
        of(ReportCommandTest.MARKUP));
  }

  static String of(String input, String... more) {
    return Reports.text(
        input,
        Stream.of(new String[] {"-o", "json", "-f", "-"}, more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theSchemaSaysWhatIsInIt(String page) {
    assertEquals(
        List.of(), SCHEMA.validate(page, InputFormat.JSON).stream().map(Object::toString).toList());
    JsonNode tree = Reports.json(page);
    List<String> zones = tree.path("zones").findValuesAsText("name");
    for (JsonNode workload : tree.path("workloads")) {
      assertEquals(zones, texts(workload.path("cells"), "zone"));
      everyFindingIsReferredTo(workload);
    }
  }

  private static void everyFindingIsReferredTo(JsonNode workload) {
    Map<Integer, TreeSet<String>> zones = new TreeMap<>();
    for (JsonNode cell : workload.path("cells")) {
      for (JsonNode place : cell.path("findings")) {
        zones
            .computeIfAbsent(place.intValue(), p -> new TreeSet<>())
            .add(cell.path("zone").asText());
      }
    }
    for (int i = 0; i < workload.path("findings").size(); i++) {
      TreeSet<String> said = new TreeSet<>();
      workload.path("findings").path(i).path("zones").forEach(z -> said.add(z.asText()));
      assertEquals(said, zones.get(i));
    }
  }

  /** What the page counts is what `bleu plan` decides for the same input. */
  @Test
  void figuresAreThoseOfThePlan() {
    JsonNode plan =
        Reports.json(
            Typed.bleu("plan", "-o", "json", "-f", "examples/hospital", "--at", Reports.DAY).out());
    JsonNode summary = HOSPITAL.path("summary");
    assertEquals(plan.path("summary").path("workloads"), summary.path("workloads"));
    assertEquals(plan.path("summary").path("placed"), summary.path("placed"));
    assertEquals(plan.path("summary").path("replicas"), summary.path("replicas"));
    assertEquals(plan.path("summary").path("inBreach"), summary.path("inBreach"));
    assertEquals(plan.path("summary").path("withWarning"), summary.path("warned"));
    Map<String, Integer> planned = new TreeMap<>();
    for (JsonNode placement : plan.path("placements")) {
      placement
          .path("assignments")
          .fields()
          .forEachRemaining(a -> planned.merge(a.getKey(), a.getValue().intValue(), Integer::sum));
    }
    Map<String, Integer> shown = new TreeMap<>();
    for (JsonNode zone : HOSPITAL.path("zones")) {
      if (zone.path("replicas").intValue() > 0) {
        shown.put(zone.path("name").asText(), zone.path("replicas").intValue());
      }
    }
    assertEquals(planned, shown);
    assertFalse(planned.isEmpty());
  }

  /** Nothing is rebalanced in the hospital afterwards, so the first decision is where it rests. */
  @Test
  void aLossOfEachScopeMovesWhatWhatIfMoves() {
    Set<String> scopes = new TreeSet<>();
    assertTrue(HOSPITAL.path("losses").size() > 30, HOSPITAL.path("losses").size() + " losses");
    for (JsonNode loss : HOSPITAL.path("losses")) {
      if (loss.path("moves").intValue() == 0 || !scopes.add(loss.path("scope").asText())) {
        continue;
      }
      String scope =
          loss.path("scope").asText().replace("failureDomains/", "").toLowerCase(Locale.ROOT);
      String typed = scope + "/" + loss.path("value").asText();
      JsonNode whatIf =
          Reports.json(
              Typed.bleu("what-if", "-f", "examples/hospital", "--lose", typed, "-o", "json")
                  .out());
      assertEquals(whatIf.path("summary").path("moves"), loss.path("moves"), typed);
      assertEquals(
          whatIf.path("summary").path("after").path("missing"), loss.path("missing"), typed);
      for (JsonNode survival : loss.path("survives")) {
        assertEquals(
            whatIf
                .path("summary")
                .path("after")
                .path("survive")
                .path(survival.path("scope").asText().toLowerCase(Locale.ROOT)),
            survival.path("workloads"),
            typed);
      }
    }
    assertEquals(Set.of("Zone", "Site", "Region", "Provider", "failureDomains/flood"), scopes);
  }

  @Test
  void theFirstLinesOfTheHospital() {
    JsonNode headline = HOSPITAL.path("headline");
    assertEquals(
        "All 6 workloads are placed, with all 43 replicas.", headline.path("placed").asText());
    assertEquals("None runs in breach of an enforced rule.", headline.path("breaches").asText());
    assertEquals(
        "6 of 6 workloads pass every enforced rule; 6 of these rest on facts that only an assumption"
            + " or the press states.",
        headline.path("passes").asText());
    assertEquals(
        "After the loss of any one zone or site, all run on as they ask, with one replica at least;"
            + " after that of any one region, 5; after that of any one provider, 2. For 3 workloads this rests on assumptions.",
        headline.path("survives").asText());
    assertTrue(
        headline.path("next").asText().startsWith("The next date is 2026-12-31: SecNumCloud 3.2"),
        headline.path("next").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty   | en | No workload is asked for; 2 zones are known.
          empty   | fr | Aucune charge n'est demandée ; 2 zones sont connues.
          some    | en | 1 of 2 workloads is placed whole; 99 replicas have no zone.
          some    | fr | 1 charge est placée entièrement, sur 2 ; 99 réplicas sont sans zone.
          nowhere | en | None of the workloads is placed whole (1); 2 replicas have no zone.
          nowhere | fr | Aucune charge n'est placée entièrement (sur 1) ; 2 réplicas sont sans zone.
          breach  | en | The one workload is placed, with all of its replicas (2).
          breach  | fr | L'unique charge est placée, avec tous ses réplicas (2).
          """)
  void whetherEverythingIsPlacedInWords(String estate, String language, String said) {
    String input =
        Map.of(
                "empty",
                EMPTY,
                "some",
                SOME,
                "nowhere",
                ReportCommandTest.NOWHERE,
                "breach",
                ReportCommandTest.BREACH)
            .get(estate);
    JsonNode page = Reports.json(of(input, "--lang", language));
    assertEquals(said, page.path("headline").path("placed").asText());
    assertEquals(language, page.path("language").asText());
  }

  @Test
  void aBreachAndAWaiverAreCells() {
    JsonNode breach = Reports.json(of(ReportCommandTest.BREACH));
    assertEquals(
        "1 runs in breach of an enforced rule.", breach.path("headline").path("breaches").asText());
    assertEquals(List.of("Breach", "Open"), texts(breach.at("/workloads/0/cells"), "use"));
    assertEquals("Breach", breach.at("/zones/0/use").asText());
    assertEquals(
        "None of 1 workload passes every enforced rule.", breach.at("/headline/passes").asText());
    JsonNode waived = Reports.json(of(ReportCommandTest.WAIVED));
    assertEquals(0, waived.path("summary").path("inBreach").intValue());
    assertEquals(1, waived.path("summary").path("waived").intValue());
    assertEquals(List.of("Waived", "Open"), texts(waived.at("/workloads/0/cells"), "use"));
    assertEquals("InForce", waived.at("/waivers/0/state").asText());
    JsonNode end = waived.at("/dates/0");
    assertEquals("2026-12-31", end.path("day").asText());
    assertEquals("Waived", end.path("before").asText());
    assertTrue(end.path("inUse").booleanValue());
    assertFalse(waived.toString().contains("anne"), "who asked for it is on no report");
  }

  @Test
  void redactedHasNoNameOfAWorkloadAndNoFreeText() {
    String page = Reports.ofExample("json", "hospital", "--redact");
    for (JsonNode workload : HOSPITAL.path("workloads")) {
      assertFalse(page.contains(workload.path("name").asText()), workload.path("name").asText());
      assertFalse(page.contains("\"" + workload.path("namespace").asText() + "\""));
    }
    assertEquals(
        List.of("workload-1", "workload-2", "workload-3", "workload-4", "workload-5", "workload-6"),
        texts(Reports.json(page).path("workloads"), "name"));
    for (String field : List.of("source", "message", "namespace")) {
      assertEquals(
          List.of(),
          Reports.json(page).findValuesAsText(field).stream().filter(t -> !t.isEmpty()).toList());
    }
    assertFalse(page.contains("http"), "no source of a fact");
  }

  @Test
  void oneNamespaceAloneIsShownWithWhatIsHeldForAll() {
    JsonNode page = Reports.json(Reports.ofExample("json", "hospital", "-n", "communication"));
    assertEquals(List.of("site-public"), texts(page.path("workloads"), "name"));
    assertFalse(page.toString().contains("dossier"));
    assertEquals(
        HOSPITAL.path("zones").findValues("capacity"), page.path("zones").findValues("capacity"));
  }

  @Test
  void languageAndMarkingAreForThePage() {
    Typed csv = Typed.bleu("report", "-o", "csv", "-f", "examples/hospital", "--lang", "fr");
    assertEquals(ExitCode.BAD_INPUT, csv.code());
    assertTrue(csv.err().contains("--lang and --marking are for"), csv.err());
    JsonNode marked = Reports.json(of(EMPTY, "--marking", "DIFFUSION RESTREINTE"));
    assertEquals("DIFFUSION RESTREINTE", marked.path("marking").asText());
  }

  /** The chain says what was decided, and whether each entry names the one before it. */
  @Test
  void theChainIsAFeedWithItsState(@TempDir Path folder) throws IOException {
    Path export = folder.resolve("export");
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      days.pass(
          EstateTranslator.translate(
                  ManifestObjects.of(
                          ManifestReader.read(
                              List.of("examples/hospital"), InputStream.nullInputStream()))
                      .objects(),
                  Instant.parse("2026-11-24T12:00:00Z"),
                  Map.of())
              .estate());
      days.note(
          ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "6")), "2026-11-24T12:00:01Z");
    }
    JsonNode chain = chain(export);
    assertTrue(chain.path("unbroken").booleanValue());
    List<String> decided = new ArrayList<>();
    for (JsonNode entry : chain.path("newest")) {
      assertFalse(entry.path("kind").asText().equals(EntryKinds.HEARTBEAT));
      if (entry.path("kind").asText().equals("Decision")) {
        decided.add(entry.path("subject").asText());
      }
    }
    assertEquals(6, decided.size());
    assertTrue(decided.contains("sante/dossier-web"), decided.toString());
    JsonNode redacted = chain(export, "--redact");
    assertFalse(redacted.toString().contains("dossier"));
    assertTrue(redacted.toString().contains("workload-6"));

    Path segment;
    try (Stream<Path> files = Files.list(export.resolve("chain"))) {
      segment = files.findFirst().orElseThrow();
    }
    Files.writeString(
        segment, Files.readString(segment).replaceFirst("\"replicas\":\\d+", "\"replicas\":77"));
    JsonNode broken = chain(export);
    assertFalse(broken.path("unbroken").booleanValue());
    assertTrue(broken.path("faults").path(0).asText().startsWith("EntryChanged"));
  }

  private static JsonNode chain(Path export, String... more) {
    return Reports.json(
            Reports.ofExample(
                "json",
                "hospital",
                Stream.of(new String[] {"--evidence", export.toString()}, more)
                    .flatMap(Stream::of)
                    .toArray(String[]::new)))
        .path("chain");
  }

  @Test
  void bothLanguagesSayTheSame() throws IOException {
    assertEquals(PageSentences.ENGLISH.keys(), PageSentences.FRENCH.keys());
    for (String key : PageSentences.ENGLISH.keys()) {
      assertEquals(PageSentences.ENGLISH.names(key), PageSentences.FRENCH.names(key), key);
    }
    Path files = Path.of("src/main/resources/cloud/bleu/report/page");
    for (String file : List.of("page.properties", "page_fr.properties")) {
      List<String> keys =
          Files.readAllLines(files.resolve(file)).stream()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.substring(0, line.indexOf('=')))
              .toList();
      assertEquals(keys.stream().sorted().distinct().toList(), keys, file);
    }
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
