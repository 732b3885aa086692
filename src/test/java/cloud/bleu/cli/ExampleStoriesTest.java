package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples tell the stories that their READMEs tell, and print what these show. */
public class ExampleStoriesTest {

  private static final Path EXAMPLES = Path.of("examples");
  private static final Set<String> BLEU = Set.of("bleu-fc-1", "bleu-fc-2", "bleu-fs-1");

  @Test
  void thePatientRecordStandsOnThreeSitesAndIsRefusedByBleu() throws IOException {
    JsonNode base = placement("hospital", "sante", "dossier-base");
    // Three sites around Paris, one zone each; the other site that its provider list allows is 200
    // km off.
    assertEquals(Map.of("ct-az05", 1, "ct-az06", 1, "ct-az07", 1), zones(base));
    BLEU.forEach(
        zone -> assertTrue(codes(base, zone).contains("InEvaluation"), () -> base.toString()));
    JsonNode region = contingency(base, "region FR1");
    assertEquals(3, moved(region));
    region
        .path("moves")
        .forEach(m -> assertTrue(Set.of("ovh-rbx", "ovh-sbg").contains(m.path("to").asText())));
    for (String site : List.of("site par7s", "site th3s", "site data4")) {
      assertEquals(2, contingency(base, site).path("keeps").asInt());
      contingency(base, site)
          .path("moves")
          .forEach(m -> assertTrue(m.path("to").asText().startsWith("ct-"), site));
    }
  }

  /** The dependency of a provider whose other offering is in evaluation: the scope counts. */
  @Test
  void mailOutsideTheQualifiedScopeIsTheLinkThatFails() {
    Typed typed =
        Typed.bleu("explain", "sante/courrier", "-f", "examples/hospital", "-f", "examples/mail");
    String told = typed.out().replaceAll("\\s+", " ");
    assertTrue(told.startsWith("sante/courrier: 0 of 2 replicas placed"), typed.err() + told);
    assertTrue(
        told.contains(
            "DependencyRefused: dependency mail (microsoft-365 of bleu): no SecNumCloud qualification of"
                + " offering microsoft-365 is recorded (qualified-offering of"
                + " public-facts-for-learning)"),
        told);
  }

  /** Two and one are three, and one is less than two. */
  @Test
  void aPolicyThatLeavesTwoSitesMakesTheDrillFail() {
    String[] command = {
      "drill", "-f", "examples/hospital", "-f", "examples/drills/appointments.yaml"
    };
    Typed passed = Typed.bleu(command);
    assertEquals(0, passed.code(), passed.err());
    assertTrue(passed.out().contains("sante/rendez-vous              Survives"), passed.out());
    command[4] = "examples/drills";
    Typed failed = Typed.bleu(command);
    assertEquals(2, failed.code(), failed.err());
    assertTrue(
        failed.out().contains("sante/rendez-vous: resilience.tolerate[Site].keep is broken by 1"),
        failed.out());
    Typed planned =
        Typed.bleu("plan", "-f", "examples/hospital", "-f", "examples/drills", "-o", "json");
    assertEquals(0, planned.code(), "the plan is whole");
  }

  /** Nothing rests on hazards for which no promise was made and that no rule reads. */
  @Test
  void hazardsStandUnderRestsOnWhereSomethingDoes() {
    String plain = Typed.bleu("explain", "sante/dossier-base", "-f", "examples/hospital").out();
    assertTrue(!plain.contains("failureDomains of zone"), plain);
    String read =
        Typed.bleu(
                "explain",
                "sante/dossier-base",
                "-f",
                "examples/hospital",
                "-f",
                "examples/policies/no-flood-basin.yaml")
            .out();
    assertTrue(read.contains("failureDomains of zone ct-az05: Assumption"), read);
  }

  /** What is called at Microsoft is no service of Bleu. */
  @Test
  void aHostOfMicrosoftIsAccountedForByMicrosoftOnly() throws IOException {
    String called =
        Files.readString(EXAMPLES.resolve("mail/letters.yaml"))
            .replace(
                "            resources:",
                "            env: [{name: SMTP, value: smtp.office365.com}]\n            resources:");
    String ofBleu = explained(called);
    assertTrue(ofBleu.contains("DependencyNotDeclared: no dependency accounts for"), ofBleu);
    String ofMicrosoft = explained(called.replace("provider: bleu", "provider: microsoft"));
    assertTrue(!ofMicrosoft.contains("DependencyNotDeclared"), ofMicrosoft);
    assertTrue(
        ofMicrosoft.contains(
            "DependencyRefused: dependency mail (microsoft-365 of microsoft): no SecNumCloud"
                + " qualification of offering microsoft-365 is recorded"),
        ofMicrosoft);
  }

  /** Six replicas on three sites, of which any loss leaves three at least. */
  @Test
  void whatKarmadaCarriesOutStandsInThreeOfItsClusters() throws IOException {
    JsonNode api = placement("karmada", "records", "api");
    assertEquals(Map.of("nord-1", 2, "nord-2", 2, "sud-1", 2), zones(api));
    assertEquals(4, contingency(api, "site lille").path("keeps").asInt());
  }

  private static final String DECLARED =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: declared}
      spec: {rules: [{name: declared, rule: dependencies-declared, action: Enforce}]}
      """;

  private static String explained(String letters) {
    Typed typed =
        Typed.withInput(
            letters + DECLARED,
            "explain",
            "sante/courrier",
            "-f",
            "examples/hospital",
            "-f",
            "examples/providers/microsoft.yaml",
            "-f",
            "-");
    return typed.err() + typed.out().replaceAll("\\s+", " ");
  }

  @Test
  void theApplicationFollowsItsDatabaseToAnotherRegion() throws IOException {
    JsonNode web = placement("hospital", "sante", "dossier-web");
    // Six of nine must stay when any of three sites goes: exactly three on each.
    assertEquals(Map.of("ct-az05", 3, "ct-az06", 3, "ct-az07", 3), zones(web));
    Set<String> regionsOfBase = new TreeSet<>();
    contingency(placement("hospital", "sante", "dossier-base"), "region FR1")
        .path("moves")
        .forEach(m -> regionsOfBase.add(m.path("to").asText()));
    JsonNode region = contingency(web, "region FR1");
    assertEquals(9, moved(region));
    region
        .path("moves")
        .forEach(m -> assertTrue(regionsOfBase.contains(m.path("to").asText()), m.toString()));
  }

  @Test
  void theRehearsalRunsOnBleuWithOneMemberOfTheQuorumElsewhere() throws IOException {
    JsonNode web = placement("hospital", "sante-repetition", "dossier-web");
    assertTrue(BLEU.containsAll(zones(web).keySet()), web.toString());
    assertEquals(2, zones(web).get("bleu-fs-1"));
    JsonNode base = placement("hospital", "sante-repetition", "dossier-base");
    Map<String, Integer> members = zones(base);
    assertEquals(1, members.get("bleu-fs-1"), base.toString());
    assertEquals(1, members.keySet().stream().filter(z -> z.startsWith("bleu-fc-")).count());
    assertEquals(1, members.keySet().stream().filter(z -> z.startsWith("ct-")).count());
  }

  @Test
  void withoutBetterFactsThePolicyAsShippedPlacesNothingThatItGoverns() throws IOException {
    String strict =
        Files.readString(EXAMPLES.resolve("policies/secnumcloud-3.2-customer-side.yaml"));
    String hospital =
        manifests("hospital", f -> !f.equals("policies.yaml"))
            + strict
            + Files.readString(EXAMPLES.resolve("policies/secnumcloud-preparation.yaml"));
    Typed typed = Typed.withInput(hospital, "plan", "-f", "-", "-o", "json");
    assertEquals(ExitCode.UNPLACED, typed.code(), typed.err());
    for (JsonNode p : new ObjectMapper().readTree(typed.out()).path("placements")) {
      assertEquals(
          !p.path("namespace").asText().equals("sante"),
          p.path("placed").asBoolean(),
          p.toString());
      if (p.path("name").asText().equals("dossier-web") && !p.path("placed").asBoolean()) {
        assertTrue(codes(p, "ct-az05").contains("BasisNotAccepted"), p.toString());
        assertTrue(codes(p, "ct-az05").contains("OnlyAnnounced"), p.toString());
        assertTrue(codes(p, "ct-az05").contains("OwnershipUnknown"), p.toString());
      }
    }
  }

  @Test
  void theMinistryOutlivesAProviderAndAFlood() throws IOException {
    JsonNode api = placement("ministry", "demarches", "api");
    Map<String, Long> byProvider =
        zones(api).entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    e -> e.getKey().substring(0, 3), Collectors.summingLong(Map.Entry::getValue)));
    assertEquals(3, byProvider.size(), api.toString());
    assertTrue(byProvider.values().stream().allMatch(n -> n == 2), api.toString());
    for (JsonNode c : api.path("contingency")) {
      assertTrue(c.path("keeps").asInt() >= 2, c.toString());
      assertEquals(6, c.path("keeps").asInt() + moved(c), c.toString());
    }
    assertTrue(
        zones(api).keySet().containsAll(zones(placement("ministry", "demarches", "web")).keySet()));
  }

  @Test
  void theTownMovesFromTheOrdinaryRegionToTheQualifiedOne() throws IOException {
    JsonNode registry = placement("migration", "mairie", "etat-civil");
    assertEquals(Map.of("osc-gov-a", 1, "osc-gov-b", 1), zones(registry));
    assertEquals(List.of("NotQualified"), codes(registry, "osc-eu-west-2a"));
  }

  /** Whether the prompts of a document are typed here. */
  public static boolean reads(Path document) {
    return documents().anyMatch(document::equals);
  }

  /** Every document that shows a prompt with this program. */
  static Stream<Path> documents() {
    return DocumentedCommands.documents().stream()
        .filter(d -> DocumentedCommands.atPrompts(d).stream().anyMatch(c -> c.contains("bleu ")));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theDocumentShowsWhatIsPrinted(Path document) throws IOException {
    String shown = Files.readString(document);
    Matcher command =
        Pattern.compile("(?m)^\\$ (.*bleu .*)\n((?:(?!\\$ |```).*\n)*)").matcher(shown);
    int commands = 0;
    while (command.find()) {
      String lines =
          Stream.of(command.group(2).split("\n"))
              .map(line -> line.equals("...") ? "(?s:.*)" : Pattern.quote(line + "\n"))
              .collect(Collectors.joining());
      String printed = run(command.group(1));
      assertTrue(
          Pattern.matches(lines, printed),
          () -> "$ " + command.group(1) + "\n" + printed + "\nis not as in " + document);
      commands++;
    }
    assertTrue(commands > 0, shown);
  }

  private static final Pattern PIPELINE =
      Pattern.compile(
          "(?:sed 's/(?<old>[^/]*)/(?<new>[^/]*)/' examples/(?<dir>\\w+)/\\*\\.yaml \\| )?"
              + "\\./bleu (?<arguments>[^|]*?)(?: \\| tail -(?<last>\\d+))?");

  /** The pipelines of the READMEs, without a shell. */
  private static String run(String command) throws IOException {
    Matcher pipeline = PIPELINE.matcher(command);
    assertTrue(pipeline.matches(), command);
    String input = "";
    if (pipeline.group("dir") != null) {
      String manifests = manifests(pipeline.group("dir"), f -> true);
      input = manifests.replace(pipeline.group("old"), pipeline.group("new"));
      assertTrue(!input.equals(manifests), command);
    }
    // What a person sees on a terminal of 100 columns.
    Typed typed = Typed.onTerminalWithInput(100, input, pipeline.group("arguments").split(" "));
    // A sandbox says on standard error what it is and how to reach it.
    assertTrue(typed.err().isEmpty() || command.contains("bleu sandbox"), typed.err());
    List<String> lines = typed.out().lines().toList();
    int from =
        pipeline.group("last") == null
            ? 0
            : lines.size() - Integer.parseInt(pipeline.group("last"));
    return lines.subList(from, lines.size()).stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String manifests(String example, java.util.function.Predicate<String> wanted)
      throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES.resolve(example))) {
      return files
          .filter(f -> f.toString().endsWith(".yaml"))
          .filter(f -> wanted.test(f.getFileName().toString()))
          .sorted()
          .map(ExampleStoriesTest::read)
          .collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode placement(String example, String namespace, String name)
      throws IOException {
    Typed typed = Typed.bleu("plan", "-f", EXAMPLES.resolve(example).toString(), "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    for (JsonNode p : new ObjectMapper().readTree(typed.out()).path("placements")) {
      if (p.path("namespace").asText().equals(namespace) && p.path("name").asText().equals(name)) {
        return p;
      }
    }
    throw new AssertionError(namespace + "/" + name + " is not in " + typed.out());
  }

  private static Map<String, Integer> zones(JsonNode placement) {
    Map<String, Integer> zones = new TreeMap<>();
    placement
        .path("assignments")
        .properties()
        .forEach(e -> zones.put(e.getKey(), e.getValue().asInt()));
    return zones;
  }

  private static List<String> codes(JsonNode placement, String zone) {
    List<String> codes = new ArrayList<>();
    placement.path("rejected").path(zone).forEach(c -> codes.add(c.asText()));
    return codes;
  }

  private static JsonNode contingency(JsonNode placement, String event) {
    for (JsonNode c : placement.path("contingency")) {
      if (c.path("event").asText().equals(event)) {
        return c;
      }
    }
    throw new AssertionError(event + " is not in " + placement);
  }

  private static int moved(JsonNode contingency) {
    int moved = 0;
    for (JsonNode m : contingency.path("moves")) {
      moved += m.path("replicas").asInt();
    }
    return moved;
  }
}
