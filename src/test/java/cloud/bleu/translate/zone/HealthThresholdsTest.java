package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is seen of a zone and how long it is to be seen, by {@code spec.health}. A history is what
 * is seen at second after second: {@code 10 ++-} are three nodes of which two are Ready at second
 * 10, and {@code 10 .} none.
 */
class HealthThresholdsTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LONG_BEFORE = NOON.minusSeconds(86_400);

  private static final String WAITS = "degradedAfter: 30s, silentAfter: 1m, recoveredAfter: 5m";

  private static AvailabilityZone object(String name, String health) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec: {provider: p, region: r, site: %s, %s target: {nodeSelector: {zone: %s}}}
        """
            .formatted(name, name, health == null ? "" : "health: {" + health + "},", name),
        AvailabilityZone.class);
  }

  private static List<Node> nodes(String zone, String word) {
    List<Node> nodes = new ArrayList<>();
    for (char state : word.replace(".", "").toCharArray()) {
      nodes.add(
          new NodeBuilder()
              .withNewMetadata()
              .withName(zone + nodes.size())
              .addToLabels("zone", zone)
              .endMetadata()
              .withNewStatus()
              .addToAllocatable("cpu", new Quantity("1"))
              .addToAllocatable("pods", new Quantity("10"))
              .addNewCondition()
              .withType("Ready")
              .withStatus(state == '+' ? "True" : "Unknown")
              .withLastTransitionTime(LONG_BEFORE.toString())
              .endCondition()
              .endStatus()
              .build());
    }
    return nodes;
  }

  private final Map<String, Zone> last = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Zone look(AvailabilityZone object, String nodes, int second) {
    ApiObjects objects =
        ApiObjects.NONE.with(Node.class, nodes(object.getMetadata().getName(), nodes));
    ObservedState observed = new ObservedState(LONG_BEFORE, null).with(last);
    Zone zone =
        new ZoneTranslator(
                new NodesOfZones(
                    objects,
                    new Sources(List.of()),
                    new RememberedRequests(),
                    Map.of(),
                    NOON.plusSeconds(second)),
                NOON.plusSeconds(second),
                observed,
                Set.of(object.getMetadata().getName()))
            .translate(object, new Findings(ObjectRef.of(object), problems, new ArrayList<>()));
    last.put(zone.name(), zone);
    return zone;
  }

  private static String words(Zone zone) {
    Health health = zone.health();
    return health.signal()
        + " "
        + second(health.since())
        + (health.after().isZero() ? "" : " for " + health.after().toSeconds())
        + (health.takes() ? "" : ", closed");
  }

  private static String second(Instant instant) {
    return instant == null ? "-" : String.valueOf(instant.getEpochSecond() - NOON.getEpochSecond());
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          # Without it, and with its defaults, everything counts at once.
          none | 0 +++, 9 ++- | Degraded 9
          none | 0 +++, 9 --- | Silent 9, closed
          none | 0 +++, 9 ---, 12 +-- | Degraded 12
          none | 0 +++, 9 ---, 12 +++ | Healthy 12
          degradedBelow: 100 | 0 +++, 9 ++- | Degraded 9
          silentUpTo: 0 | 0 +++, 9 --- | Silent 9, closed
          silentUpTo: 0 | 0 +++, 9 ---, 12 +++ | Healthy 12
          # Shares of the nodes.
          degradedBelow: 60 | 0 +++, 9 ++- | Healthy -
          degradedBelow: 60 | 0 +++, 9 +-- | Degraded 9
          degradedBelow: 50 | 0 ++++, 9 ++-- | Healthy -
          silentUpTo: 33 | 0 +++, 9 +-- | Degraded 9
          silentUpTo: 34 | 0 +++, 9 +-- | Silent 9, closed
          silentUpTo: 50 | 0 ++++, 9 ++-- | Silent 9, closed
          silentUpTo: 50 | 0 ++++, 9 +++- | Degraded 9
          # For the worse: seen at once, with how long it is to be seen.
          WAITS | 0 +++, 9 ++- | Degraded 9 for 30
          WAITS | 0 +++, 9 ++-, 39 ++- | Degraded 9 for 30
          WAITS | 0 +++, 9 ++-, 20 +++ | Healthy 20
          WAITS | 0 +++, 9 ++-, 20 +++, 21 ++- | Degraded 21 for 30
          WAITS | 0 +++, 9 --- | Silent 9 for 60, closed
          WAITS | 0 +++, 9 ---, 69 --- | Silent 9 for 60, closed
          WAITS | 0 +++, 9 ++-, 50 --- | Silent 50 for 60, closed
          WAITS | 0 +++, 9 ++-, 50 . | Gone 50 for 60, closed
          silentAfter: 500ms | 0 +++, 9 --- | Silent 9 for 1, closed
          # For the better: what was silent is seen in service first, without a break.
          WAITS | 0 +++, 9 ---, 60 +++ | Recovering 60 for 300, closed
          WAITS | 0 +++, 9 ---, 80 +--, 90 +++ | Recovering 80 for 300, closed
          WAITS | 0 +++, 9 ---, 80 +++, 379 +++ | Recovering 80 for 300, closed
          WAITS | 0 +++, 9 ---, 80 +++, 380 +++ | Healthy 380
          WAITS | 0 +++, 9 ---, 80 +++, 379 ++-, 380 ++- | Degraded 380 for 30
          WAITS | 0 +++, 9 ---, 80 +++, 370 --- | Silent 370 for 60, closed
          WAITS | 0 +++, 9 ---, 80 +++, 370 ---, 375 +++ | Recovering 375 for 300, closed
          WAITS | 0 +++, 9 ---, 80 +++, 370 . | Gone 370 for 60, closed
          WAITS | 0 +++, 9 ++-, 50 +++ | Healthy 50
          # A node that flaps is no worse than without it.
          none  | 0 +++, 9 ++-, 20 +++, 30 ++-, 40 +++ | Healthy 40
          WAITS | 0 +++, 9 ++-, 20 +++, 30 ++-, 40 +++ | Healthy 40
          # What is seen first counts: there is nothing to hold on to.
          WAITS | 5 --- | Silent 5 for 60, closed
          WAITS | 5 ++- | Degraded 5 for 30
          WAITS | 5 +++ | Healthy -
          """)
  void counts(String stated, String history, String expected) {
    Zone zone = seen(stated, history);
    assertEquals(expected, words(zone));
    assertEquals(List.of(), problems);
  }

  /** As another process goes on, by what the status says. */
  @ParameterizedTest(name = "{0} with {1} at {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signal: Silent, since: "2026-11-27T12:00:09Z" | --- | 69 | Silent 9 for 60, closed
          signal: Silent, since: "2026-11-27T12:00:09Z" | +++ | 69 | Recovering 69 for 300, closed
          signal: Recovering, since: "2026-11-27T12:00:09Z" | +++ | 308 | Recovering 9 for 300, closed
          signal: Recovering, since: "2026-11-27T12:00:09Z" | +++ | 309 | Healthy 309
          # Nobody looked in between: an instant before the observed began is none of service.
          signal: Recovering, since: "2026-11-01T12:00:00Z" | +++ | -86101 | Recovering -86400 for 300, closed
          signal: Recovering, since: "2026-11-01T12:00:00Z" | +++ | -86100 | Healthy -86100
          # No instant of a status is later than now.
          signal: Recovering, since: "2027-11-27T12:00:00Z" | +++ | 60 | Recovering 60 for 300, closed
          signal: Silent, since: "2027-11-27T12:00:00Z" | --- | 60 | Silent 60 for 60, closed
          signal: Degraded, since: "2027-11-27T12:00:00Z" | ++- | 60 | Degraded 60 for 30
          signal: Recovering | +++ | 60 | Recovering 60 for 300, closed
          """)
  void goesOnByTheStatus(String status, String nodes, int second, String expected) {
    AvailabilityZone object = object("a", WAITS);
    object.setStatus(
        Serialization.unmarshal(
            "health: {" + status + "}", cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.class));
    assertEquals(expected, words(look(object, nodes, second)));
  }

  /**
   * The room is that of the nodes that are ready; a zone that is closed as a whole keeps its own.
   */
  @ParameterizedTest(name = "{0}: {1} has {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          degradedBelow: 100 | 0 +++, 9 ++- | 2000
          degradedBelow: 100 | 0 +++, 9 --- | 3000
          degradedBelow: 50  | 0 +++, 9 ++- | 2000
          silentUpTo: 50 | 0 ++++, 9 ++-- | 4000
          WAITS | 0 +++, 9 ++- | 2000
          WAITS | 0 +++, 9 ++-, 39 ++- | 2000
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 --- | 3000
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 +++ | 3000
          WAITS | 0 +++, 9 ---, 69 ---, 80 +-- | 1000
          """)
  void room(String stated, String history, long milliCpu) {
    Zone zone = seen(stated, history);
    assertEquals(milliCpu, zone.capacity().total().get("cpu"));
    assertEquals(Capacity.Measured.class, zone.capacity().getClass());
  }

  /**
   * What is seen closes the zone at once. Waiting delays the loss alone: two replicas of 500m that
   * run there leave after the longer of spec.health and of ten seconds, their failover.after.
   */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          silentUpTo: 0 | 0 +++, 9 --- | closed, incident, a=2
          silentUpTo: 0 | 0 +++, 9 ---, 19 --- | closed, incident, b=1, c=1
          silentUpTo: 0 | 0 +++, 9 +-- | open, a=2
          silentUpTo: 0 | 0 +++, 9 +--, 19 +-- | open, a=1, b=1
          WAITS | 0 +++, 9 --- | closed, incident, a=2
          WAITS | 0 +++, 9 ---, 68 --- | closed, incident, a=2
          WAITS | 0 +++, 9 ---, 69 --- | closed, incident, b=1, c=1
          WAITS | 0 +++, 9 +-- | open, a=2
          WAITS | 0 +++, 9 +--, 38 +-- | open, a=2
          WAITS | 0 +++, 9 +--, 39 +-- | open, a=1, b=1
          silentAfter: 1m | 0 +++, 9 +--, 10 . | closed, incident, a=2
          silentAfter: 1m | 0 +++, 9 +--, 68 . | closed, incident, a=2
          silentAfter: 1m | 0 +++, 9 +--, 68 ., 128 . | closed, incident, b=1, c=1
          silentAfter: 1m | 0 +++, 9 ++-, 40 --- | closed, incident, a=2
          silentAfter: 1s | 0 +++, 9 ---, 18 --- | closed, incident, a=2
          degradedAfter: 1m | 0 +++, 9 ---, 10 +--, 70 +-- | open, a=1, b=1
          recoveredAfter: 1m | 0 +++, 9 ---, 12 +++ | closed, a=2
          recoveredAfter: 1m | 0 +++, 9 ---, 12 +++, 72 +++ | open, a=2
          """)
  void whatIsSeenClosesAndTheLossWaits(String stated, String history, String expected) {
    Zone zone = seen(stated, history);
    String[] looks = history.split(", ");
    int second = Integer.parseInt(looks[looks.length - 1].split(" ")[0]);
    Estate plain =
        Estates.estate()
            .zone(Estates.zone("b"), Estates.zone("c"))
            .workload(
                Estates.workload("web")
                    .replicas(2)
                    .request("cpu", 500)
                    .failover(Duration.ofSeconds(10), Duration.ofMinutes(30)))
            .running("web", "a", 2)
            .build();
    List<Zone> zones = new ArrayList<>(plain.zones());
    zones.add(0, zone);
    Estate estate =
        new Estate(
            NOON.plusSeconds(second),
            plain.providers(),
            zones,
            plain.workloads(),
            plain.placements(),
            plain.roundTrips());
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    String incident = PartitionDetection.incident(zones) == null ? "" : "incident, ";
    assertEquals(
        expected,
        (zone.health().takes() ? "open, " : "closed, ")
            + incident
            + Estates.of(plan, "web").assignments().stream()
                .filter(a -> a.replicas() > 0)
                .map(a -> a.zone() + "=" + a.replicas())
                .collect(Collectors.joining(", ")));
  }

  private Zone seen(String stated, String history) {
    AvailabilityZone object = object("a", "WAITS".equals(stated) ? WAITS : stated);
    Zone zone = null;
    for (String look : history.split(", ")) {
      String[] parts = look.strip().split(" ");
      zone = look(object, parts[1], Integer.parseInt(parts[0]));
    }
    return zone;
  }

  /** A zone that is patient is as silent as one that is not: our own view is in doubt. */
  @Test
  void silenceOfAPatientZonePutsOurViewInDoubt() {
    for (String name : List.of("a", "b", "c")) {
      look(object(name, name.equals("a") ? null : WAITS), "++", 0);
    }
    Zone a = look(object("a", null), "--", 9);
    Zone b = look(object("b", WAITS), "++", 9);
    Zone c = look(object("c", WAITS), "++", 9);
    assertNull(PartitionDetection.doubt(List.of(a, b, c)));
    b = look(object("b", WAITS), "--", 20);
    assertEquals(
        "2 of 3 zones that are observed turned silent within a minute: a, b",
        PartitionDetection.doubt(List.of(a, b, c)));
  }

  /** Whoever delivers must know that pods of some node may not be seen, whatever the zone is. */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource({
    "degradedBelow: 60, 0 ++-, Healthy, true",
    "degradedBelow: 60, 0 +++, Healthy, false",
    "degradedBelow: 60, 0 +--, Degraded, true",
    "silentUpTo: 50, 0 +--, Silent, true",
    "silentUpTo: 50, 0 ---, Silent, false",
    "recoveredAfter: 1m, '0 ---, 5 +--', Recovering, true",
    "recoveredAfter: 1m, '0 ---, 5 +++', Recovering, false"
  })
  void oneNodeThatIsNotReadyIsKnown(
      String stated, String history, Health.Signal signal, boolean mixed) {
    Health health = seen(stated, history).health();
    assertEquals(signal, health.signal());
    assertEquals(mixed, health.mixed());
  }

  /** Where nothing is looked at the field says nothing, and a loss is not waited for. */
  @Test
  void thresholdsOfAZoneThatNobodyLooksAtAreNoted() {
    for (String target : List.of("karmada: {cluster: m}", "nodeSelector: {}")) {
      problems.clear();
      AvailabilityZone object =
          Serialization.unmarshal(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: AvailabilityZone
              metadata: {name: a}
              spec: {provider: p, region: r, site: s, health: {silentAfter: 5m}, capacity: {cpu: 8, memory: 8Gi}, target: {%s}}
              """
                  .formatted(target),
              AvailabilityZone.class);
      List<Problem> notes = new ArrayList<>();
      Zone zone =
          new ZoneTranslator(
                  new NodesOfZones(
                      ApiObjects.NONE,
                      new Sources(List.of()),
                      new RememberedRequests(),
                      Map.of(),
                      NOON),
                  NOON,
                  ObservedState.UNBROKEN,
                  Set.of())
              .translate(object, new Findings(ObjectRef.of(object), problems, notes));
      assertEquals(Duration.ZERO, zone.silentAfter());
      assertTrue(notes.stream().anyMatch(n -> n.path().equals("spec.health")), target);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          silentUpTo: 60, degradedBelow: 60 | spec.health.silentUpTo
          degradedBelow: 0 | spec.health.degradedBelow
          degradedBelow: 101 | spec.health.degradedBelow
          silentUpTo: 100 | spec.health.silentUpTo
          degradedAfter: 25h | spec.health.degradedAfter
          silentAfter: soon | spec.health.silentAfter
          recoveredAfter: 9999999h | spec.health.recoveredAfter
          """)
  void whatCannotBeMeantIsRefused(String stated, String path) {
    Zone zone = look(object("a", stated), "++", 0);
    assertEquals(path, problems.get(0).path());
    assertEquals(cloud.bleu.placement.model.ZoneState.Cordoned, zone.state());
  }
}
