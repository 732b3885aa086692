package cloud.bleu.placement;

import org.jspecify.annotations.Nullable;

/**
 * Moves running replicas for a better state, within the budget: the fewest moves that end hard
 * breaches; then, {@code Continuous} only, for the objective, if the gain of a move is worth it.
 */
final class Rebalance {
  /** A move must better its replica's price, or the evenness, by so many percent. */
  private static final int MIN_GAIN_PERCENT = 5;

  private final World world;
  private final Placing placing;

  Rebalance(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /** Moves for the objective, once nothing is left to mend. */
  void improve(Standing standing) {
    while (standing.subject.workload.rebalance().mode() == Workload.Rebalance.Mode.Continuous
        && standing.total() > 0
        && !standing.subject.dataBound()
        && !standing.incident(world.topology.known)
        && breaches(standing) == 0
        && better(standing)) {
      // Each move is a better state, so they end.
    }
  }

  /** What a move takes of the budget: nothing if the replica is new in this plan. */
  private static int cost(Standing standing, int from) {
    return standing.x[from] > standing.before[from] ? 0 : 1;
  }

  private void make(Standing standing, int from, int to) {
    if (cost(standing, from) > 0) {
      standing.movedNow++;
      if (standing.cause != Decision.Cause.Returned) {
        standing.because(Decision.Cause.Rebalanced);
      }
    }
    shift(world, standing, from, to);
  }

  /**
   * Hard breaches: of counts, of survival outside an incident, of rules that move within budget.
   */
  private long breaches(Standing standing) {
    long breaches = Breaches.count(world, standing);
    for (int z = 0; z < world.topology.known; z++) {
      breaches += standing.subject.allowed.moveWithinBudget[z] ? standing.x[z] : 0;
    }
    if (standing.incident(world.topology.known)) {
      return breaches;
    }
    for (Guard guard : standing.subject.guards.list) {
      // Of two losses that leave too few each, the worse one counts more: halfway is better.
      long unkept = Breaches.unkept(guard, standing.x, standing.total());
      breaches += unkept * (unkept - 1);
    }
    placing.start(standing);
    placing.trial.incident = true;
    Moves moves = new Moves();
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      if (guards[g].hardReserved && !standing.subject.dataBound()) {
        breaches += covered(standing, g) ? 0 : placing.recover(g, moves);
      }
    }
    return breaches;
  }

  /** Whether the moves that it has do what is asked because somebody is evicted for them. */
  private boolean covered(Standing standing, int guard) {
    return !standing.evicts.get(guard).isEmpty()
        && placing.lacks(guard, standing.moves[guard]) == 0;
  }

  /**
   * One move on the way to fewest breaches, or all to their end where the budget allows that; false
   * when none lessens them. What is short of replicas is mended too: it may grow after the move.
   */
  boolean mend(Standing standing) {
    if (standing.subject.workload.rebalance().mode() == Workload.Rebalance.Mode.Never
        || standing.total() == 0
        || standing.subject.dataBound()) {
      return false;
    }
    long now = breaches(standing);
    if (now == 0) {
      return false;
    }
    int[] target = placing.nearest(standing);
    if (target != null && reach(standing, target)) {
      return true;
    }
    return target != null && step(standing, now, target) || step(standing, now, null);
  }

  /** Makes the move that lessens the breaches most: one towards a target, if there is one. */
  private boolean step(Standing standing, long now, int @Nullable [] target) {
    long best = now;
    int bestFrom = -1;
    int bestTo = -1;
    for (int from = 0; from < standing.x.length; from++) {
      if (standing.x[from] == 0
          || standing.subject.pinned(from)
          || cost(standing, from) > Returning.budget(standing)
          || target != null && standing.x[from] <= target[from]) {
        continue;
      }
      for (int to = 0; to < world.topology.known; to++) {
        if (to == from
            || target != null && standing.x[to] >= target[to]
            || !room(standing, from, to)) {
          continue;
        }
        standing.x[from]--;
        standing.x[to]++;
        long then = gated(standing) ? breaches(standing) : Long.MAX_VALUE;
        standing.x[from]++;
        standing.x[to]--;
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
    make(standing, bestFrom, bestTo);
    return true;
  }

  /** Makes all moves to a target at once, if the hour has that many left. */
  private boolean reach(Standing standing, int[] target) {
    int moves = 0;
    int cost = 0;
    for (int z = 0; z < target.length; z++) {
      if (target[z] < standing.x[z] && standing.subject.pinned(z)) {
        return false;
      }
      moves += Math.max(0, target[z] - standing.x[z]);
      cost += Math.max(0, Math.min(standing.x[z], standing.before[z]) - target[z]);
    }
    if (moves == 0 || cost > Returning.budget(standing)) {
      return false;
    }
    for (int i = 0; i < moves; i++) {
      int from = 0;
      int to = 0;
      while (standing.x[from] <= target[from]) {
        from++;
      }
      while (standing.x[to] >= target[to]) {
        to++;
      }
      make(standing, from, to);
    }
    return true;
  }

  /** Whether what gains since the plan began is where something may be added. */
  private boolean gated(Standing standing) {
    int[] x = standing.x.clone();
    System.arraycopy(standing.before, 0, standing.x, 0, x.length);
    placing.start(standing);
    placing.trial.unmet = unmet(standing, x);
    System.arraycopy(x, 0, standing.x, 0, x.length);
    placing.trial.set(x);
    return Requirements.hold(placing.trial);
  }

  /** What moves may leave unmet of {@code keep}: as much as what stands, and nothing by growth. */
  private static int unmet(Standing standing, int[] then) {
    boolean grows = Standing.sum(then) > Standing.sum(standing.before);
    return grows ? 0 : Breaches.unkept(standing.subject, standing.x);
  }

  private boolean room(Standing standing, int from, int to) {
    placing.start(standing);
    return from != to
        && placing.trial.may[to]
        && placing.trial.most(to) > standing.x[to]
        && standing.subject.allowed.calm[to];
  }

  private boolean better(Standing standing) {
    Score now = placing.worth(standing);
    long bestGain = 0;
    int bestFrom = -1;
    int bestTo = -1;
    for (int from = 0; from < standing.x.length; from++) {
      if (standing.x[from] == 0
          || standing.subject.pinned(from)
          || cost(standing, from) > Returning.budget(standing)) {
        continue;
      }
      for (int to = 0; to < world.topology.known; to++) {
        if (to == from || !room(standing, from, to)) {
          continue;
        }
        long gain = gain(standing, from, to);
        if (gain > bestGain && allowed(standing, from, to, now)) {
          bestGain = gain;
          bestFrom = from;
          bestTo = to;
        }
      }
    }
    if (bestFrom < 0) {
      return false;
    }
    make(standing, bestFrom, bestTo);
    return true;
  }

  /** Percent gained, 0 when less than what a move is worth. */
  private static long gain(Standing standing, int from, int to) {
    Subject subject = standing.subject;
    long gain;
    int[] weights = subject.weights;
    if (weights != null) {
      gain =
          Webster.before(weights[to], standing.x[to], weights[from], standing.x[from] - 1)
              ? MIN_GAIN_PERCENT
              : 0;
    } else if (subject.workload.objective() != Workload.Objective.Stability) {
      long price = subject.price[from];
      gain = price <= 0 ? 0 : (price - subject.price[to]) * 100 / price;
    } else {
      long squares = 0;
      for (int count : standing.x) {
        squares += (long) count * count;
      }
      gain = 2L * (standing.x[from] - standing.x[to] - 1) * 100 / squares;
    }
    return gain >= MIN_GAIN_PERCENT ? gain : 0;
  }

  /** Whether a move keeps what is hard and is better by all that placing weighs, in its order. */
  private boolean allowed(Standing standing, int from, int to, Score now) {
    int[] x = standing.x.clone();
    int[] home = standing.home.clone();
    boolean moved =
        move(world, placing, standing, from, to)
            && breaches(standing) == 0
            && placing.worth(standing).before(now);
    System.arraycopy(x, 0, standing.x, 0, x.length);
    System.arraycopy(home, 0, standing.home, 0, home.length);
    return moved;
  }

  /** Moves one replica if all that is asked still holds; the workload's room must be given back. */
  static boolean move(World world, Placing placing, Standing standing, int from, int to) {
    int unmet = unmet(standing, standing.x);
    standing.x[from]--;
    placing.start(standing);
    placing.trial.unmet = unmet;
    java.util.Arrays.fill(placing.trial.may, false);
    placing.trial.may[to] =
        standing.subject.candidate(to) && Relations.admits(world, standing.subject, to);
    boolean placed = placing.place(1);
    standing.x[from]++;
    if (placed) {
      shift(world, standing, from, to);
    }
    return placed;
  }

  private static void shift(World world, Standing standing, int from, int to) {
    boolean settled = standing.x[from] <= standing.home[from];
    boolean owned = standing.home[to] > standing.x[to];
    standing.x[from]--;
    standing.x[to]++;
    if (settled) {
      standing.home[from]--;
      standing.home[owned ? refugee(standing, to) : to]++;
    }
    world.grown[to] = true;
    standing.shifted = true;
    standing.moved.add(from, to, 1);
    Motion.trim(standing);
  }

  /** The first zone with more replicas than homes: one of them is at home there now. */
  private static int refugee(Standing standing, int otherwise) {
    for (int z = 0; z < standing.x.length; z++) {
      if (standing.x[z] > standing.home[z]) {
        return z;
      }
    }
    return otherwise;
  }
}
