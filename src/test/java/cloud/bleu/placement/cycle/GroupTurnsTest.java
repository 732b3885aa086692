package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Turns of a ring, counted. All are away from their home {@code z1}, each needs the next one in the
 * region, and {@code x}, which stays in {@code z2}, needs them all there: nobody can be followed.
 */
class GroupTurnsTest {
  private CycleScene scene;
  private List<WorkloadState> members;
  private Decision.Outcome[] outcomes;
  private WorkloadTurn deciding;
  private Predicate<WorkloadState> turn = this::turn;
  private int turns;

  private void ring(int size) {
    EstateBuilder estate = estate().zone(zone("z1").region("r1"), zone("z2").region("r1"));
    var x = workload("x").only("z2");
    for (int i = 0; i < size; i++) {
      String next = i == size - 1 ? "x" : name(i + 1);
      estate.workload(workload(name(i)).affinity(next, Scope.REGION, true));
      estate.placement(CycleScene.placement(name(i), "0 1", "1 0"));
      x.affinity(name(i), Scope.ZONE, true);
    }
    group(estate.workload(x).placement(CycleScene.placement("x", "0 1", "0 1")), size + 1);
  }

  private void group(EstateBuilder estate, int size) {
    scene = new CycleScene(estate);
    members =
        SchedulingOrder.of(scene.state).get(0).stream()
            .map(compiled -> scene.state.workloadStates[compiled.number])
            .toList();
    assertEquals(size, members.size());
    outcomes = new Decision.Outcome[members.size()];
    deciding = new WorkloadTurn(scene.state, scene.placer);
    turns = 0;
  }

  private static String name(int number) {
    return "w%03d".formatted(number);
  }

  private boolean turn(WorkloadState member) {
    turns++;
    outcomes[member.compiled.number] = deciding.decide(member);
    return false;
  }

  private boolean take() {
    return new GroupTurns(scene.state, deciding, members, outcomes, turn).take();
  }

  /** As many movers are tried as the bound lets, and the last of them to the end. */
  @Test
  void aLargeRingThatIsBarredHoldsUpNoPass() {
    ring(200);
    assertEquals(false, take());
    members.forEach(member -> assertEquals("0 1", CycleScene.text(member.counts())));
    assertTrue(turns > TrialBudget.TURNS, turns + " turns");
    assertTrue(turns < TrialBudget.TURNS + 4 * members.size(), turns + " turns");
    // Two rounds a try.
    int tried = TrialBudget.TURNS / 2 / members.size() + 1;
    for (WorkloadState member : members.subList(0, 200)) {
      assertEquals(
          member.compiled.number >= tried, member.notes().untried(), name(member.compiled.number));
    }
  }

  /** What is done at a loss may alternate for ever: a large group ends that after a few rounds. */
  @ParameterizedTest
  @CsvSource({"200, 8", "5, 6"})
  void movesThatAlternateHoldUpNoPass(int size, int rounds) {
    EstateBuilder estate = estate().zone(zone("z1").region("r1"), zone("z2").region("r1"));
    for (int i = 0; i < size; i++) {
      estate
          .workload(
              workload(name(i))
                  .affinity(name((i + 1) % size), Scope.REGION, true)
                  .tolerate(Scope.ZONE))
          .running(name(i), "z1", 1);
    }
    group(estate, size);
    MoveList there = new MoveList();
    there.add(0, 1, 1);
    turn =
        member -> {
          boolean goes = member.evacuation().moves(0).total() > 0;
          member.evacuation().set(0, goes ? new MoveList() : there);
          turns++;
          return false;
        };
    assertEquals(false, take());
    assertEquals(rounds * size, turns);
  }

  /** A try takes all of them home, and a round more sees that nothing changes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 19})
  void inASmallRingEverybodyIsTried(int size) {
    ring(size);
    assertEquals(false, take());
    assertTrue(turns >= 2 * size * members.size(), turns + " turns");
    assertTrue(turns < TrialBudget.TURNS, turns + " turns");
    assertTrue(members.stream().noneMatch(member -> member.notes().untried()));
  }

  /** Where searches are long, steps end it; whoever is tried next has as many of its own. */
  @Test
  void manyStepsEndItSooner() {
    ring(19);
    take();
    int all = turns;
    ring(19);
    WorkloadState slow = members.get(0);
    int number = slow.compiled.number;
    List<Long> left = new ArrayList<>();
    turn =
        member -> {
          if (member == slow && member.turnRole().follows()) {
            left.add(scene.state.steps.left(number));
            scene.state.steps.grant(number, left.get(left.size() - 1) - 100_000);
          }
          return turn(member);
        };
    take();
    assertTrue(turns < all, turns + " and " + all + " turns");
    assertEquals(5 * 2, left.size(), left.toString());
    assertEquals(5, left.stream().filter(left.get(0)::equals).count(), left.toString());
  }

  /**
   * Where x itself has to leave z2 nobody counts on the others there any more: who was barred in
   * the first round is so no longer in the last, and nobody is tried as one whom others follow.
   */
  @Test
  void whoWasBarredForARoundOnlyIsNotTried() {
    EstateBuilder estate = estate().zone(zone("z1").region("r1"), zone("z2").region("r1"));
    var x = workload("x").rule(leaving("z1"));
    for (int i = 0; i < 3; i++) {
      estate
          .workload(
              workload(name(i))
                  .replicas(2)
                  .affinity(i == 2 ? "x" : name(i + 1), Scope.REGION, true))
          .placement(CycleScene.placement(name(i), "1 1", "2 0"));
      x.affinity(name(i), Scope.ZONE, true);
    }
    group(estate.workload(x).placement(CycleScene.placement("x", "0 1", "0 1")), 4);
    assertEquals(false, take());
    members.forEach(
        member ->
            assertEquals(member.total() + " 0", CycleScene.text(member.counts()), name(member)));
    // In the first round x leaves, in the second the others go home, in the third nobody moves.
    assertEquals(3 * 4, turns);
  }

  /** Leaves all zones but this one at once. */
  private static BoundRule leaving(String zone) {
    return Estates.rule(
        "leave",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.MoveNow,
        Verdict.Result.Reject,
        zone);
  }

  private static String name(WorkloadState member) {
    return member.compiled.workload.id().name();
  }

  /**
   * Needs b in the region, and b and c need it where they are; b needs c too, whose turn comes
   * after its own. That d was alone before they moved is no reason to stay.
   */
  @Test
  void followersHaveTurnsUntilTheLastIsThere() {
    group(
        estate()
            .zone(zone("z1").region("r1"), zone("z2").region("r1"), zone("z3").region("r1"))
            .workload(
                workload("a").affinity("b", Scope.REGION, true).affinity("d", Scope.REGION, true),
                workload("b").affinity("a", Scope.ZONE, true).affinity("c", Scope.ZONE, true),
                workload("c").affinity("a", Scope.ZONE, true),
                workload("d").affinity("a", Scope.ZONE, true).only("z3"))
            .placement(CycleScene.placement("a", "0 1 0", "1 0 0"))
            .placement(CycleScene.placement("b", "0 1 0", "1 0 0"))
            .placement(CycleScene.placement("c", "0 1 0", "1 0 0"))
            .placement(CycleScene.placement("d", "0 0 1", "0 0 1")),
        4);
    assertEquals(true, take());
    for (WorkloadState member : members) {
      boolean alone = name(member).equals("d");
      assertEquals(alone ? "0 0 1" : "1 0 0", CycleScene.text(member.counts()), name(member));
      assertEquals(false, member.turnRole().follows(), name(member));
    }
  }

  /**
   * That a pair waits for what all workloads may move is found by trials, of which nothing is left:
   * no zone grew, and no step is taken that one with no moves of its own does not take.
   */
  @ParameterizedTest
  @CsvSource({"0, true, true", "1, true, true", "2, true, false"})
  void waitingForMovesLeavesNothingOfItsTrials(int all, boolean waits, boolean needsMore) {
    pair(Workload.Rebalance.Mode.Never, 2);
    take();
    List<Long> untried = left();
    pair(Workload.Rebalance.Mode.WhenNeeded, all);
    take();
    for (WorkloadState member : members) {
      assertEquals("0 1", CycleScene.text(member.counts()), name(member));
      assertEquals("1 0", CycleScene.text(member.places().copyOfHomes()), name(member));
      assertEquals(waits, member.notes().awaitsMoves(), name(member));
      assertEquals(needsMore, member.notes().needsMore(), name(member));
      assertEquals(0, member.notes().movedNow(), name(member));
    }
    assertEquals(untried, left());
    assertEquals(false, scene.state.grown.holds(0));
    assertEquals(false, scene.state.grown.holds(1));
  }

  /** Both away from home, each needs the other; of all moves of the hour others made these. */
  private void pair(Workload.Rebalance.Mode mode, int perHour) {
    group(
        estate()
            .moving(perHour, NOW.plusSeconds(60))
            .zone(zone("z1").region("r1"), zone("z2").region("r1"))
            .workload(
                workload("a").affinity("b", Scope.ZONE, true).rebalance(mode, 2),
                workload("b").affinity("a", Scope.REGION, true).rebalance(mode, 2))
            .placement(CycleScene.placement("a", "0 1", "1 0"))
            .placement(CycleScene.placement("b", "0 1", "1 0"))
            .placement(Estates.running("gone", "z2", 1).withMoves(perHour)),
        2);
  }

  /**
   * Two pairs need each other in the region, and all are away from home. One pair takes the moves
   * that the hour has. The other says in the same plan that it waits, and says so in the next one.
   */
  @ParameterizedTest
  @CsvSource({"2, 2", "4, 4"})
  void whoIsLeftByThoseThatFollowedSaysWhatItWaitsFor(int perHour, int home) {
    pairs(perHour, List.of());
    assertEquals(true, take());
    assertEquals(home, members.stream().filter(member -> member.replicas(0) == 1).count());
    String said = said();
    for (WorkloadState member : members) {
      assertEquals(member.replicas(0) == 0, member.notes().awaitsMoves(), said);
      assertEquals(false, member.notes().needsMore(), said);
      assertEquals(false, member.notes().untried(), said);
    }
    pairs(perHour, members);
    assertEquals(false, take());
    assertEquals(said, said());
  }

  /** Also where the first took all the steps that there are to try others. */
  @Test
  void stepsThatTheFirstTookLeaveNobodyUntriedWhoWaits() {
    pairs(2, List.of());
    turn =
        member -> {
          if (member.turnRole().follows()) {
            scene.state.steps.grant(member.compiled.number, 0);
          }
          return turn(member);
        };
    assertEquals(true, take());
    assertEquals(
        2, members.stream().filter(member -> member.notes().awaitsMoves()).count(), said());
    assertEquals(0, members.stream().filter(member -> member.notes().untried()).count(), said());
  }

  /** Where they are after the plan before, at first all in z2 with no move in the hour. */
  private void pairs(int perHour, List<WorkloadState> before) {
    String[] names = {"a", "b", "c", "d"};
    EstateBuilder estate =
        estate()
            .moving(perHour, NOW.plusSeconds(60))
            .zone(zone("z1").region("r1"), zone("z2").region("r1"));
    for (int i = 0; i < names.length; i++) {
      Scope over = i % 2 == 0 ? Scope.ZONE : Scope.REGION;
      estate.workload(workload(names[i]).affinity(names[(i + 1) % 4], over, true));
      String at = before.isEmpty() ? "0 1" : CycleScene.text(before.get(i).counts());
      int moves = before.isEmpty() ? 0 : before.get(i).notes().movedNow();
      estate.placement(CycleScene.placement(names[i], at, "1 0").withMoves(moves));
    }
    group(estate, names.length);
    members = Arrays.stream(names).map(scene::of).toList();
  }

  private String said() {
    StringBuilder said = new StringBuilder();
    for (WorkloadState member : members) {
      said.append(name(member)).append(member.notes().awaitsMoves() ? " waits" : "");
      said.append(member.notes().needsMore() ? " for more" : "")
          .append(member.notes().untried() ? " untried" : "");
      said.append(' ').append(CycleScene.text(member.counts())).append(", ");
    }
    return said.toString();
  }

  private List<Long> left() {
    return members.stream().map(member -> scene.state.steps.left(member.compiled.number)).toList();
  }

  /**
   * Who would leave others alone by a move that is not worth it anyway is not barred: it would not
   * move. Each has one replica in z2, near x as it prefers, and z1 is cheaper.
   */
  @Test
  void aRingThatWouldNotMoveTakesOneRound() {
    EstateBuilder estate =
        estate().zone(zone("z1").region("r1").cost(10, 10), zone("z2").region("r1").cost(90, 90));
    var x = workload("x").only("z2");
    for (int i = 0; i < 75; i++) {
      estate
          .workload(
              workload(name(i))
                  .objective(Workload.Objective.Cost)
                  .rebalance(Workload.Rebalance.Mode.Continuous, 2)
                  .affinity(i == 74 ? "x" : name(i + 1), Scope.REGION, true)
                  .affinity("x", Scope.ZONE, false))
          .placement(CycleScene.placement(name(i), "0 1", "0 1"));
      x.affinity(name(i), Scope.ZONE, true);
    }
    group(estate.workload(x).placement(CycleScene.placement("x", "0 1", "0 1")), 76);
    assertEquals(false, take());
    assertEquals(76, turns);
    assertTrue(members.stream().noneMatch(member -> member.notes().untried()));
  }
}
