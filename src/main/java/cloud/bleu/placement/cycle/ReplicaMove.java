package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.Supposition;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Dependents;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.constraint.SurvivalConstraint;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.search.ReplicaPlacer;

/**
 * The move of one running replica for a better state: whether it may be made, what it takes of the
 * budget, and what it changes. The workload must be out of the room.
 */
final class ReplicaMove {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private long barred;

  ReplicaMove(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /** Whether a replica may leave a zone, and the hour has a move left for it. */
  boolean mayLeave(WorkloadState workloadState, int from) {
    return workloadState.replicas(from) > 0
        && !workloadState.compiled.pinned(from)
        && affords(workloadState, cost(workloadState, from));
  }

  /**
   * Whether the hour has so many moves left. It has none, not even of what is new in this plan,
   * where others were evicted for where it is: they would have gone in vain.
   */
  boolean affords(WorkloadState workloadState, int moves) {
    return !workloadState.notes().evicts() && (moves == 0 || moves <= budget(workloadState));
  }

  /**
   * Moves for a better state that are left in the hour, by its own budget and by that of all
   * workloads.
   */
  int budget(WorkloadState workloadState) {
    Workload.Rebalance rebalance = workloadState.compiled.workload.rebalance();
    boolean none =
        rebalance.mode() == Workload.Rebalance.Mode.Never || workloadState.compiled.viewInDoubt();
    int left =
        rebalance.maxMovesPerHour()
            - workloadState.inForce().movedInLastHour()
            - workloadState.notes().movedNow();
    return planState.sharedMoves.most(workloadState, none ? 0 : Math.max(0, left));
  }

  /** What a move takes of the budget: nothing if the replica is new in this plan. */
  static int cost(WorkloadState workloadState, int from) {
    return workloadState.replicas(from) > workloadState.before(from) ? 0 : 1;
  }

  /** Whether a zone takes one more, by its rules and its room. */
  boolean mayEnter(WorkloadState workloadState, int to) {
    placer.start(workloadState);
    return placer.trial.may[to]
        && placer.trial.most(to) > workloadState.replicas(to)
        && workloadState.compiled.allowed.calm[to];
  }

  /** What moves may leave unmet of {@code keep}: as much as what stands, and nothing by growth. */
  static int unmet(WorkloadState workloadState, int[] then) {
    boolean grows = WorkloadState.sum(then) > workloadState.places().totalBefore();
    return grows ? 0 : SurvivalConstraint.unkept(workloadState.compiled, workloadState.counts());
  }

  /** Moves one replica and takes the move from the budget. */
  void make(WorkloadState workloadState, int from, int to) {
    if (cost(workloadState, from) > 0) {
      workloadState.notes().spend(1);
      if (workloadState.notes().cause() != Decision.Cause.Returned) {
        workloadState.notes().because(Decision.Cause.Rebalanced);
      }
    }
    shift(workloadState, from, to);
  }

  /** Moves one replica if all that is asked still holds; takes nothing from the budget. */
  boolean attempt(WorkloadState workloadState, int from, int to) {
    if (!fits(workloadState, from, to) || leavesAlone(workloadState, placer.trial.x)) {
      return false;
    }
    shift(workloadState, from, to);
    return true;
  }

  /** Whether all that is asked still holds, whoever counts on where the replica is; moves none. */
  boolean fits(WorkloadState workloadState, int from, int to) {
    int unmet = unmet(workloadState, workloadState.counts());
    try (Supposition left = workloadState.motion().supposeLess(from)) {
      placer.start(workloadState, TrialRequest.PLAIN.leavingUnmet(unmet));
      for (int z = 0; z < workloadState.zones(); z++) {
        placer.trial.close(z);
      }
      if (workloadState.compiled.candidate(to)
          && workloadState.moving(
              true, () -> RelatedZones.admits(planState, workloadState.compiled, to))) {
        placer.trial.open(to);
      }
      return placer.place(1);
    }
  }

  /** Moves one replica home, and takes the move from the budget; false when it cannot go. */
  boolean goHome(WorkloadState workloadState, int from, int home) {
    int cost = cost(workloadState, from);
    boolean went = attempt(workloadState, from, home);
    if (went && cost > 0) {
      workloadState.notes().spend(cost);
      workloadState.notes().because(Decision.Cause.Returned);
    }
    return went;
  }

  /**
   * Whether somebody who counts on where a workload is would lose that by other counts of it: what
   * one mends, or goes home for, breaks nothing of another who cannot follow in this plan.
   */
  boolean leavesAlone(WorkloadState workloadState, int[] then) {
    boolean leaves = Dependents.leavesAlone(planState, workloadState.compiled, then);
    barred += leaves ? 1 : 0;
    return leaves;
  }

  /** How many moves so far would have left somebody alone. */
  long barred() {
    return barred;
  }

  /** Moves one replica in the books, with its home; takes nothing from the budget. */
  void shift(WorkloadState workloadState, int from, int to) {
    workloadState.motion().move(from, to);
    planState.grown.add(to);
  }
}
