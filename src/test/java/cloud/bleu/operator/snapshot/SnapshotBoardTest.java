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

  /**
   * All of what was taken over counts, whatever its first decision says, until it is as decided.
   */
  @Test
  void whatIsTakenOverStandsUntilItIsAsDecided() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of("a", 3), told::incrementAndGet);
    board.observe(WEB, seen(true, Map.of()));
    board.adopting(WEB);
    assertEquals(Map.of("a", 3), board.delivered(WEB, false), "nobody has looked since");
    board.observe(WEB, moving(Map.of("a", 3)));
    assertEquals(Map.of("a", 3), board.delivered(WEB, false), "it is on its way");
    int before = told.get();
    board.observe(WEB, seen(true, Map.of("b", 3)));
    assertEquals(before + 1, told.get(), "room has become free");
    assertEquals(Map.of(), board.delivered(WEB, false));
    board.observe(WEB, moving(Map.of("b", 3)));
    assertEquals(Map.of(), board.delivered(WEB, false), "later moves are as those of others");
  }

  private static ObservedChildren moving(Map<String, Integer> replicas) {
    return new ObservedChildren(
        seen(false, replicas).zones(), List.of(), false, false, null, false, null);
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
