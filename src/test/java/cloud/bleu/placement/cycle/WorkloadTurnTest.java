package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.api.Test;

class WorkloadTurnTest {
  /**
   * Of four replicas two run in z1, which they are to leave within the budget. A third comes to z2.
   * The only move that the hour has would cost the room that is held for it at a loss, so it is
   * taken back. That the hour lacked moves stays noted: those who need a ask what more would do.
   */
  @Test
  void movesTakenBackForTheReserveWereCurbedAllTheSame() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").cpu(1), zone("z2").cpu(1), zone("z3").cpu(3), zone("z4").cpu(2))
                .workload(
                    workload("a")
                        .replicas(4)
                        .tolerate(Scope.ZONE)
                        .spread(Scope.ZONE, 1, null, 1, true)
                        .rule(
                            Estates.rule(
                                "leave",
                                BoundRule.Action.Enforce,
                                BoundRule.OnViolation.Rebalance,
                                Verdict.Result.Reject,
                                "z2",
                                "z3"))
                        .rebalance(Workload.Rebalance.Mode.WhenNeeded, 3))
                .placement(CycleScene.placement("a", "2 0 0 0", "0 1 1 0"))
                .moving(1, null));
    WorkloadState a = scene.of("a");
    new WorkloadTurn(scene.state, scene.placer).decide(a);
    assertEquals("2 1 0 0", CycleScene.text(a.counts()));
    assertEquals(0, a.notes().movedNow());
    assertEquals(true, a.notes().curbed());
  }
}
