package cloud.bleu.placement.cycle;

import cloud.bleu.placement.constraint.ConstraintBreaches;
import cloud.bleu.placement.constraint.HardConstraints;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.search.PlacementScore;
import cloud.bleu.placement.search.ReplicaPlacer;
import cloud.bleu.placement.search.WebsterMethod;
import cloud.bleu.placement.state.Moves;
import cloud.bleu.placement.state.PlanState;
import cloud.bleu.placement.state.WorkloadState;
import org.jspecify.annotations.Nullable;

/**
 * Moves running replicas for a better state, within the budget: the fewest moves that end hard
 * breaches; then, {@code Continuous} only, for the objective, if the gain of a move is worth it.
 */
final class Rebalance {
  /** A move must better its replica's price, or the evenness, by so many percent. */
  private static final int MIN_GAIN_PERCENT = 5;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private long readsForCovered;

  Rebalance(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /** Moves for the objective, once nothing is left to mend. */
  void improve(WorkloadState workloadState) {
    while (workloadState.compiled.workload.rebalance().mode() == Workload.Rebalance.Mode.Continuous
        && workloadState.total() > 0
        && !workloadState.compiled.dataBound()
        && !workloadState.incident(planState.topology.known)
        && breaches(workloadState) == 0
        && better(workloadState)) {
      // Each move is a better state, so they end.
    }
  }

  /** What a move takes of the budget: nothing if the replica is new in this plan. */
  private static int cost(WorkloadState workloadState, int from) {
    return workloadState.x[from] > workloadState.before[from] ? 0 : 1;
  }

  private void make(WorkloadState workloadState, int from, int to) {
    if (cost(workloadState, from) > 0) {
      workloadState.movedNow++;
      if (workloadState.cause != Decision.Cause.Returned) {
        workloadState.because(Decision.Cause.Rebalanced);
      }
    }
    shift(planState, workloadState, from, to);
  }

  /**
   * Hard breaches: of counts, of survival outside an incident, of rules that move within budget.
   */
  private long breaches(WorkloadState workloadState) {
    long breaches = ConstraintBreaches.count(planState, workloadState);
    for (int z = 0; z < planState.topology.known; z++) {
      breaches += workloadState.compiled.allowed.moveWithinBudget[z] ? workloadState.x[z] : 0;
    }
    if (workloadState.incident(planState.topology.known)) {
      return breaches;
    }
    for (ProtectedEvent protectedEvent : workloadState.compiled.protectedEvents.list) {
      // Of two losses that leave too few each, the worse one counts more: halfway is better.
      long unkept =
          ConstraintBreaches.unkept(protectedEvent, workloadState.x, workloadState.total());
      breaches += unkept * (unkept - 1);
    }
    placer.start(workloadState);
    placer.trial.incident = true;
    Moves moves = new Moves();
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].hardReserved && !workloadState.compiled.dataBound()) {
        breaches += covered(workloadState, g) ? 0 : placer.recover(g, moves);
      }
    }
    return breaches;
  }

  /**
   * Whether the moves that it has do what is asked, in the room that there is or because somebody
   * is evicted for them: then nothing is to be searched.
   */
  private boolean covered(WorkloadState workloadState, int guard) {
    return placer.lacks(guard, workloadState.moves[guard]) == 0
        && (!workloadState.evicts.get(guard).isEmpty() || hasRoom(workloadState, guard));
  }

  /** What is asked of the room while there is nothing to do. */
  private boolean hasRoom(WorkloadState workloadState, int guard) {
    long before = planState.ledger.reads();
    if (!placer.hasRoom(guard, workloadState.moves[guard])) {
      return false;
    }
    readsForCovered += planState.ledger.reads() - before;
    return true;
  }

  /** How often the room was read so far to see that moves in force have theirs. */
  long readsForCovered() {
    return readsForCovered;
  }

  /** Whether all moves in force that must have room have it. */
  boolean allHaveRoom(WorkloadState workloadState) {
    placer.startRoom(workloadState);
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].hardReserved && !placer.hasRoom(g, workloadState.moves[g])) {
        return false;
      }
    }
    return true;
  }

  /**
   * One move on the way to fewest breaches, or all to their end where the budget allows that; false
   * when none lessens them. What is short of replicas is mended too: it may grow after the move.
   */
  boolean mend(WorkloadState workloadState) {
    if (workloadState.compiled.workload.rebalance().mode() == Workload.Rebalance.Mode.Never
        || workloadState.total() == 0
        || workloadState.compiled.dataBound()) {
      return false;
    }
    long now = breaches(workloadState);
    if (now == 0) {
      return false;
    }
    int[] target = placer.nearest(workloadState);
    if (target != null && reach(workloadState, target)) {
      return true;
    }
    return target != null && step(workloadState, now, target) || step(workloadState, now, null);
  }

  /** Makes the move that lessens the breaches most: one towards a target, if there is one. */
  private boolean step(WorkloadState workloadState, long now, int @Nullable [] target) {
    long best = now;
    int bestFrom = -1;
    int bestTo = -1;
    for (int from = 0; from < workloadState.x.length; from++) {
      if (workloadState.x[from] == 0
          || workloadState.compiled.pinned(from)
          || cost(workloadState, from) > Failback.budget(workloadState)
          || target != null && workloadState.x[from] <= target[from]) {
        continue;
      }
      for (int to = 0; to < planState.topology.known; to++) {
        if (to == from
            || target != null && workloadState.x[to] >= target[to]
            || !room(workloadState, from, to)) {
          continue;
        }
        workloadState.x[from]--;
        workloadState.x[to]++;
        long then = gated(workloadState) ? breaches(workloadState) : Long.MAX_VALUE;
        workloadState.x[from]++;
        workloadState.x[to]--;
        if (then < best || target != null && bestFrom < 0 && then <= best) {
          best = then;
          bestFrom = from;
          bestTo = to;
        }
      }
    }
    if (bestFrom < 0) {
      return false;
    }
    make(workloadState, bestFrom, bestTo);
    return true;
  }

  /** Makes all moves to a target at once, if the hour has that many left. */
  private boolean reach(WorkloadState workloadState, int[] target) {
    int moves = 0;
    int cost = 0;
    for (int z = 0; z < target.length; z++) {
      if (target[z] < workloadState.x[z] && workloadState.compiled.pinned(z)) {
        return false;
      }
      moves += Math.max(0, target[z] - workloadState.x[z]);
      cost += Math.max(0, Math.min(workloadState.x[z], workloadState.before[z]) - target[z]);
    }
    if (moves == 0 || cost > Failback.budget(workloadState)) {
      return false;
    }
    for (int i = 0; i < moves; i++) {
      int from = 0;
      int to = 0;
      while (workloadState.x[from] <= target[from]) {
        from++;
      }
      while (workloadState.x[to] >= target[to]) {
        to++;
      }
      make(workloadState, from, to);
    }
    return true;
  }

  /** Whether what gains since the plan began is where something may be added. */
  private boolean gated(WorkloadState workloadState) {
    int[] x = workloadState.x.clone();
    System.arraycopy(workloadState.before, 0, workloadState.x, 0, x.length);
    placer.start(workloadState);
    placer.trial.unmet = unmet(workloadState, x);
    System.arraycopy(x, 0, workloadState.x, 0, x.length);
    placer.trial.set(x);
    return HardConstraints.hold(placer.trial);
  }

  /** What moves may leave unmet of {@code keep}: as much as what stands, and nothing by growth. */
  private static int unmet(WorkloadState workloadState, int[] then) {
    boolean grows = WorkloadState.sum(then) > WorkloadState.sum(workloadState.before);
    return grows ? 0 : ConstraintBreaches.unkept(workloadState.compiled, workloadState.x);
  }

  private boolean room(WorkloadState workloadState, int from, int to) {
    placer.start(workloadState);
    return from != to
        && placer.trial.may[to]
        && placer.trial.most(to) > workloadState.x[to]
        && workloadState.compiled.allowed.calm[to];
  }

  private boolean better(WorkloadState workloadState) {
    PlacementScore now = placer.worth(workloadState);
    long bestGain = 0;
    int bestFrom = -1;
    int bestTo = -1;
    for (int from = 0; from < workloadState.x.length; from++) {
      if (workloadState.x[from] == 0
          || workloadState.compiled.pinned(from)
          || cost(workloadState, from) > Failback.budget(workloadState)) {
        continue;
      }
      for (int to = 0; to < planState.topology.known; to++) {
        if (to == from || !room(workloadState, from, to)) {
          continue;
        }
        long gain = gain(workloadState, from, to);
        if (gain > bestGain && allowed(workloadState, from, to, now)) {
          bestGain = gain;
          bestFrom = from;
          bestTo = to;
        }
      }
    }
    if (bestFrom < 0) {
      return false;
    }
    make(workloadState, bestFrom, bestTo);
    return true;
  }

  /** Percent gained, 0 when less than what a move is worth. */
  private static long gain(WorkloadState workloadState, int from, int to) {
    CompiledWorkload compiled = workloadState.compiled;
    long gain;
    int[] weights = compiled.weights;
    if (weights != null) {
      gain =
          WebsterMethod.before(
                  weights[to], workloadState.x[to], weights[from], workloadState.x[from] - 1)
              ? MIN_GAIN_PERCENT
              : 0;
    } else if (compiled.workload.objective() != Workload.Objective.Stability) {
      long price = compiled.price[from];
      gain = price <= 0 ? 0 : (price - compiled.price[to]) * 100 / price;
    } else {
      long squares = 0;
      for (int count : workloadState.x) {
        squares += (long) count * count;
      }
      gain = 2L * (workloadState.x[from] - workloadState.x[to] - 1) * 100 / squares;
    }
    return gain >= MIN_GAIN_PERCENT ? gain : 0;
  }

  /** Whether a move keeps what is hard and is better by all that placing weighs, in its order. */
  private boolean allowed(WorkloadState workloadState, int from, int to, PlacementScore now) {
    int[] x = workloadState.x.clone();
    int[] home = workloadState.home.clone();
    boolean moved =
        move(planState, placer, workloadState, from, to)
            && breaches(workloadState) == 0
            && placer.worth(workloadState).before(now);
    System.arraycopy(x, 0, workloadState.x, 0, x.length);
    System.arraycopy(home, 0, workloadState.home, 0, home.length);
    return moved;
  }

  /** Moves one replica if all that is asked still holds; the workload's room must be given back. */
  static boolean move(
      PlanState planState, ReplicaPlacer placer, WorkloadState workloadState, int from, int to) {
    int unmet = unmet(workloadState, workloadState.x);
    workloadState.x[from]--;
    placer.start(workloadState);
    placer.trial.unmet = unmet;
    java.util.Arrays.fill(placer.trial.may, false);
    placer.trial.may[to] =
        workloadState.compiled.candidate(to)
            && RelationConstraint.admits(planState, workloadState.compiled, to);
    boolean placed = placer.place(1);
    workloadState.x[from]++;
    if (placed) {
      shift(planState, workloadState, from, to);
    }
    return placed;
  }

  private static void shift(PlanState planState, WorkloadState workloadState, int from, int to) {
    boolean settled = workloadState.x[from] <= workloadState.home[from];
    boolean owned = workloadState.home[to] > workloadState.x[to];
    workloadState.x[from]--;
    workloadState.x[to]++;
    if (settled) {
      workloadState.home[from]--;
      workloadState.home[owned ? refugee(workloadState, to) : to]++;
    }
    planState.grown[to] = true;
    workloadState.shifted = true;
    workloadState.moved.add(from, to, 1);
    Evacuation.trim(workloadState);
  }

  /** The first zone with more replicas than homes: one of them is at home there now. */
  private static int refugee(WorkloadState workloadState, int otherwise) {
    for (int z = 0; z < workloadState.x.length; z++) {
      if (workloadState.x[z] > workloadState.home[z]) {
        return z;
      }
    }
    return otherwise;
  }
}
