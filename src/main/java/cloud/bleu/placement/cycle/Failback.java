package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;

/**
 * Brings replicas home after a loss, within the budget, once the zone has been back long enough and
 * no other loss is open: that may need the room, and who meets it needs no other motion beside it.
 */
final class Failback {
  private final PlanState planState;
  private final ReplicaMove move;

  Failback(PlanState planState, ReplicaMove move) {
    this.planState = planState;
    this.move = move;
  }

  /** Whether any went home. */
  boolean goHome(WorkloadState workloadState) {
    if (workloadState.compiled.dataBound() || planState.topology.incident != null) {
      return false;
    }
    boolean went = false;
    for (int home = 0; home < planState.topology.known; home++) {
      while (workloadState.home[home] > workloadState.x[home]
          && workloadState.compiled.allowed.open[home]
          && workloadState.compiled.allowed.calm[home]
          && move.budget(workloadState) > 0
          && bring(workloadState, home)) {
        workloadState.movedNow++;
        workloadState.because(Decision.Cause.Returned);
        went = true;
      }
    }
    return went;
  }

  /** Takes one replica from the zone with most refugees to its home. */
  private boolean bring(WorkloadState workloadState, int home) {
    boolean[] tried = new boolean[planState.zones()];
    for (int attempt = 0; attempt < tried.length; attempt++) {
      int from = -1;
      for (int z = 0; z < tried.length; z++) {
        int refugees = workloadState.x[z] - workloadState.home[z];
        if (!tried[z]
            && refugees > 0
            && !workloadState.compiled.pinned(z)
            && (from < 0 || refugees >= workloadState.x[from] - workloadState.home[from])) {
          from = z;
        }
      }
      if (from < 0) {
        return false;
      }
      tried[from] = true;
      if (move.attempt(workloadState, from, home)) {
        return true;
      }
    }
    return false;
  }
}
