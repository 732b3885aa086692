package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    scene = new CycleScene(estate.workload(x).placement(CycleScene.placement("x", "0 1", "0 1")));
    members =
        SchedulingOrder.of(scene.state).get(0).stream()
            .map(compiled -> scene.state.workloadStates[compiled.number])
            .toList();
    assertEquals(size + 1, members.size());
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
    members.forEach(member -> assertEquals("0 1", CycleScene.text(member.x)));
    assertTrue(turns > TrialBudget.TURNS, turns + " turns");
    assertTrue(turns < TrialBudget.TURNS + 4 * members.size(), turns + " turns");
    // Two rounds a try.
    int tried = TrialBudget.TURNS / 2 / members.size() + 1;
    for (WorkloadState member : members.subList(0, 200)) {
      assertEquals(member.compiled.number >= tried, member.untried, name(member.compiled.number));
    }
  }

  /** A try takes all of them home, and a round more sees that nothing changes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 19})
  void inASmallRingEverybodyIsTried(int size) {
    ring(size);
    assertEquals(false, take());
    assertTrue(turns >= 2 * size * members.size(), turns + " turns");
    assertTrue(turns < TrialBudget.TURNS, turns + " turns");
    assertTrue(members.stream().noneMatch(member -> member.untried));
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
          if (member == slow && member.follows) {
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
}
