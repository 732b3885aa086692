package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is, and who has another one when somebody who came later gave up room. */
class SchedulingCycleTest {
  private final List<String> told = new ArrayList<>();
  private CycleScene scene;
  private Decision.Outcome[] outcomes;

  private void run(EstateBuilder estate) {
    scene = new CycleScene(estate);
    outcomes =
        new SchedulingCycle(
                scene.state,
                scene.placer,
                SchedulingOrder.of(scene.state),
                UnchangedTurns.NONE.pass(scene.state, true),
                compiled -> told.add(compiled.workload.id().name()))
            .run();
  }

  /** {@code a b | a b | a}: whose surplus was looked at, whose turn it was, whose again. */
  private String turns() {
    int all = outcomes.length;
    List<String> parts = new ArrayList<>();
    parts.add(String.join(" ", told.subList(0, all)));
    parts.add(String.join(" ", told.subList(all, 2 * all)));
    parts.add(String.join(" ", told.subList(2 * all, told.size())));
    return String.join(" | ", parts).trim();
  }

  private String outcome(String name) {
    return outcomes[scene.of(name).compiled.number].getClass().getSimpleName();
  }

  private String homes(String name) {
    return CycleScene.text(scene.of(name).places().copyOfHomes());
  }

  /** Has to leave every zone but these. */
  private static BoundRule leave(String... others) {
    return rule(
        "leave " + String.join(" ", others),
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.MoveNow,
        Verdict.Result.Reject,
        others);
  }

  /** Priority, then what is placed, then names; each in two looks, the surplus of all first. */
  @Test
  void everybodyHasATurnInTheOrderOfDecisions() {
    run(
        estate()
            .zone(zone("z1").cpu(4))
            .workload(
                workload("a"),
                workload("b").suspended(),
                workload("c").replicas(9).priority(-1),
                workload("d").priority(1),
                workload("e"))
            .running("e", "z1", 1));
    assertEquals("d e a b c | d e a b c |", turns());
    assertEquals("Placed", outcome("a"));
    assertEquals("Suspended", outcome("b"));
    assertEquals("Unplaceable", outcome("c"));
    assertEquals("Placed", outcome("d"));
    assertEquals("Placed", outcome("e"));
  }

  /** Who comes first uses what those give up who come later, and evicts nobody for it. */
  @ParameterizedTest
  @CsvSource({
    // replicas that low is to have of the four that run in z1; then of a, and of low
    "4, 0 0, 4 0",
    "2, 2 0, 2 0",
    "1, 3 0, 1 0",
    "0, 3 0, 0 0",
  })
  void surplusGoesBeforeAnybodyGrows(int low, String then, String lowThen) {
    int wanted = CycleScene.numbers(then)[0];
    run(
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(0))
            .workload(
                workload("a").replicas(Math.max(1, wanted)).priority(10, false),
                workload("low").replicas(low))
            .running("low", "z1", 4));
    assertEquals(then, scene.counts("a"));
    assertEquals(lowThen, scene.counts("low"));
    assertEquals(Decision.Cause.SpecChanged, scene.of("low").notes().cause(), "nobody is evicted");
  }

  /** What is suspended gives up nothing. */
  @Test
  void whatIsSuspendedStaysAsItIs() {
    run(
        estate()
            .zone(zone("z1").cpu(4))
            .workload(workload("a"), workload("b").replicas(1).suspended())
            .running("b", "z1", 4));
    assertEquals("4", scene.counts("b"));
    assertEquals("Suspended", outcome("b"));
    assertEquals("Unplaceable", outcome("a"));
  }

  /** {@code b} has to leave z1, which it fills; {@code a}, {@code c} and {@code d} have turns. */
  @ParameterizedTest
  @CsvSource({
    // what a lacks; whose turn it is again, what runs of a then
    "nothing, '', 0 0 1",
    "all, a, 1 0 0",
    "one, a, 1 0 1",
    "home, a, 1 0 0",
    "suspended, '', 0 0 0",
  })
  void whoLacksSomethingHasAnotherTurn(String what, String again, String then) {
    WorkloadBuilder a =
        workload("a").priority(1, false).only("z1", what.equals("all") ? "z1" : "z3");
    EstateBuilder estate = estate().zone(zone("z1").cpu(2), zone("z2"), zone("z3").cpu(1));
    switch (what) {
      case "nothing" -> estate.running("a", "z3", 1);
      case "one" -> estate.running("a", "z3", 1).workload(a.replicas(2));
      case "home" -> estate.placement(CycleScene.placement("a", "0 0 1", "1 0 0"));
      case "suspended" -> a.suspended();
      default -> {}
    }
    if (!what.equals("one")) {
      estate.workload(a);
    }
    // Others fill z3 unless a is there.
    boolean there = !what.equals("all") && !what.equals("suspended");
    estate.workload(
        workload("b").replicas(2).rule(leave("z2")),
        workload("c").only("z1", "z2"),
        // It lacks one all the time, and comes after who gives up room.
        workload("d").replicas(there ? 0 : 2).only("z3"));
    estate.running("b", "z1", 2).running("c", "z2", 1);
    if (!there) {
      estate.running("d", "z3", 1);
    }
    run(estate);
    assertEquals("0 2 0", scene.counts("b"));
    assertTrue(told.size() >= 8, "two looks at each of four");
    assertEquals(again, String.join(" ", told.subList(8, told.size())));
    assertEquals(then, scene.counts("a"));
  }

  /** Each waits to go home to where the next one runs, and the last can: see how far that goes. */
  @ParameterizedTest
  @CsvSource({
    // how many there are; whose turn it is again, how many are home then
    "1, '', 1",
    "2, w1, 2",
    "3, w1 w2 w1, 3",
    // so far one plan goes: the next ones go on
    "4, w1 w2 w3 w1 w2, 3",
    "5, w1 w2 w3 w4 w1 w2 w3, 3",
  })
  void roomThatIsGivenUpGoesFromOneToTheNext(int size, String again, int home) {
    List<Placement> placements = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      int[] runs = new int[size + 1];
      int[] homes = new int[size + 1];
      runs[i - 1] = 1;
      homes[i] = 1;
      placements.add(CycleScene.placement("w" + i, CycleScene.text(runs), CycleScene.text(homes)));
    }
    run(goingHome(placements));
    assertEquals(again, String.join(" ", told.subList(2 * size, told.size())));
    assertEquals(home, atHome(size));
    for (int before = home; before < size; before = atHome(size)) {
      run(goingHome(asTheyAre(size)));
      assertTrue(atHome(size) > before, "the next plan goes on");
    }
  }

  /** One zone for each of them and one more, with room for one in each. */
  private static EstateBuilder goingHome(List<Placement> placements) {
    EstateBuilder estate = estate();
    for (int z = 1; z <= placements.size() + 1; z++) {
      estate.zone(zone("z" + z).cpu(1));
    }
    for (Placement one : placements) {
      estate.workload(workload(one.id().name())).placement(one);
    }
    return estate;
  }

  private List<Placement> asTheyAre(int size) {
    return IntStream.rangeClosed(1, size)
        .mapToObj(i -> "w" + i)
        .map(name -> CycleScene.placement(name, scene.counts(name), homes(name)))
        .toList();
  }

  private int atHome(int size) {
    return (int)
        IntStream.rangeClosed(1, size)
            .filter(i -> scene.counts("w" + i).equals(homes("w" + i)))
            .count();
  }

  /** {@code b} holds room in z2 for its moves; it may not go there any more, and holds it in z3. */
  @ParameterizedTest
  @CsvSource({
    // where b may go; its moves then, whose turn it is again, what runs of a, in z9 at first
    "z1 z2 z3, z1>z2=2, '', 0 0 0 1",
    "z1 z3, z1>z3=2, a, 0 1 0 1",
    "z1, '', a, 0 1 0 1",
  })
  void roomOfMovesIsGivenUpToo(String zones, String moves, String again, String then) {
    run(
        estate()
            .zone(zone("z1").cpu(2), zone("z2").cpu(2), zone("z3").cpu(2))
            .workload(
                workload("a").replicas(2).only("z2").priority(1, false),
                workload("b").replicas(2).only(zones.split(" ")).priority(1).tolerate(Scope.ZONE))
            // One that runs comes first.
            .running("a", "z9", 1)
            .placement(CycleScene.holding("b", "2 0 0", "z1>z2=2")));
    assertEquals(moves, scene.moves("b"));
    assertEquals(("a b | a b | " + again).trim(), turns());
    assertEquals(then, scene.counts("a"));
  }

  /** Of a zone that lost a part of its nodes, what is beyond its room leaves it, the last first. */
  @Test
  void whatIsBeyondTheRoomOfAZoneLeavesIt() {
    Duration five = Duration.ofMinutes(5);
    run(
        estate()
            .zone(zone("z1").cpu(3).health(Health.Signal.Degraded, NOW.minus(five)), zone("z2"))
            .workload(
                workload("a").replicas(2).failover(five, five),
                workload("b").replicas(2).failover(five, five))
            .running("a", "z1", 2)
            .running("b", "z1", 2));
    assertEquals("2 0", scene.counts("a"));
    assertEquals("1 1", scene.counts("b"));
  }

  /** Those that need each other come together, both or none. */
  @ParameterizedTest
  @CsvSource({
    // room of z1 and of z2; what runs of a and of b
    "1, 2, 0 1, 0 1",
    "2, 1, 1 0, 1 0",
    "1, 1, 0 0, 0 0",
  })
  void thoseThatNeedEachOtherComeTogether(int first, int second, String a, String b) {
    run(
        estate()
            .zone(zone("z1").cpu(first), zone("z2").cpu(second))
            .workload(
                workload("a").affinity("b", Scope.ZONE, true),
                workload("b").affinity("a", Scope.ZONE, true)));
    assertEquals(a, scene.counts("a"));
    assertEquals(b, scene.counts("b"));
  }

  /**
   * {@code b} has to leave z1 and has no room at first: it stays, and {@code a} comes into its
   * region for that. Then {@code c} gives up room. {@code b}, which lacks a replica, has another
   * turn, and does not leave the region from under {@code a}.
   */
  @ParameterizedTest
  @CsvSource({
    // where c runs, whether a ran before; what runs of a and of b
    "z2, false, 0 0 1 0, 0 1 0 0",
    "z4, false, 0 0 1 0, 1 0 0 0",
    "z4, true, 0 0 1 0, 0 0 0 1",
  })
  void whoCameCountingOnOneKeepsIt(String where, boolean ran, String thenA, String thenB) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").region("r1").state(ZoneState.Drained))
            .zone(zone("z2").region("r1").cpu(4), zone("z3").region("r1").cpu(1))
            .zone(zone("z4").region("r2").cpu(4), zone("z5").region("r3").cpu(9))
            .workload(
                workload("a").affinity("b", Scope.REGION, true).only("z3"),
                workload("b").replicas(2).cpu(4).only("z1", "z2", "z4"),
                workload("c").cpu(4).rule(leave("z5")),
                workload("f").cpu(4))
            .running("b", "z1", 1)
            .running("c", where, 1)
            .running("f", where.equals("z2") ? "z4" : "z2", 1);
    if (ran) {
      estate.running("a", "z3", 1);
    }
    run(estate);
    assertEquals(thenA + " 0", scene.counts("a"));
    assertEquals(thenB + " 0", scene.counts("b"));
  }
}
