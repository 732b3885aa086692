package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What verbs tell of drills that ran elsewhere: their statuses are in the manifests, as {@code
 * kubectl get -o yaml} writes them. The day is 24 November 2026.
 */
class DrillsToldTest {

  /** Two replicas on two sites; web asks to keep one when a site is lost. */
  private static final String WORKLOAD =
      PlanCommandTest.workload(
          "web",
          2,
          "resilience: {spread: [{over: Site, min: 2}], tolerate: [{of: Site, keep: 1, recover:"
              + " Reserved}]}");

  private static final String VERDICT =
      """
          - {namespace: shop, name: web, outcome: Survives, before: 2, lost: 1, after: 2}
      """;

  private static final String BREACH =
      """
          - {namespace: shop, name: web, outcome: Breaches, before: 2, lost: 1, after: 1,
             term: "resilience.tolerate[Site].keep", missing: 1, code: SurvivalUnsatisfiable, message: "too few are left"}
      """;

  private static String drill(String name, String spec, String status) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: ResilienceDrill
    metadata: {name: %s, generation: 1}
    spec: %s
    %s
    """
        .formatted(name, spec, status);
  }

  private static String ran(
      String at, String verdict, String lastPassed, String scope, String workloads) {
    return """
    status:
      observedGeneration: 1
      lastRun: "%1$s"
      %2$s
      workloads:
    %3$s
      history:
      - {at: "%1$s", scope: %4$s, cause: Once, verdict: %5$s, breaches: %6$s, unprotected: 0, reduced: 0, survives: 1,
         notConcerned: 0, missing: 0, digest: "sha256:%7$s"}
    """
        .formatted(
            at,
            lastPassed.isEmpty() ? "" : "lastPassed: \"" + lastPassed + "\"",
            workloads,
            scope,
            verdict,
            verdict.equals("Failed") ? 1 : 0,
            "ab".repeat(32));
  }

  private static final String PASSED =
      drill(
          "north-lost",
          "{scope: {site: site-north}}",
          ran(
              "2026-11-20T06:00:00Z",
              "Passed",
              "2026-11-20T06:00:00Z",
              "site site-north",
              VERDICT));

  private static final String FAILED =
      drill(
          "north-lost",
          "{scope: {site: site-north}}",
          ran("2026-11-20T06:00:00Z", "Failed", "", "site site-north", BREACH));

  private static final String STALE =
      drill(
          "south-lost",
          "{scope: {site: site-south}, maxAge: 240h, suspend: true}",
          ran(
              "2026-10-01T06:00:00Z",
              "Passed",
              "2026-10-01T06:00:00Z",
              "site site-south",
              VERDICT));

  private static String input(String... drills) {
    return PlanCommandTest.ESTATE + WORKLOAD + String.join("", drills);
  }

  private static Typed typed(String input, String... arguments) {
    Typed typed = Typed.withInput(input, arguments);
    assertTrue(List.of(0, 2, 3).contains(typed.code()), typed.err());
    return typed;
  }

  /** Lines break where the width makes them. */
  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void explainTellsTheLastVerdictItsDateAndHowLongItCounts() {
    String out = flat(typed(input(PASSED), "explain", "web", "-f", "-").out());
    assertTrue(
        out.contains(
            "Drills north-lost, loss of site site-north, ran 2026-11-20T06:00:00Z: Survives, 1 of 2"
                + " replicas lost, 2 afterwards; the run counts until 2027-02-28T06:00:00Z"),
        out);
    assertTrue(out.contains("no drill simulates the loss of: site site-south"), out);
    assertTrue(
        out.contains("Shadow: nothing was moved. How long the moves take is not known."), out);
  }

  @Test
  void explainTellsWhatBrokeFirst() {
    String out = flat(typed(input(STALE, FAILED), "explain", "web", "-f", "-").out());
    int broken =
        out.indexOf(
            "north-lost, loss of site site-north, ran 2026-11-20T06:00:00Z: Breaches, 1 of 2"
                + " replicas lost, 1 afterwards; resilience.tolerate[Site].keep is broken by 1:"
                + " SurvivalUnsatisfiable: too few are left; the drill is no proof now:"
                + " PromisesBroken");
    int stale = out.indexOf("the drill is no proof now: Suspended, DrillTooOld");
    assertTrue(0 < broken && broken < stale, out);
    assertFalse(out.contains("no drill simulates"), out);
  }

  /** Its spec asks for another mode than the one in which it ran: nobody tried that yet. */
  @Test
  void aRunInAnotherModeIsNoProof() throws Exception {
    String changed =
        PASSED.replace(
            "spec: {scope",
            "spec: {mode: Live, window: {opens: 0 0 * * *, duration: 1h}, budget: {replicas: 9}, scope");
    JsonNode told = tree(input(changed), "explain", "web", "-f", "-").at("/drills/0");
    assertEquals(
        List.of("Live", "NotRun", "DrillNotRun"),
        List.of(text(told, "mode"), text(told, "known"), told.at("/noProof/0").asText()));
    String out = flat(typed(input(changed), "explain", "web", "-f", "-").out());
    assertTrue(
        out.contains("loss of site site-north, live: no run of its loss in its mode is recorded"),
        out);
    assertTrue(out.contains("Live: the replicas were moved and timed"), out);
    assertFalse(out.contains("Shadow: nothing was moved"), out);
    String csv = typed(input(changed), "report", "-f", "-", "-o", "csv").out();
    assertTrue(csv.contains("Live: no run is recorded, and nothing was moved."), csv);
    String french = flat(typed(input(changed), "explain", "web", "-f", "-", "--lang", "fr").out());
    assertTrue(french.contains("en réel : aucun essai de cette perte dans ce mode"), french);
  }

  private static final String LIVE =
      drill(
          "north-live",
          "{scope: {site: site-north}, mode: Live, window: {opens: 0 0 * * *, duration: 24h}, budget:"
              + " {replicas: 9}}",
          "status:\n  live: {phase: Moving, began: \"2026-11-24T09:00:00Z\", closes:"
              + " \"2026-11-24T23:00:00Z\", cause: Once, scope: site site-north, zones: [north]}");

  /** To set the zone Active does nothing: the drill ends by itself, or by whoever aborts it. */
  @Test
  void aZoneThatALiveDrillHasLeftNamesTheDrill() throws Exception {
    String out = flat(typed(input(LIVE), "explain", "web", "-f", "-").out());
    assertTrue(
        out.contains(
            "live drill north-live has what runs here move to other zones since"
                + " 2026-11-24T09:00:00Z, until 2026-11-24T23:00:00Z at the latest; wait until it"
                + " ends, or end it with `bleu drill north-live --abort`"),
        out);
    assertFalse(out.contains("Active again"), out);
    String french = flat(typed(input(LIVE), "explain", "web", "-f", "-", "--lang", "fr").out());
    assertTrue(
        french.contains(
            "exercice réel north-live déplace vers d'autres zones ce qui tourne ici, depuis le"
                + " 2026-11-24T09:00:00Z, jusqu'au 2026-11-24T23:00:00Z au plus tard ; attendez sa"
                + " fin, ou mettez-y fin avec `bleu drill north-live --abort`"),
        french);
    JsonNode all = tree(input(LIVE), "explain", "web", "-f", "-");
    assertTrue(all.toString().contains("ZoneDrilled"), all.toString());
    assertTrue(all.toString().contains("bleu drill north-live --abort"), all.toString());
  }

  /** The workload of that name is another one than the run was about. */
  @Test
  void aVerdictOnANamesakeThatIsGoneIsNotTold() throws Exception {
    String younger =
        input(FAILED)
            .replace(
                "metadata: {name: web, namespace: shop}",
                "metadata: {name: web, namespace: shop, creationTimestamp: \"2026-11-20T06:00:01Z\"}");
    JsonNode drill = tree(younger, "explain", "web", "-f", "-").at("/drills/0");
    assertEquals("Younger", drill.get("known").asText(), drill.toString());
    assertFalse(drill.has("outcome"), drill.toString());
    String older = younger.replace("06:00:01Z", "05:59:59Z");
    assertEquals(
        "Breaches", tree(older, "explain", "web", "-f", "-").at("/drills/0/outcome").asText());
  }

  /** It failed on 1 October, passed on 10 November and failed on the 20th. */
  private static final String CHANGING =
      FAILED.replace("lastRun:", "lastPassed: \"2026-11-10T06:00:00Z\"\n  lastRun:").stripTrailing()
          + past("2026-11-10", "Passed", 0)
          + past("2026-10-01", "Failed", 1)
          + "\n";

  private static String past(String day, String verdict, int breaches) {
    return "\n  - {at: \"%sT06:00:00Z\", scope: site site-north, cause: Schedule, verdict: %s, breaches: %s, unprotected: 0, reduced: 0, survives: 1, notConcerned: 0, missing: 0}"
        .formatted(day, verdict, breaches);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-30, , NotRun, , DrillNotRun",
    "2026-10-02, 2026-10-01T06:00:00Z, NotKept, , PromisesBroken",
    "2026-11-11, 2026-11-10T06:00:00Z, NotKept, 2026-11-10T06:00:00Z, ",
    "2026-11-21, 2026-11-20T06:00:00Z, Verdict, 2026-11-10T06:00:00Z, PromisesBroken"
  })
  void aDayInThePastKnowsNoLaterRun(
      String day, String at, String known, String passed, String noProof) throws Exception {
    JsonNode drill =
        tree(input(CHANGING), "explain", "web", "--at", day, "-f", "-").at("/drills/0");
    assertEquals(at, text(drill, "at"), drill.toString());
    assertEquals(known, text(drill, "known"), drill.toString());
    assertEquals(passed, text(drill, "lastPassed"), drill.toString());
    assertEquals(
        noProof, drill.at("/noProof/0").isMissingNode() ? null : drill.at("/noProof/0").asText());
  }

  /** A status without lastPassed, or a run without an instant that can be read. */
  @Test
  void aProofSaysUntilWhenItCounts() throws Exception {
    String bare = PASSED.replaceAll("lastPassed: .*", "");
    JsonNode known = tree(input(bare), "explain", "web", "-f", "-").at("/drills/0");
    assertEquals(0, known.get("noProof").size(), known.toString());
    assertEquals("2027-02-28T06:00:00Z", text(known, "countsUntil"), known.toString());
    String undated = bare.replace("- {at: \"2026-11-20T06:00:00Z\"", "- {at: \"soon\"");
    JsonNode none = tree(input(undated), "explain", "web", "-f", "-").at("/drills/0");
    assertEquals("DrillNotRun", none.at("/noProof/0").asText(), none.toString());
  }

  private static String text(JsonNode tree, String key) {
    return tree.has(key) ? tree.get(key).asText() : null;
  }

  private static JsonNode tree(String input, String... arguments) throws Exception {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-o";
    all[arguments.length + 1] = "json";
    return new ObjectMapper().readTree(typed(input, all).out());
  }

  /** What did not run was not tested, and what failed expires no proof. */
  @Test
  void oscalStatesNoTestThatDidNotHappen() throws Exception {
    String never = drill("north-lost", "{scope: {site: site-north}}", "");
    JsonNode none = observed(never);
    assertEquals("[\"EXAMINE\"]", none.get("methods").toString());
    assertFalse(none.has("expires"), none.toString());
    assertFalse(none.get("remarks").asText().contains("the loss was"), none.toString());
    JsonNode failed = observed(CHANGING);
    assertEquals("[\"TEST\"]", failed.get("methods").toString());
    assertEquals("2026-11-20T06:00:00Z", failed.get("collected").asText());
    assertFalse(failed.has("expires"), failed.toString());
    String row =
        Reports.csv(typed(input(never), "report", "-o", "csv", "-f", "-").out()).stream()
            .filter(r -> r.get("use").equals("Drill"))
            .map(r -> r.get("message"))
            .findFirst()
            .orElseThrow();
    assertFalse(row.contains("the loss was simulated"), row);
  }

  private static JsonNode observed(String drill) throws Exception {
    return StreamSupport.stream(
            new ObjectMapper()
                .readTree(typed(input(drill), "report", "-o", "oscal", "-f", "-").out())
                .at("/assessment-results/results/0/observations")
                .spliterator(),
            false)
        .filter(o -> o.get("title").asText().startsWith("Drill "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void explainTellsItInFrench() {
    String out = flat(typed(input(FAILED), "explain", "web", "--lang", "fr", "-f", "-").out());
    assertTrue(
        out.contains(
            "Exercices de perte north-lost, perte de site site-north, simulée le"
                + " 2026-11-20T06:00:00Z : promesse non tenue, réplicas perdus : 1 sur 2, restants ensuite : 1 ;"
                + " resilience.tolerate[Site].keep n'est pas tenu, il manque 1 :"
                + " SurvivalUnsatisfiable : « too few are left » ; l'exercice ne prouve rien en ce"
                + " moment : PromisesBroken"),
        out);
    assertTrue(out.contains("aucun exercice ne simule la perte de : site site-south"), out);
    assertTrue(out.contains("Shadow : rien n'a été déplacé."), out);
    assertTrue(out.contains("Ce qui est entre guillemets"), out);
  }

  @Test
  void explainClaimsNothingOfARunThatIsNotRecorded() throws Exception {
    String never = drill("north-lost", "{scope: {site: site-north}}", "");
    String out = flat(typed(input(never), "explain", "web", "-f", "-").out());
    assertTrue(
        out.contains(
            "north-lost, loss of site site-north: no run of its loss in its mode is recorded; the drill is no"
                + " proof now: DrillNotRun"),
        out);
    JsonNode tree =
        new ObjectMapper()
            .readTree(typed(input(never), "explain", "web", "-f", "-", "-o", "json").out());
    assertEquals("NotRun", tree.at("/drills/0/known").asText());
    assertEquals("DrillNotRun", tree.at("/drills/0/noProof/0").asText());
    assertTrue(tree.at("/drills/0/verdict").isMissingNode(), tree.toString());
    assertEquals("site site-south", tree.at("/untriedLosses/0").asText());
  }

  @Test
  void withoutADrillExplainSaysNothingOfDrills() {
    String out = typed(input(), "explain", "web", "-f", "-").out();
    assertFalse(out.contains("Drill"), out);
  }

  @Test
  void doctorListsDrillsThatProveNothingAndKeepsItsExitCode() throws Exception {
    String elsewhere = drill("typo", "{scope: {site: site-nort}, schedule: \"0 25 * * *\"}", "");
    String never = drill("never", "{scope: {zone: north}}", "");
    String clean = typed(input(), "doctor", "-n", "shop", "-f", "-").out();
    Typed seen = typed(input(FAILED, STALE, elsewhere, never), "doctor", "-n", "shop", "-f", "-");
    assertFalse(clean.contains("Drill"), clean);
    assertEquals(typed(input(), "doctor", "-n", "shop", "-f", "-").code(), seen.code());
    JsonNode tree =
        new ObjectMapper()
            .readTree(
                typed(
                        input(FAILED, STALE, elsewhere, never),
                        "doctor",
                        "-n",
                        "shop",
                        "-f",
                        "-",
                        "-o",
                        "json")
                    .out());
    List<String> codes =
        StreamSupport.stream(tree.get("drills").spliterator(), false)
            .map(d -> d.get("name").asText() + " " + d.get("code").asText())
            .toList();
    // Manifests without a status say nothing of runs, so "never" is not among them.
    assertEquals(
        List.of(
            "north-lost PromisesBroken",
            "south-lost Suspended",
            "south-lost DrillTooOld",
            "typo InvalidSpec"),
        codes);
    String out = flat(seen.out());
    assertTrue(out.contains("there is no site \"site-nort\" (did you mean site-north?)"), out);
    assertTrue(out.contains("spec.schedule"), out);
    assertTrue(out.contains("set spec.suspend to false"), out);
  }

  @Test
  void reportsHaveTheFreshnessOfEachLoss() throws Exception {
    List<Map<String, String>> drills =
        Reports.csv(typed(input(PASSED, STALE), "report", "-o", "csv", "-f", "-").out()).stream()
            .filter(r -> r.get("use").equals("Drill"))
            .toList();
    assertEquals(2, drills.size());
    Map<String, String> fresh = drills.get(0);
    assertEquals("loss of site site-north", fresh.get("fact"));
    assertEquals("ResilienceDrill north-lost", fresh.get("source"));
    assertEquals("2026-11-20T06:00:00Z", fresh.get("asOf"));
    assertEquals("Passed", fresh.get("state"));
    assertEquals("DrillFresh", fresh.get("code"));
    assertTrue(fresh.get("message").contains("it counts until 2027-02-28T06:00:00Z"));
    assertTrue(fresh.get("message").contains("nothing was moved"));
    assertEquals("Suspended+DrillTooOld", drills.get(1).get("code"));

    JsonNode result =
        new ObjectMapper()
            .readTree(typed(input(PASSED, STALE), "report", "-o", "oscal", "-f", "-").out())
            .at("/assessment-results/results/0");
    List<JsonNode> observed =
        StreamSupport.stream(result.get("observations").spliterator(), false)
            .filter(o -> o.get("title").asText().startsWith("Drill "))
            .toList();
    assertEquals(2, observed.size());
    assertEquals("2026-11-20T06:00:00Z", observed.get(0).get("collected").asText());
    assertEquals("2027-02-28T06:00:00Z", observed.get(0).get("expires").asText());
    assertTrue(observed.get(0).get("remarks").asText().contains("nothing was moved"));
    Map<String, String> redacted =
        Reports.csv(typed(input(FAILED), "report", "-o", "csv", "--redact", "-f", "-").out())
            .stream()
            .filter(r -> r.get("use").equals("Drill"))
            .findFirst()
            .orElseThrow();
    assertEquals("", redacted.get("message"));
    assertEquals("PromisesBroken", redacted.get("code"));
  }
}
