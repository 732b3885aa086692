package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.ObservedChildren;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands of a workload, before and after somebody has looked at its children. */
class SnapshotBoardTest {
  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private final AtomicInteger told = new AtomicInteger();

  /** A process that has begun to lead knows of no child yet; the pods run all the same. */
  @Test
  void podsCountUntilSomebodyHasLooked() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of("a", 2), told::incrementAndGet);
    assertEquals(Map.of("a", 2), delivered(board, false));
    assertEquals(Map.of("a", 2), delivered(board, true));
    board.observe(WEB, seen(true, Map.of("a", 2)), 1);
    assertEquals(1, told.get(), "room that was held for pods may be free now");
    assertEquals(Map.of(), delivered(board, false));
    assertEquals(Map.of("a", 2), delivered(board, true));
    board.observe(WEB, seen(true, Map.of("a", 2)), 1);
    assertEquals(1, told.get());
  }

  @Test
  void whatRunsNowhereHoldsNothing() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    assertEquals(Map.of(), delivered(board, true));
    board.observe(WEB, seen(true, Map.of()), 1);
    assertEquals(0, told.get());
  }

  @Test
  void whatIsHeldBackStands() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    board.observe(WEB, seen(false, Map.of("a", 2)), 1);
    assertEquals(1, told.get());
    assertEquals(Map.of("a", 2), delivered(board, false));
  }

  /**
   * All of what was taken over counts, whatever its first decision says, until it is as decided:
   * not once there is nothing to write, which is so while what leaves waits for its successors.
   */
  @Test
  void whatIsTakenOverStandsUntilItIsAsDecided() {
    Map<String, Integer> stands = new TreeMap<>(Map.of("a", 3));
    SnapshotBoard board = new SnapshotBoard(id -> stands, told::incrementAndGet);
    board.observe(WEB, seen(true, Map.of()), 1);
    board.adopting(WEB);
    assertEquals(Map.of("a", 3), delivered(board, false), "nobody has looked since");
    board.observe(WEB, moving(Map.of("a", 3)), 1);
    assertEquals(Map.of("a", 3), delivered(board, false), "it is on its way");
    board.observe(WEB, seen(true, Map.of("a", 3, "b", 1)), 1);
    assertEquals(Map.of("a", 3, "b", 1), delivered(board, false), "it waits for successors");
    int before = told.get();
    stands.clear();
    stands.put("b", 3);
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(before + 1, told.get(), "room has become free");
    assertEquals(Map.of(), delivered(board, false));
    board.observe(WEB, moving(Map.of("a", 3, "b", 3)), 1);
    assertEquals(Map.of(), delivered(board, false), "later moves are as those of others");
  }

  /** Whether it took over what ran, a process before this one knew: until it is as decided. */
  @Test
  void whatAnotherProcessDecidedStandsUntilItIsAsDecided() {
    Map<String, Integer> stands = new TreeMap<>();
    SnapshotBoard board = new SnapshotBoard(id -> stands, told::incrementAndGet);
    assertEquals(Map.of(), delivered(board, false), "the engine has not answered");
    board.resumes(WEB);
    board.observe(WEB, moving(Map.of()), 1);
    assertEquals(Map.of(), delivered(board, false));
    stands.put("a", 3);
    assertEquals(Map.of("a", 3), delivered(board, false), "nobody has looked since");
    board.observe(WEB, moving(Map.of("a", 3)), 1);
    assertEquals(Map.of("a", 3), delivered(board, false), "it is on its way");
    stands.clear();
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(Map.of(), delivered(board, false));
  }

  /** What has left is gone by the word of the engine, which nobody else looks at. */
  @Test
  void whatIsGoneByTheEngineAloneIsNews() {
    Map<String, Integer> stands = new TreeMap<>(Map.of("a", 3, "b", 3));
    SnapshotBoard board = new SnapshotBoard(id -> Map.copyOf(stands), told::incrementAndGet);
    board.resumes(WEB);
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(Map.of("a", 3, "b", 3), delivered(board, false));
    int before = told.get();
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(before, told.get(), "nothing is other than it was");
    stands.remove("a");
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(before + 1, told.get(), "room has become free");
    assertEquals(Map.of(), delivered(board, false));
  }

  /** Nothing is left to write: so it is as decided, though as many stand as before. */
  @Test
  void whatIsAsDecidedIsNews() {
    Map<String, Integer> stands = new TreeMap<>(Map.of("a", 3));
    SnapshotBoard board = new SnapshotBoard(id -> stands, told::incrementAndGet);
    board.resumes(WEB);
    board.observe(WEB, moving(Map.of("b", 3)), 1);
    stands.clear();
    board.observe(WEB, moving(Map.of("b", 3)), 1);
    assertEquals(Map.of("b", 3), delivered(board, false));
    int before = told.get();
    board.observe(WEB, seen(true, Map.of("b", 3)), 1);
    assertEquals(before + 1, told.get());
    assertEquals(Map.of(), delivered(board, false));
  }

  /** A write is refused. What is on its way, not seen, or may not grow, is not known to be. */
  @ParameterizedTest
  @CsvSource({
    // code, zone of which nothing is seen, whether all is as decided: whether it is refused
    "DeliveryRefused, , false, true",
    "TemplateRejected, , false, true",
    "DeliveryRefused, , true, false",
    "Removing, , false, false",
    "TargetUnreachable, a, false, false",
    "TargetUnreachable, , false, false",
    "KarmadaReduces, , false, false",
    "KarmadaStatusBehind, , false, false",
    "WorkStatusBehind, , false, false",
    "CompanionsNotCompared, , false, false",
    "PolicyExcludesCluster, , false, false",
    "ClusterTainted, , false, false",
  })
  void tellsWhatIsRefused(String code, @Nullable String unseen, boolean complete, boolean refused) {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    assertEquals(false, board.isRefused(WEB, 7), "nobody has looked yet");
    board.observe(WEB, hindered(code, unseen, complete), 7);
    assertEquals(refused, board.isRefused(WEB, 7));
    assertEquals(false, board.isRefused(WEB, 8), "nobody has looked since that was decided");
  }

  /** The same replicas stand: whoever expects room of it is to know. */
  @Test
  void whatBeginsToBeRefusedIsNews() {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    board.observe(WEB, hindered("Removing", null, false), 7);
    int before = told.get();
    board.observe(WEB, hindered("DeliveryRefused", null, false), 7);
    assertEquals(before + 1, told.get(), "it is refused");
    board.observe(WEB, hindered("DeliveryRefused", null, false), 7);
    assertEquals(before + 1, told.get(), "as before");
    board.observe(WEB, hindered("DeliveryRefused", null, false), 8);
    assertEquals(before + 2, told.get(), "so is the next decision");
    board.observe(WEB, hindered("Removing", null, false), 8);
    assertEquals(before + 3, told.get(), "it is not any more");
    assertEquals(false, board.isRefused(WEB, 8));
  }

  /** A cluster that refuses to lower it, or is silent, has as many as it had when it was seen. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whatIsNotSeenHoldsWhatWasSeenLast(boolean complete) {
    SnapshotBoard board = new SnapshotBoard(id -> Map.of(), told::incrementAndGet);
    board.observe(WEB, seen(true, Map.of("a", 6, "b", 1)), 1);
    assertEquals(Map.of(), delivered(board, false));
    board.observe(WEB, unseen(complete, Map.of("b", 1), "a"), 2);
    Map<String, Integer> held = complete ? Map.of("a", 6) : Map.of("a", 6, "b", 1);
    assertEquals(held, delivered(board, false));
    assertEquals(Map.of("a", 6, "b", 1), delivered(board, true));
    board.observe(WEB, unseen(complete, Map.of("b", 1), "a"), 2);
    assertEquals(held, delivered(board, false), "for as long as it takes");
    int before = told.get();
    board.observe(WEB, seen(true, Map.of("a", 2, "b", 1)), 2);
    assertEquals(Map.of(), delivered(board, false), "it is seen again");
    assertEquals(before + 1, told.get(), "room has become free");
    board.observe(WEB, unseen(complete, Map.of(), "a"), 3);
    assertEquals(Map.of("a", 2), delivered(board, false));
    board.observe(WEB, unseen(complete, Map.of(), "b"), 3);
    assertEquals(0, delivered(board, false).getOrDefault("b", 0), "of b nothing was left");
  }

  /** After a restart pods and engines say what stands, as before the first look. */
  @Test
  void whatThisProcessNeverSawHoldsWhatPodsAndEnginesSay() {
    Map<String, Integer> stands = new TreeMap<>(Map.of("a", 6));
    SnapshotBoard board = new SnapshotBoard(id -> Map.copyOf(stands), told::incrementAndGet);
    board.observe(WEB, unseen(false, Map.of(), "a"), 1);
    stands.clear();
    assertEquals(Map.of("a", 6), delivered(board, false));
  }

  private static ObservedChildren unseen(
      boolean complete, Map<String, Integer> replicas, String zone) {
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>(seen(true, replicas).zones());
    zones.put(
        zone,
        new ObservedChildren.InZone(
            0, 0, 0, ObservedChildren.Progress.OnItsWay, true, Instant.EPOCH));
    return new ObservedChildren(
        zones, hindered("DeliveryRefused", zone, complete).obstacles(), complete, false, false);
  }

  private static ObservedChildren hindered(String code, @Nullable String unseen, boolean complete) {
    return new ObservedChildren(
        new TreeMap<>(),
        List.of(new ObservedChildren.Obstacle(code, "so it is", true, unseen)),
        complete,
        false,
        false);
  }

  /** Of a decision of three in the zone b. */
  private static Map<String, Integer> delivered(SnapshotBoard board, boolean waits) {
    return board.delivered(WEB, waits, zone -> zone.equals("b") ? 3 : 0);
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
