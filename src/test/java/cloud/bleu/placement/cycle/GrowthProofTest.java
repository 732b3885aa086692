package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.DefectiveWorkload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code a}, {@code b} and {@code c} need each other, run in {@code z1}, and grew in this plan. */
class GrowthProofTest {
  private final CycleScene scene =
      new CycleScene(
          estate()
              .zones(9, "z1", "z2")
              .workload(
                  workload("a").replicas(2).affinity("b", Scope.ZONE, true),
                  workload("b").replicas(2).affinity("c", Scope.ZONE, true),
                  workload("c").replicas(2).affinity("a", Scope.ZONE, true))
              .running("a", "z1", 1)
              .running("b", "z1", 1)
              .running("c", "z1", 1));
  private final List<WorkloadState> members = List.of(scene.of("a"), scene.of("b"), scene.of("c"));
  private final List<String> told = new ArrayList<>();
  private final GrowthProof proof =
      new GrowthProof(
          scene.state, scene.placer, compiled -> told.add(compiled.workload.id().name()));

  GrowthProofTest() {
    members.forEach(member -> scene.state.change(member, 0, 1));
  }

  /** In the repair of moves, and then in the proof of each. */
  @Test
  void itSaysAtWhomItLooks() {
    proof.refuted(members);
    assertEquals(List.of("a", "b", "c", "a", "b", "c"), told);
  }

  /** So a defect is of the workload named last. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void whereItFailsTheLastIsTheOneLookedAt(String name) {
    DefectiveWorkload.make(scene.of(name).compiled);
    assertThrows(NullPointerException.class, () -> proof.refuted(members));
    assertEquals(name, told.get(told.size() - 1));
  }
}
