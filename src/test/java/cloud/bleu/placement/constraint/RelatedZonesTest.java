package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.constraint.RelationScene.stand;
import static cloud.bleu.placement.constraint.RelationScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code a} may come, by where {@code b} is. */
class RelatedZonesTest {
  private static String zones(PlanState state) {
    StringBuilder zones = new StringBuilder();
    for (int z = 0; z < 3; z++) {
      zones.append(RelatedZones.admits(state, state.workloadStates[0].compiled, z) ? "+" : "-");
    }
    return zones.toString();
  }

  /** Where b is, whether z1 is drained, whether b stays there in this plan: where a may come. */
  @ParameterizedTest
  @CsvSource({
    "1 0 0, Active, false, ++-",
    "0 1 0, Active, false, ++-",
    "0 0 1, Active, false, --+",
    "1 0 1, Active, false, +++",
    "0 0 0, Active, false, ---",
    "1 0 0, Drained, false, ---",
    "1 0 0, Drained, true, ++-",
    "1 1 0, Drained, false, ++-",
    "1 0 1, Drained, false, --+",
  })
  void comesOnlyToWhatMayBeCountedOn(String b, ZoneState first, boolean stays, String where) {
    PlanState state = state(workload("a").affinity("b", Scope.REGION, true), first);
    stand(state.workloadStates[1], b);
    WorkloadFields.set(state.workloadStates[1], "stays", stays);
    assertEquals(where, zones(state));
  }

  /** Without one that does not exist what runs may move, and nothing new comes. */
  @ParameterizedTest
  @CsvSource({"true, +++", "false, ---"})
  void whatRunsMovesWithoutOneThatDoesNotExist(boolean moving, String where) {
    PlanState state = state(workload("a").affinity("gone", Scope.REGION, true), ZoneState.Active);
    WorkloadState a = state.workloadStates[0];
    a.moving(
        moving,
        () -> {
          assertEquals(where, zones(state));
          return true;
        });
  }

  @ParameterizedTest
  @CsvSource({"1 0 0, --+", "0 0 1, ++-", "0 0 0, +++", "1 0 1, ---"})
  void keepsAway(String b, String where) {
    PlanState state = state(workload("a").antiAffinity("b", Scope.REGION, true), ZoneState.Active);
    stand(state.workloadStates[1], b);
    assertEquals(where, zones(state));
  }
}
