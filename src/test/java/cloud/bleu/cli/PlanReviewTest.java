package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A plan where a change is reviewed: in the comment of a pull request, and in what CI shows. */
class PlanReviewTest {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * web runs in the north, where it may no longer; fresh is new, and the south has too little room
   * for all of big.
   */
  private static final String INPUT =
      PlanCommandTest.ESTATE
          + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: germany}
          spec:
            appliesTo: {dataClasses: [Ordinary]}
            rules:
            - {name: location, rule: data-location, action: Enforce, parameters: {countries: [DE]}}
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: WorkloadPlacement
          metadata: {name: web, namespace: shop}
          spec:
            workloadRef: {name: web}
            assignments: [{zone: north, replicas: 1}]
            decision: {sequence: 1, digest: "sha256:%s"}
          ---
          """
              .formatted("0".repeat(64))
          + PlanCommandTest.workload("web", 1, "")
          + PlanCommandTest.workload("big", 5, "")
          + PlanCommandTest.workload("fresh", 1, "");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void written() throws Exception {
    file = Files.writeString(directory.resolve("all of it.yaml"), INPUT);
  }

  private Typed plan(String... more) {
    String[] words = new String[more.length + 3];
    System.arraycopy(new String[] {"plan", "-f", file.toString()}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    return Typed.bleu(words);
  }

  @Test
  void sarifFitsItsSchemaAndLeadsToTheWorkload() throws Exception {
    Typed typed = plan("-o", "sarif");
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertFitsItsSchema(typed.out());
    JsonNode run = JSON.readTree(typed.out()).at("/runs/0");
    assertEquals("bleu plan", run.at("/tool/driver/name").asText());
    JsonNode big = result(run, "shop/big");
    JsonNode web = result(run, "shop/web");
    assertEquals("error", big.path("level").asText());
    assertEquals("error", web.path("level").asText());
    assertEquals("CountryNotAccepted", web.path("ruleId").asText());
    JsonNode rule = run.at("/tool/driver/rules").path(web.path("ruleIndex").asInt());
    assertEquals("CountryNotAccepted", rule.path("id").asText());
    assertFalse(rule.at("/shortDescription/text").asText().isBlank());
    assertEquals(List.of("north"), List.of(web.at("/properties/zones/0").asText()));
    assertEquals("location of germany", web.at("/properties/rule").asText());
    JsonNode place = big.at("/locations/0/physicalLocation");
    assertTrue(place.at("/artifactLocation/uri").asText().endsWith("/all%20of%20it.yaml"));
    List<String> lines = Files.readAllLines(file);
    assertEquals(
        "  name: big".strip(),
        lines.get(place.at("/region/startLine").asInt() + 1).replaceAll(".*(name: big),.*", "$1"));
  }

  private static JsonNode result(JsonNode run, String workload) {
    for (JsonNode result : run.path("results")) {
      if (result.at("/message/text").asText().startsWith(workload + ": ")) {
        return result;
      }
    }
    throw new AssertionError("no result of " + workload + ": " + run);
  }

  @Test
  void junitFailsWhatIsNotPlacedOrInBreach() throws Exception {
    Element root = xml(plan("-o", "junit").out());
    Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
    assertEquals("shop", suite.getAttribute("name"));
    assertEquals("3", suite.getAttribute("tests"));
    assertEquals("2", suite.getAttribute("failures"));
    assertEquals(3, root.getElementsByTagName("testcase").getLength());
    assertEquals(2, root.getElementsByTagName("failure").getLength());
    Element first = (Element) root.getElementsByTagName("testcase").item(0);
    assertEquals("big", first.getAttribute("name"));
    assertEquals(file.toString(), first.getAttribute("file"));
  }

  @Test
  void whatIsWholeHasNoFailureAndNoError() throws Exception {
    Typed sarif = Typed.bleu("plan", "-f", "examples/hospital", "-o", "sarif");
    assertEquals(ExitCode.OK, sarif.code(), sarif.err());
    for (JsonNode result : JSON.readTree(sarif.out()).at("/runs/0/results")) {
      assertEquals("warning", result.path("level").asText(), result.toString());
    }
    String junit = Typed.bleu("plan", "-f", "examples/hospital", "-o", "junit").out();
    assertFalse(junit.contains("<failure"), junit);
    String markdown =
        Typed.bleu("plan", "-f", "examples/hospital", "--diff", "-o", "markdown").out();
    assertTrue(markdown.contains("\n| sante/dossier-web | ct-az05 | 0 | 3 | +3 |\n"), markdown);
    assertFalse(markdown.contains("| Error |"), markdown);
  }

  /** Who reads one of these in a pull request sees no standard error. */
  @Test
  void manifestsThatAreRefusedHaveTheirErrorsInEachDocument() throws Exception {
    Files.writeString(file, INPUT.replace("replicas: 5", "replicas: many"));
    Typed sarif = plan("-o", "sarif");
    assertEquals(ExitCode.BAD_INPUT, sarif.code(), sarif.err());
    assertFitsItsSchema(sarif.out());
    JsonNode run = JSON.readTree(sarif.out()).at("/runs/0");
    assertFalse(run.at("/invocations/0/executionSuccessful").asBoolean(true));
    assertEquals(1, run.path("results").size(), sarif.out());
    JsonNode result = run.at("/results/0");
    String error = sarif.err().lines().findFirst().orElseThrow();
    assertTrue(error.startsWith(file + ":"), error);
    assertEquals(error, result.at("/message/text").asText());
    assertEquals("error", result.path("level").asText());
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertTrue(place.at("/artifactLocation/uri").asText().endsWith("/all%20of%20it.yaml"));
    assertTrue(error.startsWith(file + ":" + place.at("/region/startLine").asInt() + ": "), error);

    Element junit = xml(plan("-o", "junit").out());
    Element suite = (Element) junit.getElementsByTagName("testsuite").item(0);
    assertEquals("1", suite.getAttribute("failures"));
    Element failure = (Element) junit.getElementsByTagName("failure").item(0);
    assertEquals("InputError", failure.getAttribute("type"));
    assertEquals(error, failure.getAttribute("message"));

    String markdown = plan("-o", "markdown").out();
    assertTrue(
        markdown.startsWith("## Placement plan\n\nNothing was planned: 1 error.\n"), markdown);
    assertTrue(markdown.contains("all of it.yaml:"), markdown);
    assertEquals("", plan("-o", "json").out());
  }

  /** So that a shell takes the path for one word. */
  @Test
  void commandThatIsNamedCanBeCopied() {
    assertTrue(
        plan().out().contains("  see `bleu explain shop/big -f '" + file + "'`\n"), plan().out());
    assertEquals(
        "there is no BleuWorkload \"shop/bgi\"; did you mean shop/big? `bleu plan -f '"
            + file
            + "'` lists them\n",
        plan("shop/bgi").err());
  }

  @Test
  void refusalHasTheChangesWithWhichItWouldBePlaced() throws Exception {
    String way = "; would be placed with spec.replicas 1 instead of 5";
    JsonNode run = JSON.readTree(plan("-o", "sarif").out()).at("/runs/0");
    assertTrue(plan().out().replaceAll("\\s+", " ").contains(way.substring(2)), plan().out());
    String says = result(run, "shop/big").at("/message/text").asText();
    assertTrue(says.contains(way), says);
    Element junit = xml(plan("-o", "junit").out());
    Element failure = (Element) junit.getElementsByTagName("failure").item(0);
    assertTrue(failure.getAttribute("message").contains(way), failure.getAttribute("message"));
    String markdown = plan("-o", "markdown").out();
    assertTrue(markdown.contains(way), markdown);
  }

  private static Element xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  private static void assertFitsItsSchema(String sarif) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            PlanReviewTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      assertEquals(
          List.of(),
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(in, InputFormat.JSON)
              .validate(sarif, InputFormat.JSON));
    }
  }

  @Test
  void markdownSaysWhatChangesAndWhatIsWrong() {
    Typed typed = plan("--diff", "-o", "markdown");
    assertEquals(ExitCode.UNPLACED, typed.code());
    String text = typed.out();
    assertTrue(text.startsWith("## Placement plan\n\n2 of 3 workloads placed, "), text);
    assertTrue(text.contains("\n| workload | zone | now | planned | change |\n"), text);
    assertTrue(text.contains("\n| shop/fresh | south | 0 | 1 | +1 |\n"), text);
    assertTrue(
        text.contains(
            "\n| stays | shop/web | CountryNotAccepted | location of germany | north |\n"),
        text);
    assertTrue(text.contains("\n| Error | shop/big | "), text);
    assertFalse(text.contains("| tolerates |"), text);
    String whole = plan("-o", "markdown").out();
    assertTrue(whole.contains("\n| shop/big | 0 of 5 |"), whole);
    assertFalse(whole.contains("| change |"), whole);
  }
}
