package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.constraint.RelationScene.needing;
import static cloud.bleu.placement.constraint.RelationScene.numbers;
import static cloud.bleu.placement.constraint.RelationScene.stand;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code a} needs {@code b} in its region: what {@code b} leaves it by other counts. */
class DependentsTest {
  /** What a has, what it had when the plan began, whether its turn has come: b's counts then. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, 1 0 0, decided, 1 0 0, 0 1 0, false",
    "1 0 0, 1 0 0, decided, 1 0 0, 0 0 1, true",
    "1 0 0, 1 0 0, decided, 2 0 0, 1 0 1, false",
    "0 0 1, 0 0 1, decided, 1 0 1, 2 0 0, true",
    // it is alone already, or not there
    "1 0 0, 1 0 0, decided, 0 0 1, 0 0 1, false",
    "0 0 1, 0 0 1, decided, 1 0 0, 0 1 0, false",
    "0 0 0, 0 0 0, decided, 1 0 0, 0 0 1, false",
    // it comes after, but for what came in this plan already
    "1 0 0, 1 0 0, waits, 1 0 0, 0 0 1, false",
    "1 0 0, 0 0 0, waits, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, follows, 1 0 0, 0 0 1, false",
  })
  void leavesSomebodyAlone(
      String x, String before, String turn, String now, String then, boolean alone) {
    PlanState state = needing();
    WorkloadState a = state.workloadStates[0];
    WorkloadState b = state.workloadStates[1];
    stand(a, x);
    WorkloadFields.began(a, numbers(before));
    WorkloadFields.set(a, "decided", !turn.equals("waits"));
    WorkloadFields.set(a, "follows", turn.equals("follows"));
    stand(b, now);
    assertEquals(alone, Dependents.leavesAlone(state, b.compiled, numbers(then)));
  }

  /** What a has; b's counts now and before: zones in which a is without it. */
  @ParameterizedTest
  @CsvSource({
    "1 0 1, false, 1 0 0, 1 0 0, 1",
    "1 1 0, false, 0 0 1, 0 0 1, 2",
    "1 0 1, false, 1 0 0, 0 0 1, 0",
    "1 0 1, true, 1 0 0, 1 0 0, 0",
    "1 0 1, false, 1 0 1, 1 0 1, 0",
  })
  void countsThoseThatAreWithoutIt(String a, boolean follows, String x, String before, int zones) {
    PlanState state = needing();
    stand(state.workloadStates[0], a);
    WorkloadFields.set(state.workloadStates[0], "follows", follows);
    assertEquals(
        zones,
        Dependents.leftAlone(state, state.workloadStates[1].compiled, numbers(x), numbers(before)));
  }

  /** What a has and had; b's counts now and then. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, 0 0 0, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, 1 0 0, 0 1 0, false",
    "1 0 0, 1 0 0, 1 0 0, 0 0 1, false",
    "2 0 0, 1 0 0, 1 0 0, 0 0 1, true",
    "1 0 0, 0 0 0, 0 0 1, 0 0 1, false",
  })
  void leavesWhatCameForIt(String a, String before, String now, String then, boolean leaves) {
    PlanState state = needing();
    stand(state.workloadStates[0], a);
    WorkloadFields.began(state.workloadStates[0], numbers(before));
    assertEquals(
        leaves,
        Dependents.leavesThoseThatCame(
            state, state.workloadStates[1].compiled, numbers(now), numbers(then)));
  }
}
