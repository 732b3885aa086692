package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recovery objectives against what a workload states: only what adds up is said to hold. */
class ObjectivesTest {

  private static final String PLAIN =
      "deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}";

  private static final String VOLUMES =
      "statefulSet: {serviceName: web, template: {spec: {containers: [{name: a, resources: {requests:"
          + " {cpu: 1}}}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes:"
          + " [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}";

  /** Two replicas in two zones with room for three each, some hundred kilometres apart. */
  private static String input(String source, String resilience) {
    return PlanCommandTest.ESTATE
            .replaceFirst("country: FR}", "country: FR, latitude: \"48\", longitude: \"2\"}")
            .replaceFirst("country: DE}", "country: DE, latitude: \"50\", longitude: \"7\"}")
        + """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          workload: {%s}
          dataClasses: [Ordinary]
          resilience: {spread: [{over: Site, min: 2}], %s}
        """
            .formatted(source, resilience);
  }

  private static JsonNode planned(String input) throws Exception {
    Typed typed = Typed.withInput(input, "plan", "-f", "-", "-o", "json");
    assertTrue(typed.code() == 0 || typed.code() == 2, typed.err());
    return new ObjectMapper().readTree(typed.out()).at("/placements/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What is stated adds up, to the second.
        "rto: 150s, startBudget: 90s, tolerate: [{of: Site, keep: 1}] | Holds | ",
        "rto: 149s, startBudget: 90s, tolerate: [{of: Site, keep: 1}] | Broken | resilience.startBudget",
        "rto: 1m, tolerate: [{of: Site, keep: 1}] | Unknown | resilience.startBudget",
        // Nothing holds room, or nothing is re-created at all.
        "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 1, recover: BestEffort}] | Unknown | resilience.tolerate[Site].recover",
        "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 1, recover: None}] | Broken | resilience.tolerate[Site].recover",
        // The worst of several losses counts.
        "rto: 1h, startBudget: 1s, tolerate: [{of: Zone, keep: 1}, {of: Site, keep: 1, recover: None}] | Broken | resilience.tolerate[Site].recover",
        // What it asks to tolerate does not hold, whatever the figures are.
        "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 2, whenUnsatisfiable: PlaceAnyway}] | Broken | resilience.tolerate",
        "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 2}] | Broken | replicas"
      })
  void aRecoveryTimeHoldsWhereEveryTermIsKnownAndFits(String resilience, String state, String term)
      throws Exception {
    assertAnswer(PLAIN, resilience, "rto", state, term);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 1, recover: None}] | Broken | resilience.replication",
        "rto: 1h, startBudget: 1s, replication: {maxRoundTrip: 1s}, tolerate: [{of: Site, keep: 1}] | Unknown | resilience.failover"
      })
  void replicasWithVolumesWaitForAPersonOrStay(String resilience, String state, String term)
      throws Exception {
    assertAnswer(VOLUMES, resilience, "rto", state, term);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rpo: 0s, replication: {maxRoundTrip: 1s}, tolerate: [{of: Site, keep: 1, replication: Synchronous}] | Holds | ",
        "rpo: 10s, replication: {minDistanceKm: 100, maxLag: 10s}, tolerate: [{of: Site, keep: 1, replication: Asynchronous}] | Holds | ",
        "rpo: 10s, replication: {minDistanceKm: 100, maxLag: 11s}, tolerate: [{of: Site, keep: 1, replication: Asynchronous}] | Broken | resilience.replication.maxLag",
        "rpo: 10s, replication: {minDistanceKm: 100}, tolerate: [{of: Site, keep: 1, replication: Asynchronous}] | Unknown | resilience.replication.maxLag",
        // No lag at all is not for asynchronous replication, whatever is stated.
        "rpo: 0s, replication: {minDistanceKm: 100, maxLag: 0s}, tolerate: [{of: Site, keep: 1, replication: Asynchronous}] | Broken | resilience.tolerate[Site].replication",
        "rpo: 0s, replication: {maxRoundTrip: 1s}, tolerate: [{of: Site, keep: 1}] | Unknown | resilience.tolerate[Site].replication",
        "rpo: 1h, tolerate: [{of: Site, keep: 1, recover: None}] | Broken | resilience.tolerate[Site].replication"
      })
  void aLossOfDataIsHeldToWhatIsDeclaredOfReplication(String resilience, String state, String term)
      throws Exception {
    assertAnswer(VOLUMES, resilience, "rpo", state, term);
  }

  /** Where the data of a workload without volumes is nobody states. */
  @Test
  void withoutVolumesNothingIsKnownOfItsData() throws Exception {
    assertAnswer(
        PLAIN,
        "rpo: 1h, tolerate: [{of: Site, keep: 1}]",
        "rpo",
        "Unknown",
        "resilience.tolerate[Site].replication");
  }

  private static void assertAnswer(
      String source, String resilience, String objective, String state, String term)
      throws Exception {
    JsonNode placement = planned(input(source, resilience));
    JsonNode answer = placement.at("/objectives/0");
    assertEquals(objective, answer.path("objective").asText(), placement.toString());
    assertEquals(state, answer.path("state").asText(), answer.toString());
    assertEquals(term, answer.hasNonNull("term") ? answer.get("term").asText() : null);
  }

  @Test
  void aPlanNamesWhatIsNotShownToHold() throws Exception {
    String both =
        input(PLAIN, "rto: 5m, rpo: 0s, startBudget: 90s, tolerate: [{of: Site, keep: 1}]");
    String out = Typed.withInput(both, "plan", "-f", "-").out().replaceAll("\\s+", " ");
    assertTrue(
        out.contains(
            "1 objective is not shown to hold: shop/web rpo 0s DataLossUnknown"
                + " (resilience.tolerate[Site].replication)"),
        out);
    assertEquals("Holds", planned(both).at("/objectives/0/state").asText());
    assertTrue(planned(input(PLAIN, "quorum: false")).path("objectives").isMissingNode());
  }

  @Test
  void anExplanationSaysWhyInBothLanguages() {
    String input = input(PLAIN, "rto: 2m, startBudget: 90s, tolerate: [{of: Site, keep: 1}]");
    String english = Typed.withInput(input, "explain", "web", "-f", "-").out();
    assertTrue(
        english
            .replaceAll("\\s+", " ")
            .contains(
                "Objectives rto 2m: RecoveryTimeExceeded (resilience.startBudget): failover.after takes"
                    + " 1m and a start 1m30s, which is 30s too long together;"),
        english);
    String french = Typed.withInput(input, "explain", "web", "--lang", "fr", "-f", "-").out();
    assertTrue(
        french
            .replaceAll("\\s+", " ")
            .contains(
                "Objectifs de reprise rto 2m : non tenu, RecoveryTimeExceeded (resilience.startBudget) :"
                    + " failover.after prend 1m et un démarrage 1m30s, soit 30s de trop ensemble ;"),
        french);
    String none = Typed.withInput(input(PLAIN, "quorum: false"), "explain", "web", "-f", "-").out();
    assertFalse(none.contains("Objectives"), none);
  }
}
