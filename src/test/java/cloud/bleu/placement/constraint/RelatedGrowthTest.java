package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.constraint.RelationScene.numbers;
import static cloud.bleu.placement.constraint.RelationScene.stand;
import static cloud.bleu.placement.constraint.RelationScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zones z1 and z2 are in one region, z3 in another; a is related to b, zone losses survived. */
class RelatedGrowthTest {
  @ParameterizedTest
  @CsvSource({
    "needs, 1 0 0, 2 0 0, 1 0 0, false",
    // more come where it is not met
    "needs, 1 0 1, 1 0 2, 1 0 0, true",
    // what stands without it stays so, and more come where it is met
    "needs, 1 0 1, 2 0 1, 1 0 0, false",
    // with z1 b is lost, and a runs on in z2 without it
    "needs, 1 1 0, 1 2 0, 1 0 0, true",
    "needs, 1 1 0, 1 1 1, 1 0 1, true",
    "needs, 1 1 0, 1 1 1, 1 1 1, false",
    "apart, 0 0 1, 0 0 2, 1 0 0, false",
    "apart, 1 0 0, 2 0 0, 1 0 0, true",
    "apart, 1 0 1, 1 0 2, 1 0 0, false",
    "likes, 0 0 1, 0 0 2, 1 0 0, false",
  })
  void isBarred(String kind, String before, String then, String b, boolean barred) {
    WorkloadBuilder a = workload("a").tolerate(Scope.ZONE);
    PlanState state =
        state(
            kind.equals("apart")
                ? a.antiAffinity("b", Scope.REGION, true)
                : a.affinity("b", Scope.REGION, kind.equals("needs")),
            ZoneState.Active);
    stand(state.workloadStates[0], before);
    stand(state.workloadStates[1], b);
    assertEquals(
        barred,
        RelatedGrowth.isBarred(
            state, state.workloadStates[0].compiled, numbers(before), numbers(then)));
  }
}
