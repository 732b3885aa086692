package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery objectives against what a workload states: only what adds up is said to hold. */
class ObjectivesTest {

  private static final String PLAIN =
      "deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}";

  private static final String VOLUMES =
      "statefulSet: {serviceName: web, template: {spec: {containers: [{name: a, resources: {requests:"
          + " {cpu: 1}}}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes:"
          + " [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}";

  /** Two zones with room for three replicas each, some hundred kilometres apart. */
  private static final String ZONES =
      PlanCommandTest.ESTATE
          .replaceFirst("country: FR}", "country: FR, latitude: \"48\", longitude: \"2\"}")
          .replaceFirst("country: DE}", "country: DE, latitude: \"50\", longitude: \"7\"}");

  /** The same with a node in each, so that their silence means something. */
  private static final String SEEN = ZONES + node("north") + node("south");

  /** What a cluster has of a workload that runs in both. */
  private static final String RUNS =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec:
        workloadRef: {name: web}
        assignments: [{zone: north, replicas: 1}, {zone: south, replicas: 1}]
        contingency:
        - {event: site site-north, keeps: 1, moves: [{from: north, to: south, replicas: 1}]}
        - {event: site site-south, keeps: 1, moves: [{from: south, to: north, replicas: 1}]}
      """;

  private static String node(String zone) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: node-%1$s, labels: {zone: %1$s}}
    status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}, conditions: [{type: Ready, status: "True"}]}
    ---
    """
        .formatted(zone);
  }

  /** Another zone that is looked at. */
  private static String zone(String name, String site, String region, String more) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %1$s}
    spec: {provider: acme, region: %3$s, site: %2$s, capacity: {cpu: 4, memory: 8Gi}, target: {nodeSelector: {zone: %1$s}}%4$s}
    ---
    """
            .formatted(name, site, region, more)
        + node(name);
  }

  /** Two replicas in the two zones. */
  private static String input(String source, String resilience) {
    return SEEN + workload(source, resilience);
  }

  private static String workload(String source, String resilience) {
    return """
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

  private static final String ADDS_UP = "rto: 1h, startBudget: 1s, tolerate: [{of: Site, keep: 1}]";

  /** Nothing that runs is moved while it is frozen, whatever room is held for it. */
  @Test
  void whatIsFrozenIsNotReCreated() throws Exception {
    String runs = input(PLAIN, ADDS_UP) + "  suspend: false\n" + RUNS;
    assertAnswer(runs, "rto", "Holds", null);
    assertAnswer(runs.replace("suspend: false", "suspend: true"), "rto", "Broken", "suspend");
  }

  /** What is replicated to other sites is there, whether or not anything is re-created. */
  @Test
  void whatIsFrozenHasItsDataWhereItIsReplicated() throws Exception {
    String synchronous =
        "rpo: 0s, replication: {maxRoundTrip: 1s}, tolerate: [{of: Site, keep: 1, replication:"
            + " Synchronous}]";
    String runs = input(VOLUMES, synchronous) + "  suspend: false\n" + RUNS;
    assertAnswer(runs, "rpo", "Holds", null);
    assertAnswer(runs.replace("suspend: false", "suspend: true"), "rpo", "Holds", null);
  }

  /** The operator knows neither when they are created nor whether. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods: {selector: {matchLabels: {app: web}}, requests: {cpu: 1}}",
        "external: {kind: VM, requests: {cpu: 1}}"
      })
  void whatOthersCreateIsNotKnown(String source) throws Exception {
    assertAnswer(input(source, ADDS_UP), "rto", "Unknown", "workload");
  }

  /** Without a node to look at, only a person sees that a zone is lost. */
  @Test
  void aZoneThatNobodyLooksAtWaitsForAPerson() throws Exception {
    String of = "resilience.tolerate[Site].of";
    assertAnswer(ZONES + workload(PLAIN, ADDS_UP), "rto", "Unknown", of);
    assertAnswer(input(PLAIN, ADDS_UP), "rto", "Holds", null);
  }

  /** The loss of a site takes two of three zones, or two of five. */
  @Test
  void aLossOfMostZonesIsNotInferred() throws Exception {
    String most = SEEN + zone("north-2", "site-north", "r", "") + workload(PLAIN, ADDS_UP);
    assertAnswer(most, "rto", "Unknown", "resilience.tolerate[Site].of");
    String few = zone("east", "site-east", "r", "") + zone("west", "site-west", "r", "") + most;
    assertAnswer(few, "rto", "Holds", null);
  }

  /** Two of six zones, in two sites: it is believed where something is known that takes both. */
  @Test
  void aLossOfSeveralSitesIsInferredWhereTheyShareAHazard() throws Exception {
    String regions = SEEN;
    for (String name : List.of("a", "b")) {
      regions +=
          zone(name + "1", "site-" + name + "1", name, ", failureDomains: {grid: " + name + "}");
      regions +=
          zone(name + "2", "site-" + name + "2", name, ", failureDomains: {grid: " + name + "}");
    }
    String asks = workload(PLAIN, "rto: 1h, startBudget: 1s, tolerate: [{of: Region, keep: 1}]");
    assertAnswer(
        regions.replaceAll(", failureDomains: [^}]*}", "") + asks,
        "rto",
        "Unknown",
        "resilience.tolerate[Region].of");
    String shared = regions.replace("  region: r\n", "  region: r\n  failureDomains: {grid: r}\n");
    assertAnswer(shared + asks, "rto", "Holds", null);
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
    assertAnswer(input(source, resilience), objective, state, term);
  }

  private static void assertAnswer(String input, String objective, String state, String term)
      throws Exception {
    JsonNode placement = planned(input);
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

  /** A zone that is patient is left later: the longer of both waits counts. */
  @Test
  void patienceOfAZoneIsPartOfTheTime() {
    String asked = "rto: 150s, startBudget: 90s, tolerate: [{of: Site, keep: 1}]";
    String patient =
        input(PLAIN, asked)
            .replaceFirst("site: site-north", "site: site-north\n  health: {silentAfter: 2m}");
    String out = Typed.withInput(patient, "explain", "web", "-f", "-").out();
    assertTrue(
        out.replaceAll("\\s+", " ")
            .contains(
                "RecoveryTimeExceeded (resilience.startBudget): spec.health.silentAfter of zone north"
                    + " takes 2m and a start 1m30s, which is 1m too long together;"),
        out);
    String tooPatient = patient.replace("silentAfter: 2m", "silentAfter: 3m");
    String french = Typed.withInput(tooPatient, "explain", "web", "--lang", "fr", "-f", "-").out();
    assertTrue(
        french
            .replaceAll("\\s+", " ")
            .contains(
                "(resilience.rto) : spec.health.silentAfter de la zone north prend 3m, soit 30s de"
                    + " trop ;"),
        french);
  }
}
