package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a workload, as it stands, is from all that is hard. */
class HardBreachesTest {

  private static WorkloadBuilder a(String runs) {
    return workload("a").replicas(WorkloadState.sum(CycleScene.numbers(runs)));
  }

  private static long count(CycleScene scene) {
    String moves = scene.moves("a");
    WorkloadState a = scene.turnOf("a");
    long count = new HardBreaches(scene.state, scene.placer).count(a);
    assertEquals(moves, scene.moves("a"), "a question changes nothing");
    return count;
  }

  private static CycleScene scene(
      EstateBuilder estate, WorkloadBuilder a, String runs, String now) {
    return new CycleScene(estate.workload(a).placement(CycleScene.holding("a", runs, now)));
  }

  /** Of a rule that mends within the budget each replica counts that it rejects. */
  @ParameterizedTest
  @CsvSource({
    "Enforce, Rebalance, Reject, 2 1, 2",
    "Enforce, Rebalance, Reject, 0 3, 0",
    "Enforce, Rebalance, Unknown, 2 1, 0",
    "Warn, Rebalance, Reject, 2 1, 0",
    "Enforce, Report, Reject, 2 1, 0",
    // that moves now, and is not mended
    "Enforce, MoveNow, Reject, 2 1, 0",
  })
  void rules(
      BoundRule.Action action,
      BoundRule.OnViolation onViolation,
      Verdict.Result result,
      String runs,
      long breaches) {
    CycleScene scene =
        scene(
            estate().zone(zone("z1"), zone("z2")),
            a(runs).rule(rule("not z1", action, onViolation, result, "z2")),
            runs,
            "");
    assertEquals(breaches, count(scene));
  }

  /** Two or three run in z1, each of whom is to have a place if it is lost. */
  @ParameterizedTest
  @CsvSource({
    // what is asked, what runs, moves in force, room and state of z2; breaches
    "hard, 0 0, '', 9, Active, 0",
    "hard, 2 0, '', 9, Active, 0",
    "hard, 2 0, '', 1, Active, 1",
    "hard, 2 0, '', 0, Active, 2",
    // moves in force count only in the room that there is
    "hard, 2 0, z1>z2=2, 9, Active, 0",
    "hard, 2 0, z1>z2=2, 1, Active, 1",
    "hard, 2 0, z1>z2=2, 0, Active, 2",
    "hard, 3 0, z1>z2=2, 2, Active, 1",
    // of each loss
    "hard, 2 2, '', 4, Active, 2",
    "hard, 2 2, '', 2, Active, 4",
    // what is not asked, or only preferred
    "none, 2 0, '', 0, Active, 0",
    "soft, 2 0, '', 0, Active, 0",
    "bestEffort, 2 0, '', 0, Active, 0",
    "bound, 2 0, '', 0, Active, 0",
    // while a loss lasts nobody is asked to survive another one; planned work is no loss
    "hard, 2 0, '', 9, Lost, 0",
    "hard, 2 0, '', 9, Drained, 2",
    "hard, 2 0, '', 9, Cordoned, 2",
  })
  void survival(String what, String runs, String moves, int room, ZoneState state, long breaches) {
    WorkloadBuilder a = a(runs);
    switch (what) {
      case "hard" -> a.tolerate(Scope.ZONE);
      case "soft" -> a.tolerate(Scope.ZONE, 0, Recover.Reserved, false);
      case "bestEffort" -> a.tolerate(Scope.ZONE, 0, Recover.BestEffort, true);
      case "bound" -> a.tolerate(Scope.ZONE).dataBound();
      default -> {}
    }
    CycleScene scene =
        scene(estate().zone(zone("z1").cpu(2), zone("z2").cpu(room).state(state)), a, runs, moves);
    assertEquals(breaches, count(scene));
  }

  private static long keeping(int keep, String runs) {
    return count(
        scene(
            estate().zone(zone("z1"), zone("z2"), zone("z3")),
            a(runs).tolerate(Scope.ZONE, keep, Recover.BestEffort, true),
            runs,
            ""));
  }

  @ParameterizedTest
  @CsvSource({"2, 1 1 1, true", "2, 2 1 0, false", "0, 3 0 0, true", "3, 1 1 1, false"})
  void keep(int keep, String runs, boolean keeps) {
    assertEquals(keeps, keeping(keep, runs) == 0);
  }

  /** Of two ways to keep too few, that which loses more at once is the worse one. */
  @ParameterizedTest
  @CsvSource({"2, 2 1 0, 3 0 0", "3, 1 1 1, 2 1 0", "3, 2 1 0, 3 0 0"})
  void keepsTooFew(int keep, String better, String worse) {
    assertTrue(keeping(keep, better) < keeping(keep, worse));
  }

  /** What counts itself break. */
  @ParameterizedTest
  @CsvSource({
    "max, 3 0 0, 1",
    "max, 2 1 0, 0",
    "min, 3 1 0, 1",
    "min, 2 2 0, 0",
    "spread, 1 1 1, 0",
    "softSpread, 3 0 0, 0",
    "apart, 1 0 0, 1",
    "apart, 0 1 0, 0",
    "missing, 1 1 0, 2",
  })
  void counts(String what, String runs, long breaches) {
    WorkloadBuilder a = a(runs);
    switch (what) {
      case "max" -> a.perZone(0, 2);
      case "min" -> a.perZone(2, null);
      case "spread" -> a.spread(Scope.ZONE, 1, null, 1, true);
      case "softSpread" -> a.spread(Scope.ZONE, 1, null, 1, false);
      case "apart" -> a.antiAffinity("b", Scope.ZONE, true);
      default -> a.affinity("gone", Scope.ZONE, true);
    }
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(workload("b"))
                .running("b", "z1", 1),
            a,
            runs,
            "");
    assertEquals(breaches, count(scene));
  }

  /**
   * {@code b}, which needs {@code a}, runs in z1 and z2. Of those that {@code a} has left only
   * those count that are without it since it moved; for a mend all do, and each less than its own.
   */
  @ParameterizedTest
  @CsvSource({
    // where a is, where it was; without those it left, with all as a mend ranks them
    "1 1 0, 1 1 0, 0, 0",
    "0 1 0, 1 1 0, 0, 1",
    "0 1 0, 0 1 0, 1, 1",
    "0 0 1, 0 0 1, 2, 2",
    "0 0 1, 1 0 0, 1, 2",
  })
  void thoseThatAreLeftAlone(String runs, String before, long count, int rank) {
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(workload("b").replicas(2).affinity("a", Scope.ZONE, true))
                .running("b", "z1", 1, "z2", 1),
            a(runs),
            runs,
            "");
    WorkloadState a = scene.turnOf("a");
    HardBreaches breaches = new HardBreaches(scene.state, scene.placer);
    assertEquals(count, breaches.count(a, CycleScene.numbers(before)));
    assertEquals(new HardBreaches.Rank(0, rank), breaches.rank(a));
  }

  /** One that a loss takes too many is worse, whatever their number and whoever is left alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 65_534, 65_535, 65_536, 100_000})
  void oneMoreThatIsNotKeptIsWorse(int unkept) {
    assertTrue(unkept(unkept - 1).before(unkept(unkept)));
    assertFalse(unkept(unkept).before(unkept(unkept - 1)));
  }

  /** All that {@code a} has is to be kept, and so many are in z1 beside one in z2. */
  private static HardBreaches.Rank unkept(int inFirst) {
    String runs = inFirst + " 1";
    CycleScene scene =
        scene(
            estate().zones(200_000, "z1", "z2"),
            a(runs).tolerate(Scope.ZONE, 1 + inFirst, Recover.BestEffort, true),
            runs,
            "");
    WorkloadState a = scene.turnOf("a");
    return new HardBreaches(scene.state, scene.placer).rank(a);
  }

  /**
   * {@code a} is to be in each zone once at most, and nine of {@code b} in z2 need it. One that it
   * breaks itself is worse than nine that it leaves alone.
   */
  @ParameterizedTest
  @CsvSource({"1 1 0, 1 0 1", "1 0 1, 0 2 0", "0 2 0, 2 0 0", "0 2 0, 0 0 2"})
  void whatItBreaksItselfComesFirst(String better, String worse) {
    assertTrue(beside(better).before(beside(worse)));
  }

  private static HardBreaches.Rank beside(String runs) {
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(workload("b").replicas(9).affinity("a", Scope.ZONE, true))
                .running("b", "z2", 9),
            a(runs).perZone(0, 1),
            runs,
            "");
    WorkloadState a = scene.turnOf("a");
    return new HardBreaches(scene.state, scene.placer).rank(a);
  }

  /** Only what must have room is asked for it. */
  @ParameterizedTest
  @CsvSource({
    // hard, moves in force, room of z2; whether all have theirs
    "true, '', 0, true",
    "true, z1>z2=2, 2, true",
    "true, z1>z2=2, 1, false",
    "false, z1>z2=2, 1, true",
  })
  void allHaveRoom(boolean hard, String moves, int room, boolean have) {
    CycleScene scene =
        scene(
            estate().zone(zone("z1"), zone("z2").cpu(room)),
            a("2 0").tolerate(Scope.ZONE, 0, Recover.Reserved, hard),
            "2 0",
            moves);
    WorkloadState a = scene.turnOf("a");
    assertEquals(have, new HardBreaches(scene.state, scene.placer).allHaveRoom(a));
  }

  /** The reads of moves that have their room are counted, and no others: they say all is calm. */
  @ParameterizedTest
  @CsvSource({"z1>z2=2, 9, true", "z1>z2=2, 1, false", "z1>z2=1, 9, false", "'', 9, false"})
  void readsOfMovesThatHaveTheirRoom(String moves, int room, boolean counted) {
    CycleScene scene =
        scene(
            estate().zone(zone("z1"), zone("z2").cpu(room)),
            a("2 0").tolerate(Scope.ZONE),
            "2 0",
            moves);
    WorkloadState a = scene.turnOf("a");
    HardBreaches breaches = new HardBreaches(scene.state, scene.placer);
    long before = scene.state.ledger.reads();
    breaches.count(a);
    long read = scene.state.ledger.reads() - before;
    assertEquals(counted, breaches.readsForCovered() > 0);
    assertTrue(breaches.readsForCovered() <= read, "no more than were read");
    assertEquals(counted, breaches.readsForCovered() == read, "nothing else was asked of the room");
  }
}
