package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.estate.OwnView;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When what is seen of a zone counts, by {@code spec.health}. A history is what is seen at second
 * after second: {@code 10 ++-} are three nodes of which two are Ready at second 10.
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
    for (char state : word.toCharArray()) {
      nodes.add(
          new NodeBuilder()
              .withNewMetadata()
              .withName(zone + nodes.size())
              .addToLabels("zone", zone)
              .endMetadata()
              .withNewStatus()
              .addToAllocatable("cpu", new Quantity("1"))
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
    ObservationTrust watch = new ObservationTrust(LONG_BEFORE, null).with(last);
    Zone zone =
        new ZoneTranslator(
                new NodesOfZones(
                    objects, new Sources(List.of()), new RememberedRequests(), Map.of()),
                NOON.plusSeconds(second),
                watch)
            .translate(object, new Findings(ObjectRef.of(object), problems, new ArrayList<>()));
    last.put(zone.name(), zone);
    return zone;
  }

  private static String words(Zone zone) {
    Health health = zone.health();
    Health.Turn turn = health.turn();
    return health.signal()
        + " "
        + second(health.since())
        + (turn == null
            ? ""
            : ", "
                + turn.signal()
                + " "
                + second(turn.since())
                + " counts "
                + second(turn.counts()))
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
          # For the worse.
          WAITS | 0 +++, 9 ++- | Healthy -, Degraded 9 counts 39
          WAITS | 0 +++, 9 ++-, 38 ++- | Healthy -, Degraded 9 counts 39
          WAITS | 0 +++, 9 ++-, 39 ++- | Degraded 9
          WAITS | 0 +++, 9 ++-, 20 +++ | Healthy -
          WAITS | 0 +++, 9 ++-, 20 +++, 21 ++-, 45 ++- | Healthy -, Degraded 21 counts 51
          WAITS | 0 +++, 9 --- | Healthy -, Silent 9 counts 69
          WAITS | 0 +++, 9 ---, 68 --- | Healthy -, Silent 9 counts 69
          WAITS | 0 +++, 9 ---, 69 --- | Silent 9, closed
          WAITS | 0 +++, 9 ---, 60 +++ | Healthy -
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 --- | Degraded 9, Silent 50 counts 110
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 ---, 60 ++- | Degraded 9
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 ---, 110 --- | Silent 50, closed
          # For the better.
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++ | Recovering 80, Healthy 80 counts 380, closed
          WAITS | 0 +++, 9 ---, 69 ---, 80 +--, 90 +++ | Recovering 80, Healthy 90 counts 380, closed
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++, 379 +++ | Recovering 80, Healthy 80 counts 380, closed
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++, 380 +++ | Healthy 80
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++, 379 ++-, 380 ++- | Degraded 379
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++, 370 --- | Silent 370, closed
          WAITS | 0 +++, 9 ---, 69 ---, 80 +++, 370 ---, 375 +++ | Recovering 375, Healthy 375 counts 675, closed
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 +++ | Degraded 9, Healthy 50 counts 350
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 +++, 60 ++- | Degraded 9
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 +++, 350 +++ | Healthy 50
          # What is seen first counts: there is nothing to hold on to.
          WAITS | 5 --- | Silent 5, closed
          WAITS | 5 ++- | Degraded 5
          """)
  void counts(String stated, String history, String expected) {
    AvailabilityZone object = object("a", "WAITS".equals(stated) ? WAITS : stated);
    Zone zone = null;
    for (String look : history.split(", ")) {
      String[] parts = look.strip().split(" ");
      zone = look(object, parts[1], Integer.parseInt(parts[0]));
    }
    assertEquals(expected, words(zone));
    assertEquals(List.of(), problems);
  }

  /** As another process goes on, by what the status says. */
  @ParameterizedTest(name = "{0} with {1} at {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signal: Healthy, turn: {signal: Silent, since: "2026-11-27T12:00:09Z"} | --- | 60 | Healthy -, Silent 9 counts 69
          signal: Healthy, turn: {signal: Silent, since: "2026-11-27T12:00:09Z"} | --- | 69 | Silent 9, closed
          signal: Healthy, turn: {signal: Silent, since: "2026-11-27T12:00:09Z"} | +++ | 69 | Healthy -
          signal: Recovering, since: "2026-11-27T12:00:09Z", turn: {signal: Healthy, since: "2026-11-27T12:00:09Z"} | +++ | 308 | Recovering 9, Healthy 9 counts 309, closed
          signal: Recovering, since: "2026-11-27T12:00:09Z", turn: {signal: Healthy, since: "2026-11-27T12:00:09Z"} | +++ | 309 | Healthy 9
          signal: Healthy, turn: {signal: Silent} | --- | 60 | Healthy -, Silent 60 counts 120
          """)
  void goesOnByTheStatus(String status, String nodes, int second, String expected) {
    AvailabilityZone object = object("a", WAITS);
    object.setStatus(
        Serialization.unmarshal(
            "health: {" + status + "}", cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.class));
    assertEquals(expected, words(look(object, nodes, second)));
  }

  /** While a change for the worse does not count the room is what it was. */
  @ParameterizedTest(name = "{0}: {1} has {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          degradedBelow: 100 | 0 +++, 9 ++- | 2000
          degradedBelow: 100 | 0 +++, 9 --- | 3000
          degradedBelow: 50  | 0 +++, 9 ++- | 2000
          silentUpTo: 50 | 0 ++++, 9 ++-- | 4000
          WAITS | 0 +++, 9 ++- | 3000
          WAITS | 0 +++, 9 ++-, 39 ++- | 2000
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 --- | 3000
          WAITS | 0 +++, 9 ++-, 39 ++-, 50 +++ | 3000
          WAITS | 0 +++, 9 ---, 69 ---, 80 +-- | 1000
          """)
  void room(String stated, String history, long milliCpu) {
    AvailabilityZone object = object("a", "WAITS".equals(stated) ? WAITS : stated);
    Zone zone = null;
    for (String look : history.split(", ")) {
      String[] parts = look.strip().split(" ");
      zone = look(object, parts[1], Integer.parseInt(parts[0]));
    }
    assertEquals(milliCpu, zone.capacity().total().get("cpu"));
    assertEquals(Capacity.Measured.class, zone.capacity().getClass());
  }

  /** A zone that is patient is as silent as one that is not: our own view is in doubt. */
  @Test
  void silenceThatDoesNotCountYetPutsOurViewInDoubt() {
    for (String name : List.of("a", "b", "c")) {
      look(object(name, name.equals("a") ? null : WAITS), "++", 0);
    }
    Zone a = look(object("a", null), "--", 9);
    Zone b = look(object("b", WAITS), "++", 9);
    Zone c = look(object("c", WAITS), "++", 9);
    assertNull(OwnView.doubt(List.of(a, b, c)));
    b = look(object("b", WAITS), "--", 20);
    assertEquals(
        "2 of 3 zones that are observed turned silent within a minute: a, b",
        OwnView.doubt(List.of(a, b, c)));
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
