package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;

/**
 * Brings replicas home after a loss, within the budget, once the zone has been back long enough and
 * no other loss is open. That loss may need the room, and whoever deals with it needs no other
 * moves beside it.
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
      while (workloadState.homes(home) > workloadState.replicas(home)
          && workloadState.compiled.allowed.open[home]
          && workloadState.compiled.allowed.calm[home]
          && bring(workloadState, home)) {
        went = true;
      }
    }
    return went;
  }

  /** Takes one replica home: what is new in this plan first, as it need not move. */
  private boolean bring(WorkloadState workloadState, int home) {
    boolean[] tried = new boolean[planState.zones()];
    for (int attempt = 0; attempt < tried.length; attempt++) {
      int from = next(workloadState, tried);
      if (from < 0) {
        return false;
      }
      tried[from] = true;
      if (move.goHome(workloadState, from, home)) {
        return true;
      }
    }
    return false;
  }

  /** The zone with most refugees, of those that were not tried and one may leave; -1 for none. */
  private int next(WorkloadState workloadState, boolean[] tried) {
    int next = -1;
    for (int z = 0; z < tried.length; z++) {
      if (!tried[z] && refugees(workloadState, z) > 0 && move.mayLeave(workloadState, z)) {
        next = next < 0 || before(workloadState, z, next) ? z : next;
      }
    }
    return next;
  }

  private static boolean before(WorkloadState workloadState, int zone, int other) {
    int dearer = ReplicaMove.cost(workloadState, zone) - ReplicaMove.cost(workloadState, other);
    return dearer < 0
        || dearer == 0 && refugees(workloadState, zone) >= refugees(workloadState, other);
  }

  private static int refugees(WorkloadState workloadState, int zone) {
    return workloadState.replicas(zone) - workloadState.homes(zone);
  }
}
