package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zones of declared room whose nodes come and go: nodes that join are no loss, and neither is a
 * pool at zero that nobody uses. Nodes have 16 cpu, replicas ask for 4.
 */
class AutoscaledZonesTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final String LARGE =
      "{cpu: 160, memory: 640Gi, largestNode: {cpu: 16, memory: 64Gi}}";
  private static final String SURVIVES = "tolerate: [{of: Zone, keep: 2, recover: Reserved}]";

  private final StringBuilder yaml =
      new StringBuilder(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: CloudProvider
          metadata: {name: acme}
          spec: {offerings: [{name: all, layers: [CaaS], regions: [r]}]}
          """);

  /** A zone with this room that its status says was this, so many seconds ago; null: nothing. */
  private AutoscaledZonesTest zone(String name, String room, Health.Signal last, int ago) {
    return add(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: acme
          offerings: [all]
          region: r
          site: %1$s
          location: {country: FR}
          capacity: %2$s
          target: {nodeSelector: {zone: %1$s}}
        %3$s
        """
            .formatted(
                name,
                room,
                last == null
                    ? ""
                    : "status: {health: {signal: %s, since: \"%s\"}}".formatted(last, ago(ago))));
  }

  /**
   * Nodes whose Ready is as told since some seconds; those of a kubelet are as old as it says.
   * Null: they have no such condition, or nobody says how old they are.
   */
  private AutoscaledZonesTest nodes(
      String zone, int count, @Nullable String ready, int since, @Nullable Integer age) {
    String created = age == null ? "" : "creationTimestamp: \"%s\", ".formatted(ago(age));
    String conditions =
        ready == null
            ? ""
            : "{type: Ready, status: \"%s\", lastTransitionTime: \"%s\"}"
                .formatted(ready, ago(since));
    for (int i = 0; i < count; i++) {
      add(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: %s, %slabels: {zone: %s}}
          status:
            allocatable: {cpu: "16", memory: 64Gi, pods: "110"}
            conditions: [%s]
          """
              .formatted(zone + yaml.length(), created, zone, conditions));
    }
    return this;
  }

  private AutoscaledZonesTest ready(String zone, int count) {
    return nodes(zone, count, "True", 36_000, 36_040);
  }

  private AutoscaledZonesTest workload(int replicas, String more) {
    return add(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: default, uid: u-web}
        spec:
          replicas: %s
          dataClasses: [Ordinary]
          workload: {deployment: {template: {spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 4, memory: 64Mi}}}]}}}}
          %s
        """
            .formatted(replicas, more));
  }

  private AutoscaledZonesTest running(String zone, int replicas, int home) {
    return add(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: default}
        spec:
          workloadRef: {name: web, uid: u-web}
          assignments: [{zone: %s, replicas: %s, home: %s}]
          decision: {sequence: 1, digest: "sha256:%s"}
        """
            .formatted(zone, replicas, home, "0".repeat(64)));
  }

  private AutoscaledZonesTest add(String document) {
    yaml.append("---\n").append(document);
    return this;
  }

  private static Instant ago(int seconds) {
    return NOW.minusSeconds(seconds);
  }

  private Estate estate() {
    Translation read =
        EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.toString().getBytes(StandardCharsets.UTF_8))))
                .objects(),
            NOW,
            Map.of(),
            ObservedState.UNBROKEN,
            new TranslationMemory());
    assertEquals(List.of(), read.problems());
    return read.estate();
  }

  private static String placed(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    Map<String, Integer> counts = new TreeMap<>();
    Estates.of(plan, "web").assignments().stream()
        .filter(a -> a.replicas() > 0)
        .forEach(a -> counts.put(a.zone(), a.replicas()));
    return counts.toString();
  }

  /**
   * Zone a has room for 36 replicas on declared 160 cpu and runs 30, on {@code old} nodes; others
   * come or fail. What fails takes its share; what never was Ready has none for 15 minutes.
   */
  @ParameterizedTest(name = "{0} nodes, and {1} that are {2} since {3} s and {4} s old: {5} {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # They join: the kubelet registers them with Ready False.
          10 | 4 | False   | 90  | 90   | Healthy  | {a=30}
          4  | 4 | False   | 90  | 90   | Healthy  | {a=30}
          4  | 4 | False   | 899 | 899  | Healthy  | {a=30}
          4  | 4 |         |     | 899  | Healthy  | {a=30}
          # They had their time, and failed when that ended: 100 seconds ago, or just now.
          4  | 4 | False   | 1000 | 1000 | Degraded | {a=18, b=12}
          4  | 4 | False   | 900 | 900  | Degraded | {a=30}
          4  | 4 |         |     | 1000 | Degraded | {a=18, b=12}
          4  | 4 | False   | 9999 | 1000 | Degraded | {a=18, b=12}
          # Two clocks: that of the node is ahead, or behind.
          4  | 4 | False   | 80  | 90   | Healthy  | {a=30}
          4  | 4 | False   | 99  | 90   | Healthy  | {a=30}
          # That of the operator is behind; nobody believes it of a day.
          4  | 4 | False   | -60 | -60  | Healthy  | {a=30}
          4  | 4 | False   | -900 | -900 | Healthy  | {a=30}
          4  | 4 | False   | -86400 | -86400 | Degraded | {a=30}
          # Nobody says how old they are.
          4  | 4 | False   | 90  |      | Degraded | {a=18, b=12}
          4  | 4 |         |     |      | Degraded | {a=30}
          # They were Ready, or nobody can tell.
          4  | 4 | False   | 90  | 900  | Degraded | {a=18, b=12}
          4  | 4 | Unknown | 90  | 150  | Degraded | {a=18, b=12}
          # None has joined yet, or in time.
          0  | 4 | False   | 90  | 90   | Gone     | {b=30}
          0  | 4 | False   | 1000 | 1000 | Silent   | {b=30}
          0  | 4 |         |     | 1000 | Silent   | {b=30}
          """)
  void nodesThatJoinTakeNoRoom(
      int old,
      int other,
      @Nullable String ready,
      @Nullable Integer since,
      @Nullable Integer age,
      Health.Signal expected,
      String placed) {
    zone("a", LARGE, expected, 90).zone("b", LARGE, Health.Signal.Healthy, 36_000);
    ready("a", old).ready("b", 10).nodes("a", other, ready, since == null ? 0 : since, age);
    Estate estate = workload(30, "").running("a", 30, 30).estate();
    assertEquals(expected, estate.zone("a").health().signal());
    assertEquals(placed, placed(estate));
  }

  /** A batch that joins while a node fails makes the part in service no smaller. */
  @Test
  void batchesThatJoinDoNotAddUpWithWhatFailed() {
    zone("a", LARGE, Health.Signal.Degraded, 90).zone("b", LARGE, Health.Signal.Healthy, 36_000);
    ready("a", 9).nodes("a", 1, "Unknown", 90, 36_000).ready("b", 10);
    nodes("a", 5, "False", 100, 100).nodes("a", 5, "False", 20, 20);
    Estate estate = workload(30, "").running("a", 30, 30).estate();
    assertEquals(144_000, estate.zone("a").capacity().total().get("cpu"));
    assertEquals("{a=30}", placed(estate));
  }

  /** The first nodes of a pool that was at zero make its zone no silent one. */
  @Test
  void firstNodesOfAPoolMakeItsZoneNotSilent() {
    zone("a", LARGE, Health.Signal.NodesUnknown, 90).zone("b", LARGE, null, 0);
    nodes("a", 2, "False", 20, 20).ready("b", 2);
    Estate estate = workload(2, "").estate();
    assertEquals(Health.Signal.NodesUnknown, estate.zone("a").health().signal());
    assertNull(PartitionDetection.incident(estate.zones()));
    assertEquals("{b=2}", placed(estate));
  }

  /** By what the status says of c, which has no node, and by what is decided there. */
  @ParameterizedTest(name = "{0}, decided {1} of {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                       |   |   | NodesUnknown | false
          NodesUnknown |   |   | NodesUnknown | false
          Healthy      |   |   | NodesUnknown | true
          Gone         |   |   | NodesUnknown | true
          Silent       |   |   | NodesUnknown | true
          Healthy      | c | 4 | Gone         | false
          Silent       | c | 4 | Gone         | false
          Healthy      | c | 0 | Gone         | false
          Healthy      | a | 4 | NodesUnknown | true
          """)
  void emptyPoolIsALossOnlyWhereSomethingIsDecided(
      Health.Signal last, String used, Integer replicas, Health.Signal expected, boolean emptied) {
    zone("a", LARGE, Health.Signal.Healthy, 36_000).ready("a", 10).zone("c", LARGE, last, 300);
    workload(4, "");
    if (used != null) {
      running(used, replicas, 4);
    }
    Estate estate = estate();
    Zone zone = estate.zone("c");
    assertEquals(expected, zone.health().signal());
    assertEquals(emptied, zone.health().isEmptied());
    assertEquals(
        expected == Health.Signal.Gone, PartitionDetection.incident(estate.zones()) != null);
  }

  /** It takes nothing new, be it that no node was ever there or that they were taken away. */
  @ParameterizedTest
  @CsvSource({", NodesUnknown", "Healthy, NoNodes", "Gone, NoNodes"})
  void emptyPoolTakesNothingNew(Health.Signal last, String code) {
    zone("a", LARGE, Health.Signal.Healthy, 36_000).ready("a", 2).zone("c", LARGE, last, 300);
    Estate estate = workload(4, "residency: {zones: {allow: [c]}}").estate();
    assertEquals("{}", placed(estate));
    assertEquals(
        List.of(code),
        Estates.of(Planner.plan(estate), "web").rejected().get("c").stream()
            .map(Verdict::code)
            .filter(c -> !c.equals("DataClassNotAllowed"))
            .toList());
  }

  /** It stays so for one who reads its status, also once the cluster has no node at all. */
  @Test
  void emptyPoolStaysClosedWhenTheWholeClusterIsEmpty() {
    Zone zone = zone("c", LARGE, Health.Signal.Gone, 300).estate().zone("c");
    assertEquals(Health.Signal.NodesUnknown, zone.health().signal());
    assertNotNull(zone.health().nodes());
    add("# read again\n");
    yaml.setLength(yaml.indexOf("status:"));
    yaml.append("status: {health: {signal: NodesUnknown, nodes: Gone}}\n");
    zone = estate().zone("c");
    assertEquals(true, zone.health().isEmptied());
    assertEquals(true, zone.isClosed());
  }

  /**
   * A promise that is kept hard stays so while a pool is at zero, as it is while that has nodes.
   */
  @ParameterizedTest
  @CsvSource({"Healthy, 1", "Gone, 0"})
  void emptyPoolMakesNoHardPromiseSoft(Health.Signal last, int nodes) {
    String tiny = "{cpu: 4, memory: 640Gi, largestNode: {cpu: 4, memory: 64Gi}}";
    zone("a", "{cpu: 20, memory: 640Gi, largestNode: {cpu: 16, memory: 64Gi}}", null, 0);
    zone("b", tiny, Health.Signal.Healthy, 7200).zone("c", tiny, last, 7200);
    ready("a", 1).ready("b", 1).ready("c", nodes);
    assertEquals("{}", placed(workload(3, "resilience: {" + SURVIVES + "}").estate()));
  }

  /** Pools that went to zero together, ten hours ago, put no loss of today in doubt. */
  @ParameterizedTest
  @CsvSource({"Healthy, 1", "Gone, 0"})
  void emptyPoolsPutNoOtherLossInDoubt(Health.Signal last, int nodes) {
    zone("a", LARGE, Health.Signal.Silent, 300).nodes("a", 1, "Unknown", 300, 36_000);
    zone("b", LARGE, last, 36_000).zone("c", LARGE, last, 36_010);
    zone("d", LARGE, Health.Signal.Healthy, 36_000);
    ready("b", nodes).ready("c", nodes).ready("d", 1);
    Estate estate = workload(4, "").running("a", 4, 4).estate();
    assertNull(PartitionDetection.doubt(estate.zones()));
    assertEquals(false, placed(estate).contains("a="));
  }
}
