package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.Supposition;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.search.ReplicaPlacer;
import org.jspecify.annotations.Nullable;

/** Moves running replicas within the budget: the fewest moves that end hard breaches. */
final class Rebalance {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final HardBreaches breaches;
  private final ReplicaMove move;

  Rebalance(PlanState planState, ReplicaPlacer placer, HardBreaches breaches, ReplicaMove move) {
    this.planState = planState;
    this.placer = placer;
    this.breaches = breaches;
    this.move = move;
  }

  /**
   * One move on the way to fewest breaches, or all to their end where the budget allows that; false
   * when none lessens them. What is short of replicas is mended too: it may grow after the move.
   *
   * @param began its counts before the first move: who is alone only since may come after it
   */
  boolean mend(WorkloadState workloadState, int[] began) {
    if (workloadState.compiled.workload.rebalance().mode() == Workload.Rebalance.Mode.Never
        || workloadState.total() == 0
        || workloadState.compiled.dataBound()) {
      return false;
    }
    if (breaches.count(workloadState, began) == 0) {
      return false;
    }
    HardBreaches.Rank now = breaches.rank(workloadState);
    int[] nearest = placer.nearest(workloadState);
    int[] target = nearest != null && betters(workloadState, nearest, now) ? nearest : null;
    if (target != null && reach(workloadState, target)) {
      return true;
    }
    return target != null && step(workloadState, now, target) || step(workloadState, now, null);
  }

  /** Whether counts that meet what is asked of additions have fewer breaches than what stands. */
  private boolean betters(WorkloadState workloadState, int[] target, HardBreaches.Rank now) {
    HardBreaches.Rank then;
    try (Supposition there = workloadState.motion().suppose(target)) {
      then = breaches.rank(workloadState);
    }
    return then.before(now) && !move.leavesAlone(workloadState, target);
  }

  /** Makes the move that lessens the breaches most: one towards a target, if there is one. */
  private boolean step(
      WorkloadState workloadState, HardBreaches.Rank now, int @Nullable [] target) {
    HardBreaches.Rank best = now;
    int bestFrom = -1;
    int bestTo = -1;
    for (int from = 0; from < workloadState.zones(); from++) {
      if (!move.mayLeave(workloadState, from)
          || target != null && workloadState.replicas(from) <= target[from]) {
        continue;
      }
      for (int to = 0; to < planState.topology.known; to++) {
        if (to == from
            || target != null && workloadState.replicas(to) >= target[to]
            || !move.mayEnter(workloadState, to)) {
          continue;
        }
        int[] moved;
        HardBreaches.@Nullable Rank then;
        try (Supposition there = workloadState.motion().supposeMoved(from, to)) {
          moved = workloadState.counts().clone();
          then = gated(workloadState) ? breaches.rank(workloadState) : null;
        }
        boolean first = target != null && bestFrom < 0;
        if (then != null
            && (first ? !best.before(then) : then.before(best))
            && !move.leavesAlone(workloadState, moved)) {
          best = then;
          bestFrom = from;
          bestTo = to;
        }
      }
    }
    if (bestFrom < 0) {
      return false;
    }
    move.make(workloadState, bestFrom, bestTo);
    return true;
  }

  /** Makes all moves to a target at once, if the hour has that many left. */
  private boolean reach(WorkloadState workloadState, int[] target) {
    int moves = 0;
    int cost = 0;
    for (int z = 0; z < target.length; z++) {
      if (target[z] < workloadState.replicas(z) && workloadState.compiled.pinned(z)) {
        return false;
      }
      moves += Math.max(0, target[z] - workloadState.replicas(z));
      cost += Math.max(0, Math.min(workloadState.replicas(z), workloadState.before(z)) - target[z]);
    }
    if (moves == 0 || !move.affords(workloadState, cost)) {
      return false;
    }
    for (int i = 0; i < moves; i++) {
      int from = 0;
      int to = 0;
      while (workloadState.replicas(from) <= target[from]) {
        from++;
      }
      while (workloadState.replicas(to) >= target[to]) {
        to++;
      }
      move.make(workloadState, from, to);
    }
    return true;
  }

  /** Whether what gains since the plan began is where something may be added. */
  private boolean gated(WorkloadState workloadState) {
    int[] x = workloadState.counts().clone();
    try (Supposition began =
        workloadState.motion().suppose(workloadState.places().countsBefore())) {
      int unmet = ReplicaMove.unmet(workloadState, x);
      placer.start(workloadState, TrialRequest.PLAIN.leavingUnmet(unmet));
    }
    placer.trial.set(x);
    return Constraints.admit(placer.trial);
  }
}
