package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moves for the objective, made and not made. */
class ObjectiveRebalanceTest {

  /**
   * Would move from {@code z2} to {@code z1}, which is cheaper, but for {@code x} that it prefers
   * to be near: that was tried, and nothing is left of it. At the loss of {@code z2} it goes to
   * {@code z4}, though nobody would choose that now.
   */
  @Test
  void aMoveThatIsNotWorthItLeavesNothing() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(
                    zone("z1").cost(10, 10),
                    zone("z2").cost(90, 90),
                    zone("z3").cost(10, 10),
                    zone("z4").cost(99, 99))
                .workload(
                    workload("a")
                        .objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 2)
                        .affinity("x", Scope.ZONE, false)
                        .tolerate(Scope.ZONE),
                    workload("x").only("z2"))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(Assignment.of("z2", 1)),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z2"),
                                List.of(new Contingency.Move("z2", "z4", 1)),
                                List.of(),
                                0)),
                        0))
                .placement(CycleScene.placement("x", "0 1", "0 1")));
    WorkloadState a = scene.of("a");
    new WorkloadTurn(scene.state, scene.placer).decide(a);
    assertEquals("0 1 0 0", CycleScene.text(a.counts()));
    EvacuationPlan evacuation = a.evacuation();
    assertEquals(1, evacuation.size());
    assertEquals(1, evacuation.movesAt(0).into(3), "still to z4");
    assertEquals(0, a.moved().size());
    assertEquals(false, a.notes().shifted());
    for (int z = 0; z < 4; z++) {
      assertEquals(false, scene.state.grown.holds(z));
    }
  }
}
