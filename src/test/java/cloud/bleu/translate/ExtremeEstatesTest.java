package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects may say at the most: whoever says it is decided or refused, and nobody else is. */
class ExtremeEstatesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String BEGINNING =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme}
      """;

  private static final String ORDINARY =
      workload("web", "replicas: 2", "workload: {external: {requests: {cpu: \"1\"}}}");

  private static String zone(String name, String... more) {
    return """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: acme
          region: r
          site: site-%1$s
          location: {country: FR, latitude: "48.86", longitude: "2.35"}
          target: {nodeSelector: {zone: %1$s}}
        """
            .formatted(name)
        + String.join("\n", more).indent(2);
  }

  private static String workload(String name, String... spec) {
    return """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: shop}
        spec:
          dataClasses: [Ordinary]
        """
            .formatted(name)
        + String.join("\n", spec).indent(2);
  }

  private static Translation translated(String... yaml) {
    return EstateTranslator.translate(
        Unchecked.objects(BEGINNING + String.join("", yaml)), NOW, Map.of());
  }

  private static Decision of(Plan plan, String name) {
    return plan.decisions().stream()
        .filter(d -> d.id().equals(new WorkloadId("shop", name)))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Integer> zones(Decision decision) {
    Map<String, Integer> zones = new TreeMap<>();
    decision.assignments().forEach(a -> zones.put(a.zone(), a.replicas()));
    return zones;
  }

  /** The decisions pass the check: nobody is kept because the engine failed for somebody. */
  private static Plan sound(Estate estate) {
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    return Planner.plan(estate);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807",
    "1e300",
    "1e-300",
    "-1",
    "dear",
    "1000000000.000000001",
    "NaN",
  })
  void aPriceBeyondWhatIsReadClosesItsZoneOnly(String price) {
    Translation translation =
        translated(
            zone(
                "dear",
                "capacity: {cpu: 100}",
                "cost: {currency: EUR, perHour: {cpu: \"" + price + "\"}}"),
            zone("fair", "capacity: {cpu: 100}", "cost: {currency: EUR, perHour: {cpu: \"0.02\"}}"),
            ORDINARY);
    List<Problem> problems = translation.problems();
    assertEquals(1, problems.size(), problems.toString());
    assertEquals("AvailabilityZone", problems.get(0).object().kind());
    assertEquals("dear", problems.get(0).object().name());
    assertEquals("spec.cost.perHour.cpu", problems.get(0).path());
    assertEquals(
        "a decimal from 0 to 1000000000", problems.get(0).accepted(), problems.get(0).text());
    assertEquals(Map.of("fair", 2), zones(of(sound(translation.estate()), "web")));
  }

  /** The dearest that is read, of the most that may be asked, for as many as may be. */
  @ParameterizedTest
  @CsvSource({"1, 3Ei", "3, 1Ei", "100000, 36Ti"})
  void theDearestOfTheMostIsPlacedAndCostsSomething(int replicas, String memory) {
    Translation translation =
        translated(
            zone(
                "dear",
                "capacity: {cpu: 1000000, memory: 4Ei, pods: 1000000}",
                "cost: {currency: EUR, perHour: {cpu: \"1000000000\", memory: \"1000000000\"}}"),
            workload(
                "costly",
                "replicas: " + replicas,
                "placement: {objective: Cost, rebalance: {mode: Continuous, maxMovesPerHour: 5}}",
                "workload: {external: {requests: {memory: " + memory + "}}}"),
            ORDINARY.replace("replicas: 2", "replicas: 2\n  placement: {objective: Cost}"));
    assertEquals(List.of(), translation.problems());
    Plan plan = sound(translation.estate());
    Decision costly = of(plan, "costly");
    assertTrue(costly.placed(), costly.toString());
    assertTrue(costly.cost() > 0, "cost " + costly.cost());
    assertTrue(of(plan, "web").placed());
    assertTrue(of(plan, "web").cost() > 0);
  }

  /** Money decides as long as sums of it can be told apart. */
  @Test
  void nextToTheDearestTheFairIsChosen() {
    Translation translation =
        translated(
            zone(
                "dear",
                "capacity: {cpu: 100}",
                "cost: {currency: EUR, perHour: {cpu: \"1000000000\"}}"),
            zone("fair", "capacity: {cpu: 100}", "cost: {currency: EUR, perHour: {cpu: \"0.02\"}}"),
            ORDINARY.replace("replicas: 2", "replicas: 2\n  placement: {objective: Cost}"));
    assertEquals(Map.of("fair", 2), zones(of(sound(translation.estate()), "web")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 100000",
        "{replicas: 100000, resilience: {spread: [{over: Site, min: 3}], tolerate: [{of: Site}]}}",
        "{replicas: 100000, resilience: {replication: {maxRoundTrip: 2ms}, tolerate: [{of: Zone}]}}",
        "{replicas: 99999, resilience: {quorum: true, tolerate: [{of: Site}]}}",
        "{replicas: 100000, placement: {weights: [{zone: a, weight: 1}, {zone: b, weight: 2}]}}",
      })
  void aGroupLargerThanEverythingIsRefusedAndKeepsNobodyOut(String spec) {
    Translation translation =
        translated(
            zone("a", "capacity: {cpu: 300, pods: 1000}"),
            zone("b", "capacity: {cpu: 300, pods: 1000}"),
            zone("c", "capacity: {cpu: 300, pods: 1000}"),
            whale(spec),
            ORDINARY);
    assertEquals(List.of(), translation.problems());
    Plan plan = sound(translation.estate());
    Decision whale = of(plan, "awhale");
    Decision.Outcome.Unplaceable refused =
        assertInstanceOf(Decision.Outcome.Unplaceable.class, whale.outcome());
    assertTrue(refused.reason().message().contains("; "), refused.toString());
    assertEquals(List.of(), whale.assignments());
    assertEquals(2, placed(of(plan, "web")));
  }

  /** More than a number holds that is added up without care, and less than may be counted. */
  @ParameterizedTest
  @CsvSource({"1, 4Ei", "4, 1Ei", "100000, 40Ti", "90000, 45Ti"})
  void aSumJustLargerThanTheLargestZone(int replicas, String memory) {
    Translation translation =
        translated(
            zone("vast", "capacity: {cpu: 1000000, memory: 4Ei, pods: 1000000}"),
            workload(
                "awhale",
                "replicas: " + replicas,
                "workload: {external: {requests: {memory: " + memory + "}}}"),
            ORDINARY);
    Plan plan = sound(translation.estate());
    assertInstanceOf(Decision.Outcome.Unplaceable.class, of(plan, "awhale").outcome());
    assertEquals(2, placed(of(plan, "web")));
  }

  private static String whale(String spec) {
    String more = spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : spec;
    return """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: awhale, namespace: shop}
        spec: {dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}, %s}
        """
        .formatted(more);
  }

  private static int placed(Decision decision) {
    return decision.assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  /** Workloads that require one another, together more than there is. */
  @Test
  void aCycleLargerThanEverythingIsRefusedAndKeepsNobodyOut() {
    String[] yaml = new String[33];
    yaml[0] = zone("a", "capacity: {cpu: 300, pods: 1000}");
    yaml[1] = zone("b", "capacity: {cpu: 300, pods: 1000}");
    yaml[2] = ORDINARY;
    for (int i = 0; i < 30; i++) {
      yaml[3 + i] =
          workload(
              "ring-%02d".formatted(i),
              "replicas: 30",
              "workload: {external: {requests: {cpu: \"1\"}}}",
              "placement: {affinity: [{with: ring-%02d, topology: Region, required: true}]}"
                  .formatted((i + 1) % 30));
    }
    Translation translation = translated(yaml);
    assertEquals(List.of(), translation.problems());
    Plan plan = sound(translation.estate());
    assertEquals(2, placed(of(plan, "web")));
    for (int i = 0; i < 30; i++) {
      assertInstanceOf(
          Decision.Outcome.Unplaceable.class, of(plan, "ring-%02d".formatted(i)).outcome());
    }
  }

  /** All 60 are one clique: it is found at once, and nobody's search ends early because of it. */
  @Test
  void sixtyZonesWithinOneRoundTrip() {
    StringBuilder zones = new StringBuilder();
    for (int z = 0; z < 60; z++) {
      zones.append(zone("z%02d".formatted(z), "capacity: {cpu: 10, pods: 100}"));
    }
    Translation translation =
        translated(
            zones.toString(),
            workload(
                "store",
                "replicas: 5",
                "workload: {external: {requests: {cpu: \"1\"}}}",
                "resilience: {quorum: true, replication: {maxRoundTrip: 2ms},"
                    + " spread: [{over: Zone, min: 5}], tolerate: [{of: Zone, keep: 3, replication: Synchronous}]}"),
            workload(
                "wide",
                "replicas: 60",
                "workload: {external: {requests: {cpu: \"1\"}}}",
                "resilience: {replication: {maxRoundTrip: 2ms}, spread: [{over: Zone, min: 60}]}"),
            workload(
                "far",
                "replicas: 2",
                "workload: {external: {requests: {cpu: \"1\"}}}",
                "resilience: {replication: {maxRoundTrip: 2ms, minDistanceKm: 500},"
                    + " tolerate: [{of: Site, replication: Asynchronous}]}"),
            ORDINARY);
    assertEquals(List.of(), translation.problems());
    Plan plan = sound(translation.estate());
    assertEquals(5, zones(of(plan, "store")).size());
    assertEquals(60, zones(of(plan, "wide")).size());
    assertEquals(2, placed(of(plan, "web")));
    assertInstanceOf(Decision.Outcome.Unplaceable.class, of(plan, "far").outcome());
  }
}
