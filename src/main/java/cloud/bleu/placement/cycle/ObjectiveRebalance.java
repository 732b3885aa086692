package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.GrownZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Dependents;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.PlacementScore;
import cloud.bleu.placement.search.ReplicaPlacer;
import cloud.bleu.placement.search.WebsterMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Moves running replicas for the objective, {@code Continuous} only and within the budget, while
 * nothing hard is broken and the gain of a move is worth it. While any zone is lost or silent it
 * makes no move: that loss may need the room.
 */
final class ObjectiveRebalance {
  /** A move must save so many percent of what a replica costs in the cheapest zone it may use. */
  private static final int MIN_GAIN_PERCENT = 5;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final HardBreaches breaches;
  private final ReplicaMove move;

  ObjectiveRebalance(
      PlanState planState, ReplicaPlacer placer, HardBreaches breaches, ReplicaMove move) {
    this.planState = planState;
    this.placer = placer;
    this.breaches = breaches;
    this.move = move;
  }

  /** Makes all moves that are worth it, the one that gains most first; whether there was any. */
  boolean improve(WorkloadState workloadState) {
    boolean moved = false;
    while (workloadState.compiled.workload.rebalance().mode() == Workload.Rebalance.Mode.Continuous
        && workloadState.total() > 0
        && !workloadState.compiled.dataBound()
        && planState.topology.incident == null
        && !workloadState.incident(planState.topology.known)
        && breaches.count(workloadState) == 0
        && better(workloadState)) {
      // Each move is a better state, so they end.
      moved = true;
    }
    return moved;
  }

  private boolean better(WorkloadState workloadState) {
    PlacementScore now = placer.worth(workloadState);
    for (Candidate candidate : candidates(workloadState)) {
      if (allowed(workloadState, candidate.from, candidate.to, now)) {
        move.make(workloadState, candidate.from, candidate.to);
        return true;
      }
    }
    return false;
  }

  /** Moves that are worth it, the one that gains most first, of equal ones by zones. */
  private List<Candidate> candidates(WorkloadState workloadState) {
    List<Candidate> candidates = new ArrayList<>();
    for (int from = 0; from < workloadState.zones(); from++) {
      if (!move.mayLeave(workloadState, from)) {
        continue;
      }
      for (int to = 0; to < planState.topology.known; to++) {
        long gain = to == from ? 0 : gain(workloadState, from, to);
        if (gain > 0 && move.mayEnter(workloadState, to)) {
          candidates.add(new Candidate(from, to, gain));
        }
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::gain).reversed());
    return candidates;
  }

  private record Candidate(int from, int to, long gain) {}

  /**
   * What is gained, in the unit of the price or in replicas of evenness; 0 when it is less than
   * what a move is worth. Whatever a replica costs where it is: its move is as much trouble.
   */
  private static long gain(WorkloadState workloadState, int from, int to) {
    CompiledWorkload compiled = workloadState.compiled;
    int[] weights = compiled.weights;
    if (weights == null && compiled.workload.objective() != Workload.Objective.Stability) {
      long saved = compiled.price[from] - compiled.price[to];
      return saved * 100 >= compiled.leastPrice * MIN_GAIN_PERCENT ? Math.max(0, saved) : 0;
    }
    int[] x = workloadState.counts();
    return weights == null ? Math.max(0, x[from] - x[to] - 1) : byWeights(weights, x, from, to);
  }

  private static long byWeights(int[] weights, int[] x, int from, int to) {
    return WebsterMethod.before(weights[to], x[to], weights[from], x[from] - 1) ? 1 : 0;
  }

  /**
   * Whether a move keeps what is hard, is better by all that placing weighs, in its order, and
   * leaves nobody alone. That is asked last: only who would move may be one whom others follow.
   */
  private boolean allowed(WorkloadState workloadState, int from, int to, PlacementScore now) {
    if (!move.fits(workloadState, from, to)) {
      return false;
    }
    WorkloadSnapshot stands = new WorkloadSnapshot(workloadState);
    int[] x = workloadState.counts().clone();
    GrownZones grown = planState.grown.copy();
    move.shift(workloadState, from, to);
    int[] then = workloadState.counts().clone();
    boolean better =
        breaches.count(workloadState, x) == 0 && placer.worth(workloadState).before(now);
    stands.restore();
    planState.grown.putBack(grown);
    return better
        && !move.leavesAlone(workloadState, then)
        && Dependents.leftAlone(planState, workloadState.compiled, then, then) == 0;
  }
}
