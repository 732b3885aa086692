package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.ManifestCluster;
import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which errors of a cluster count for the exit code of an answer about some workloads. */
@Tag("wiring")
class CountedErrorsTest {

  private static final String TORN =
      PlanCommandTest.workload(
              "torn",
              1,
              "placement: {weights: [{zone: north, weight: 1}]}\nresilience: {spread: [{over: Zone, min: 1}]}")
          .replace("namespace: shop", "namespace: others");

  @TempDir private static Path directory;
  private static ManifestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = ManifestCluster.start(directory);
    cluster.create(
        PlanCommandTest.ESTATE
            + """
              ---
              apiVersion: v1
              kind: Namespace
              metadata: {name: others}
              ---
              apiVersion: v1
              kind: Namespace
              metadata: {name: full}
              ---
              """
            + PlanCommandTest.workload("web", 2, "residency: {zones: {deny: [gone]}}")
            + PlanCommandTest.workload("large", 900, "")
                .replace("namespace: shop", "namespace: full")
            + TORN);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Another tenant neither stops the gate of this one, nor hides that its replicas are missing. */
  @ParameterizedTest
  @CsvSource({
    "plan, 3",
    "plan -n shop, 0",
    "plan shop/web, 0",
    "plan -n full, 2",
    "plan full/large, 2",
    "plan -n others, 3",
    "what-if --lose north, 3",
    "what-if --lose north -n full, 2",
    "what-if --lose north -n others, 3",
    "explain shop/web, 0",
    "explain full/large, 2",
    "report -o csv, 3",
    "report -o csv -n shop, 0",
    "report -o csv -n others, 3",
    "waivers, 3",
    "waivers -n shop, 0",
    "waivers -n others, 3",
    "drill --lose north, 3",
    "facts due, 3",
    "rules --try true, 3",
  })
  void ofOthersNoneCounts(String command, int code) {
    Typed typed = cluster.bleu(command);
    assertEquals(code, typed.code(), typed.err());
    assertTrue(typed.err().contains("BleuWorkload others/torn, "), typed.err());
  }

  /** What is used as written is not left out: it is reported, and decides no exit code. */
  @Test
  void doctorCountsWhatIsLeftOut() {
    Typed shop = cluster.bleu("doctor -n shop");
    assertTrue(shop.err().contains("BleuWorkload shop/web, "), shop.err());
    assertEquals(ExitCode.UNPLACED, shop.code(), shop.out() + shop.err());
    assertEquals(ExitCode.LEFT_OUT, cluster.bleu("doctor -n others").code());
  }

  /** A name that leads nowhere leaves no object out: the answer is whole. */
  @Test
  void whatIsUsedAsWrittenCountsForNoAnswer(@TempDir Path other) throws IOException {
    try (ManifestCluster whole = ManifestCluster.start(other)) {
      whole.create(
          PlanCommandTest.ESTATE
              + PlanCommandTest.workload("web", 1, "residency: {zones: {deny: [gone]}}"));
      for (String command :
          List.of(
              "plan",
              "explain shop/web",
              "what-if --lose north",
              "drill --lose north",
              "report -o csv",
              "waivers",
              "facts due",
              "rules --try true")) {
        Typed typed = whole.bleu(command);
        assertEquals(ExitCode.OK, typed.code(), command + ": " + typed.err());
        assertTrue(typed.err().contains("BleuWorkload shop/web, "), typed.err());
      }
    }
  }

  /** An object of the estate is one of everybody. */
  @Test
  void ofTheEstateAllThatBlockCount(@TempDir Path other) throws IOException {
    try (ManifestCluster misspelt = ManifestCluster.start(other)) {
      misspelt.create(
          PlanCommandTest.ESTATE
              + PlanCommandTest.workload("web", 2, "")
              + """
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: SovereigntyPolicy
                metadata: {name: misspelt}
                spec:
                  appliesTo: {dataClasses: [Health]}
                  rules: [{name: r, rule: data-location, action: Enforce, parameters: {countris: [FR]}}]
                """);
      assertEquals(ExitCode.LEFT_OUT, misspelt.bleu("plan -n shop").code());
      assertEquals(ExitCode.LEFT_OUT, misspelt.bleu("plan shop/web").code());
      assertEquals(ExitCode.LEFT_OUT, misspelt.bleu("report -o csv -n shop").code());
      assertEquals(ExitCode.LEFT_OUT, misspelt.bleu("waivers -n shop").code());
      assertEquals(ExitCode.LEFT_OUT, misspelt.bleu("doctor -n shop").code());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan -n shop",
        "what-if --lose north -n shop",
        "explain shop/web",
        "report",
        "waivers -n shop",
        "drill --lose north",
        "facts due",
        "rules --try true",
      })
  void programsReadThem(String command) throws IOException {
    JsonNode errors = new ObjectMapper().readTree(cluster.bleu(command + " -o json").out());
    assertEquals(
        "{\"kind\":\"BleuWorkload\",\"namespace\":\"others\",\"name\":\"torn\",\"blocking\":true,"
            + "\"path\":\"spec.placement.weights\",\"message\":\"spec.placement.weights: weights and"
            + " spread contradict each other; keep one of placement.weights and resilience.spread\"}",
        errors.path("errors").path(0).toString());
    JsonNode named = errors.path("errors").path(1);
    assertEquals("web", named.path("name").asText());
    assertEquals("false", named.path("blocking").asText());
  }

  /** A page of one namespace says nothing of another one, and doctor is about one. */
  @ParameterizedTest
  @ValueSource(strings = {"report -n shop", "doctor -n shop"})
  void ofOneNamespaceProgramsReadItsOwn(String command) throws IOException {
    Typed typed = cluster.bleu(command + " -o json");
    JsonNode errors = new ObjectMapper().readTree(typed.out()).path("errors");
    assertEquals(1, errors.size(), typed.out());
    assertEquals("web", errors.path(0).path("name").asText());
  }

  /** Neither a name of a workload nor what somebody wrote. */
  @Test
  void aRedactedPageCountsThemWithoutNames() throws IOException {
    JsonNode errors =
        new ObjectMapper().readTree(cluster.bleu("report -o json --redact").out()).path("errors");
    assertEquals(
        "{\"kind\":\"BleuWorkload\",\"namespace\":\"\",\"name\":\"\",\"blocking\":true,"
            + "\"path\":\"spec.placement.weights\",\"message\":\"\"}",
        errors.path(0).toString());
  }
}
