package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stands of a workload, before and after somebody has looked at its children. */
class SnapshotBoardTest {
  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private final AtomicInteger told = new AtomicInteger();

  /** A process that has begun to lead knows of no child yet; the pods run all the same. */
  @Test
  void podsCountUntilSomebodyHasLooked() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of("a", 2), told::incrementAndGet);
    assertEquals(Map.of("a", 2), board.delivered(WEB, false));
    assertEquals(Map.of("a", 2), board.delivered(WEB, true));
    board.observe(WEB, seen(true, Map.of("a", 2)));
    assertEquals(1, told.get(), "room that was held for pods may be free now");
    assertEquals(Map.of(), board.delivered(WEB, false));
    assertEquals(Map.of("a", 2), board.delivered(WEB, true));
    board.observe(WEB, seen(true, Map.of("a", 2)));
    assertEquals(1, told.get());
  }

  @Test
  void whatRunsNowhereHoldsNothing() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    assertEquals(Map.of(), board.delivered(WEB, true));
    board.observe(WEB, seen(true, Map.of()));
    assertEquals(0, told.get());
  }

  @Test
  void whatIsHeldBackStands() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    board.observe(WEB, seen(false, Map.of("a", 2)));
    assertEquals(1, told.get());
    assertEquals(Map.of("a", 2), board.delivered(WEB, false));
  }

  private static ObservedChildren seen(boolean complete, Map<String, Integer> replicas) {
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>();
    replicas.forEach(
        (zone, n) ->
            zones.put(zone, new ObservedChildren.InZone(n, n, n, ObservedChildren.Progress.Done)));
    return new ObservedChildren(
        zones,
        complete
            ? List.of()
            : List.of(new ObservedChildren.Obstacle("DeliveryRefused", "a webhook says no", true)),
        complete,
        false,
        false);
  }
}
