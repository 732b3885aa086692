package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OSCAL documents against the schemas that NIST ships, and against what they must not claim. */
class OscalDocumentsTest {

  static final Schema RESULTS = schema("ar");
  private static final Schema CATALOG = schema("catalog");

  /** Identifiers of the catalogue that is printed. */
  private static final Set<String> CONTROLS =
      Reports.json(Reports.text("", "--format", "oscal-catalog")).findValues("id").stream()
          .map(JsonNode::asText)
          .collect(Collectors.toSet());

  /** In breach where it runs; the same under a waiver; nowhere to run; a claim of the customer. */
  private static Stream<String> documents() {
    return Stream.of(
            Stream.of("hospital", "ministry", "migration", "openb")
                .map(e -> Reports.ofExample("oscal", e)),
            Stream.of(Reports.ofExample("oscal", "hospital", "--redact")),
            Stream.of(
                    ReportCommandTest.BREACH,
                    ReportCommandTest.WAIVED,
                    ReportCommandTest.TYPED,
                    ReportCommandTest.NOWHERE,
                    ReportCommandTest.CLAIM,
                    ReportCommandTest.MARKUP)
                .map(i -> Reports.text(i, "--format", "oscal", "-f", "-")))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void resultsHoldAgainstTheSchemaAndClaimNothing(String text) {
    assertEquals(List.of(), problems(RESULTS, text));
    JsonNode document = Reports.json(text).path("assessment-results");
    JsonNode result = document.path("results").path(0);
    everyReferenceIsThere(document);
    onlyWhatIsSeenIsSatisfied(result);
    closingCountsWhatWasAnswered(result);
    assertTrue(
        document.path("metadata").path("remarks").asText().endsWith("this is not a qualification"));
  }

  @Test
  void theCatalogueHoldsAgainstTheSchemaAndHasEveryIdentifier() {
    String text = Reports.text("", "--format", "oscal-catalog", "--at", Reports.DAY);
    assertEquals(List.of(), problems(CATALOG, text));
    List<String> labels = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode group : Reports.json(text).path("catalog").path("groups")) {
      for (JsonNode control : group.path("controls")) {
        labels.add(Reports.prop(control, "label"));
        assertTrue(ids.add(control.path("id").asText()), control.path("id").asText());
      }
    }
    assertEquals(RequirementLedger.all().stream().map(Requirement::id).toList(), labels);
  }

  /** The schema refuses what it should: a check that cannot fail is none. */
  @Test
  void theSchemaRefuses() {
    String text = Reports.ofExample("oscal", "migration");
    assertFalse(problems(RESULTS, text.replaceFirst("\"title\"", "\"titel\"")).isEmpty());
    assertFalse(problems(RESULTS, text.replace("not-satisfied", "unknown")).isEmpty());
    assertFalse(problems(RESULTS, text.replaceFirst("\"uuid\": \".", "\"uuid\": \"x")).isEmpty());
  }

  private static void everyReferenceIsThere(JsonNode document) {
    Set<String> there = new TreeSet<>();
    document.findValues("uuid").forEach(u -> assertTrue(there.add(u.asText()), u.asText()));
    Set<String> asked = new TreeSet<>();
    for (String name :
        List.of("observation-uuid", "risk-uuid", "subject-uuid", "actor-uuid", "component-uuid")) {
      document.findValues(name).forEach(u -> asked.add(u.asText()));
    }
    asked.add(document.path("import-ap").path("href").asText().substring(1));
    asked.removeAll(there);
    assertEquals(Set.of(), asked);

    for (String name : List.of("control-id", "objective-id", "target-id")) {
      document
          .findValues(name)
          .forEach(id -> assertTrue(CONTROLS.contains(id.asText()), id::asText));
    }
  }

  private static void onlyWhatIsSeenIsSatisfied(JsonNode result) {
    Map<String, JsonNode> observations = new HashMap<>();
    result.path("observations").forEach(o -> observations.put(o.path("uuid").asText(), o));
    Set<String> withFinding = new HashSet<>();
    for (JsonNode finding : result.path("findings")) {
      boolean satisfied =
          finding.path("target").path("status").path("state").asText().equals("satisfied");
      boolean allSeen = true;
      boolean allPass = true;
      for (JsonNode related : finding.path("related-observations")) {
        JsonNode observation = observations.get(related.path("observation-uuid").asText());
        String requirement = finding.path("title").asText().split(",")[0];
        assertTrue(Reports.props(observation, "requirement").contains(requirement), requirement);
        allSeen &= List.of("Enforced", "Observed").contains(Reports.prop(observation, "origin"));
        allPass &= Reports.prop(observation, "result").equals("Pass");
        withFinding.add(observation.path("uuid").asText());
      }
      assertEquals(satisfied, allPass, finding::toPrettyString);
      assertTrue(!satisfied || allSeen, finding::toPrettyString);
    }
    for (JsonNode observation : result.path("observations")) {
      boolean ofRequirement = !Reports.prop(observation, "requirement").isEmpty();
      boolean failing =
          List.of("Reject", "Unknown", "Waived").contains(Reports.prop(observation, "result"));
      if (ofRequirement && failing) {
        assertTrue(withFinding.contains(observation.path("uuid").asText()));
      }
      boolean stated =
          List.of("Attested", "Declared", "Assumed").contains(Reports.prop(observation, "origin"));
      assertEquals(
          stated,
          observation.path("remarks").asText().startsWith("Not assessed here"),
          observation::toPrettyString);
    }
  }

  /** N of the sentence, counted anew. */
  private static void closingCountsWhatWasAnswered(JsonNode result) {
    TreeSet<String> answered = new TreeSet<>();
    result
        .path("observations")
        .forEach(
            o -> {
              if (!Reports.prop(o, "result").equals("Unknown")) {
                answered.addAll(Reports.props(o, "requirement"));
              }
            });
    answered.removeAll(List.of("3.2", "3.3.2", "4", "annex 2 c"));
    String remarks = result.path("remarks").asText();
    int counted = Integer.parseInt(remarks.split(" ")[1]);
    assertEquals(answered.size(), counted, remarks + ": " + answered);
    assertTrue(
        remarks.matches("checked \\d+ of 278 identifiers; (\\d+ unknown; )?\\d+ visible .*"),
        remarks);
  }

  /** What the schema of NIST says against assessment results. */
  static List<String> problems(String text) {
    return problems(RESULTS, text);
  }

  private static List<String> problems(Schema schema, String text) {
    return schema.validate(text, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static Schema schema(String model) {
    try (InputStream in =
        OscalDocumentsTest.class.getResourceAsStream(
            "/schema/json/oscal-" + model + "_schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
