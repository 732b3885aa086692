package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last look over all moves for losses, once all have had their turn. */
class MoveRepairTest {
  private final List<String> told = new ArrayList<>();

  /** Looks at these, the first first; what runs is as before. */
  private void settle(CycleScene scene, String... names) {
    List<WorkloadState> all = Arrays.stream(names).map(scene::of).toList();
    List<String> before = Arrays.stream(names).map(scene::counts).toList();
    new MoveRepair(scene.state, scene.placer, compiled -> told.add(compiled.workload.id().name()))
        .settle(all);
    assertEquals(before, Arrays.stream(names).map(scene::counts).toList(), "what runs stays");
    for (WorkloadState each : all) {
      assertTrue(scene.state.fits(each), "the moves of all have their room");
    }
  }

  private static WorkloadBuilder of(String name, String runs) {
    return workload(name).replicas(WorkloadState.sum(CycleScene.numbers(runs)));
  }

  @Test
  void ofNobodyThereIsNothingToSay() {
    settle(new CycleScene(CycleScene.rooms("9").workload(workload("a"))));
    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @CsvSource({
    // room by zone, what runs, moves by now; those that stay, and how many leave each zone then
    "9 9 9 9, 2 0 0 0, '', '', 2 0 0 0",
    "9 9 9 9, 2 1 0 0, '', '', 2 1 0 0",
    // what is there stays, though a search would find another
    "9 9 9 9, 2 0 0 0, z1>z4=2, z1>z4=2, 2 0 0 0",
    "9 9 9 9, 2 1 0 0, z1>z4=2, z1>z4=2, 2 1 0 0",
    // more than there was, or nothing new
    "9 9 9 9, 2 0 0 0, z1>z4=1, '', 2 0 0 0",
    "9 1 0 1, 3 0 0 0, z1>z4=1, '', 2 0 0 0",
    "9 1 0 1, 3 0 0 0, z1>z2=1 z1>z4=1, z1>z2=1 z1>z4=1, 2 0 0 0",
    "9 0 0 0, 2 0 0 0, '', '', 0 0 0 0",
    "9 9 9 9, 0 0 0 0, '', '', 0 0 0 0",
  })
  void whatIsMissingIsSoughtAgain(
      String rooms, String runs, String moves, String stay, String leaving) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms(rooms)
                .workload(of("a", runs).tolerate(Scope.ZONE))
                .placement(CycleScene.holding("a", runs, moves)));
    settle(scene, "a");
    assertTrue(scene.hasMoves("a", stay), scene.moves("a"));
    assertEquals(leaving, scene.leaving("a"));
    assertEquals(List.of("a"), told, "one look, for nobody counts on it");
  }

  @ParameterizedTest
  @CsvSource({
    "hard, 2",
    "soft, 2",
    "bestEffort, 0",
    "down, 0",
    "none, 0",
    "bound, 0",
    "suspended, 0",
  })
  void whoAsksForMoves(String what, int leaving) {
    WorkloadBuilder a = of("a", "2 0 0");
    switch (what) {
      case "hard" -> a.tolerate(Scope.ZONE);
      case "soft" -> a.tolerate(Scope.ZONE, 0, Recover.Reserved, false);
      case "bestEffort" -> a.tolerate(Scope.ZONE, 0, Recover.BestEffort, true);
      case "down" -> a.tolerate(Scope.ZONE, 0, Recover.None, true);
      case "bound" -> a.tolerate(Scope.ZONE).dataBound();
      case "suspended" -> a.tolerate(Scope.ZONE).suspended();
      default -> {}
    }
    CycleScene scene = new CycleScene(CycleScene.rooms("9 9 9").workload(a).running("a", "z1", 2));
    settle(scene, "a");
    assertEquals(leaving + " 0 0", scene.leaving("a"));
  }

  /** The order of decisions says who has the room that both need; each is told of before. */
  @ParameterizedTest
  @CsvSource({"a b, z1>z2=1, ''", "b a, '', z1>z2=1"})
  void theFirstComesFirst(String order, String first, String second) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("2 1")
                .workload(of("a", "1 0").tolerate(Scope.ZONE), of("b", "1 0").tolerate(Scope.ZONE))
                .running("a", "z1", 1)
                .running("b", "z1", 1));
    settle(scene, order.split(" "));
    assertEquals(first, scene.moves("a"));
    assertEquals(second, scene.moves("b"));
    assertEquals(List.of(order.split(" ")), told);
  }

  /** {@code a} needs {@code b} in its zone, now and after the loss of z1, where both run. */
  @ParameterizedTest
  @CsvSource({
    // moves of a and of b by now
    "z1>z3=1, z1>z3=1",
    "'', z1>z3=1",
    "z1>z2=1, z1>z3=1",
    // b finds some first, and a follows
    "z1>z3=1, ''",
    "'', ''",
  })
  void followsTheOneThatItNeeds(String a, String b) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9 9")
                .workload(
                    of("a", "1 0 0").affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("b", "1 0 0").tolerate(Scope.ZONE))
                .placement(
                    CycleScene.holding("a", "1 0 0", a), CycleScene.holding("b", "1 0 0", b)));
    settle(scene, "b", "a");
    assertTrue(scene.hasMoves("b", b), "they stay");
    assertEquals("1 0 0", scene.leaving("b"));
    assertEquals(scene.moves("b"), scene.moves("a"));
  }

  /** Whose moves lead where nobody is that it needs, and who finds none, gives them up. */
  @ParameterizedTest
  @CsvSource({
    // how far a and b are to be together, room of z2 in the region of z1, of z3; moves of a then
    "Zone, 9, 9, ''",
    "Region, 9, 9, z1>z2=1",
    "Region, 0, 9, ''",
  })
  void givesUpWhatIsVoid(String over, int second, int third, String then) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1").cpu(second))
                .zone(zone("z3").region("r2").cpu(third), zone("z4").region("r1").cpu(1))
                .workload(
                    of("a", "1 0 0 0").affinity("b", new Scope(over), true).tolerate(Scope.ZONE),
                    of("b", "1 0 0 1"))
                .placement(
                    CycleScene.holding("a", "1 0 0 0", "z1>z3=1"),
                    CycleScene.holding("b", "1 0 0 1", "")));
    settle(scene, "b", "a");
    assertEquals(then, scene.moves("a"));
  }

  /** {@code b} runs in z2, or comes there at the loss of the site; {@code a} is to be apart. */
  @ParameterizedTest
  @CsvSource({
    // what runs of b, moves of a; whether they stay, and how many leave z1 then
    "0 1 0 0, z1>z2=1, false, 1",
    "0 1 0 0, z1>z4=1, true, 1",
    "0 0 1 0, z1>z2=1, true, 1",
    "0 1 1 1, z1>z2=1, false, 0",
  })
  void staysApart(String b, String moves, boolean stay, int leaving) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9 9 9")
                .workload(
                    of("a", "1 0 0 0").antiAffinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("b", b))
                .placement(
                    CycleScene.holding("a", "1 0 0 0", moves), CycleScene.holding("b", b, "")));
    settle(scene, "a", "b");
    assertEquals(stay, scene.moves("a").equals(moves));
    assertEquals(leaving + " 0 0 0", scene.leaving("a"));
  }

  /**
   * {@code b} is to be apart from {@code c}, which runs in z3, and goes elsewhere; {@code a}, which
   * was looked at before it and needs it, is looked at again.
   */
  @Test
  void allAreLookedAtUntilNothingChanges() {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9 9")
                .workload(
                    of("a", "1 0 0").affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("b", "1 0 0").antiAffinity("c", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("c", "0 0 1"))
                .placement(CycleScene.holding("a", "1 0 0", "z1>z3=1"))
                .placement(CycleScene.holding("b", "1 0 0", "z1>z3=1"))
                .running("c", "z3", 1));
    settle(scene, "a", "b", "c");
    assertEquals("z1>z2=1", scene.moves("b"));
    assertEquals("z1>z2=1", scene.moves("a"));
    assertEquals("a b c a b c a b c", String.join(" ", told), "twice something changed");
  }

  /** What is missing is sought in the first look, in the order of decisions, and then no more. */
  @ParameterizedTest
  @CsvSource({"b a, z1>z2=1", "a b, ''"})
  void whatIsMissingIsSoughtOnce(String order, String then) {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9")
                .workload(
                    of("a", "1 0").affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("b", "1 0").tolerate(Scope.ZONE))
                .running("a", "z1", 1)
                .running("b", "z1", 1));
    settle(scene, order.split(" "));
    assertEquals("z1>z2=1", scene.moves("b"));
    assertEquals(then, scene.moves("a"));
  }

  /**
   * At the loss of a site {@code a} follows {@code b}, {@code c} follows {@code a}, and {@code b}
   * is to be apart from {@code c}: not all of that can be, and what is void is given up.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatCannotBeIsGivenUp() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"), zone("z4"))
                .workload(
                    of("a", "1 0 0 0").affinity("b", Scope.ZONE, true).tolerate(Scope.SITE),
                    of("b", "1 0 0 0").antiAffinity("c", Scope.ZONE, true).tolerate(Scope.SITE),
                    of("c", "0 1 0 0").affinity("a", Scope.ZONE, true).tolerate(Scope.SITE))
                .running("a", "z1", 1)
                .running("b", "z1", 1)
                .running("c", "z2", 1));
    settle(scene, "b", "a", "c");
    assertTrue(told.size() <= 3 * 6, told.size() + " looks");
    for (String name : List.of("a", "b", "c")) {
      List<String> then = List.of(scene.moves("a"), scene.moves("b"), scene.moves("c"));
      told.clear();
      settle(scene, name);
      assertEquals(
          then,
          List.of(scene.moves("a"), scene.moves("b"), scene.moves("c")),
          "nothing void is left of " + name);
    }
  }

  /**
   * Each needs the next one, and the last needs the first, and each finds moves where the next one
   * goes by now: that has an end, and no void moves are left then.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void circleOfThoseThatFollowEachOtherHasAnEnd() {
    CycleScene scene =
        new CycleScene(
            CycleScene.rooms("9 9 9 9")
                .workload(
                    of("a", "1 0 0 0").affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("b", "1 0 0 0").affinity("c", Scope.ZONE, true).tolerate(Scope.ZONE),
                    of("c", "1 0 0 0").affinity("a", Scope.ZONE, true).tolerate(Scope.ZONE))
                .placement(
                    CycleScene.holding("a", "1 0 0 0", "z1>z2=1"),
                    CycleScene.holding("b", "1 0 0 0", "z1>z3=1"))
                .placement(CycleScene.holding("c", "1 0 0 0", "z1>z4=1")));
    settle(scene, "a", "b", "c");
    assertEquals(scene.moves("b"), scene.moves("a"));
    assertEquals(scene.moves("c"), scene.moves("b"));
  }
}
