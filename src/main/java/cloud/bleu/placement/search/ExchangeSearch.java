package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks for counts that meet all that is asked by exchanging replicas between zones. From a first
 * distribution on it makes the exchange that lessens most what is unmet, many replicas at once
 * first and single ones last (steepest descent with scaling). It is used where there are too many
 * ways to try all. That nothing is found proves nothing.
 */
final class ExchangeSearch {
  /** At most so many distributions are measured in one search. */
  private static final int MOST_MEASURED = 1_000;

  private final PlacementTrial trial;
  private final RecoverySearch recovery;
  private final MoveList moves = new MoveList();
  private final int[] zones;
  private int count;
  private int measured;

  ExchangeSearch(PlacementTrial trial, RecoverySearch recovery) {
    this.trial = trial;
    this.recovery = recovery;
    this.zones = new int[trial.x.length];
  }

  /**
   * Leaves counts in the trial by which nothing that is asked is unmet, as far as this search
   * measures it; false when it ends elsewhere.
   */
  boolean descend(int replicas) {
    measured = 0;
    count = 0;
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.most(z) > trial.fixed[z]) {
        zones[count++] = z;
      }
    }
    trial.rewind();
    if (!level(replicas)) {
      return false;
    }
    long unmet = unmet();
    for (int step = Integer.highestOneBit(Math.max(1, replicas / 2)); step > 0; step /= 2) {
      long before = Long.MAX_VALUE;
      while (unmet > 0 && unmet < before) {
        before = unmet;
        unmet = exchange(step, unmet);
        if (isSpent()) {
          return false;
        }
      }
    }
    return unmet == 0;
  }

  /**
   * As even as the room allows, without regard to what is asked; false when there is too little.
   */
  private boolean level(int replicas) {
    for (int left = replicas; left > 0; left--) {
      int least = -1;
      for (int i = 0; i < count; i++) {
        int z = zones[i];
        if (trial.x[z] < trial.most(z) && (least < 0 || trial.x[z] < trial.x[least])) {
          least = z;
        }
      }
      if (least < 0) {
        return false;
      }
      trial.add(least, 1);
    }
    return true;
  }

  /** Makes the best exchange of so many replicas, if one is better; returns what is unmet then. */
  private long exchange(int step, long unmet) {
    long best = unmet;
    int bestFrom = -1;
    int bestTo = -1;
    for (int i = 0; i < count && best > 0 && !isSpent(); i++) {
      int from = zones[i];
      if (trial.x[from] - step < trial.fixed[from]) {
        continue;
      }
      for (int j = 0; j < count && best > 0 && !isSpent(); j++) {
        int to = zones[j];
        if (to == from || trial.x[to] + step > trial.most(to)) {
          continue;
        }
        trial.add(from, -step);
        trial.add(to, step);
        long then = unmet();
        trial.add(from, step);
        trial.add(to, -step);
        if (then < best) {
          best = then;
          bestFrom = from;
          bestTo = to;
        }
      }
    }
    if (bestFrom >= 0) {
      trial.add(bestFrom, -step);
      trial.add(bestTo, step);
    }
    return best;
  }

  private boolean isSpent() {
    return measured >= MOST_MEASURED || trial.planState.steps.spent();
  }

  /** How far the counts are from all that is asked, 0 when nothing is unmet. */
  private long unmet() {
    measured++;
    CompiledWorkload compiled = trial.compiled();
    long unmet = 0;
    int min = trial.perZoneMin();
    for (int i = 0; i < count; i++) {
      int z = zones[i];
      unmet += trial.x[z] > trial.fixed[z] ? Math.max(0, min - trial.x[z]) : 0;
      unmet += trial.asksQuorum() ? beyondQuorum(trial.x[z]) : 0;
    }
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (trial.asks(limit)) {
        unmet +=
            limit.breach(
                trial.byDomain(i),
                trial.fixedByDomain(i),
                trial.total(),
                trial.fixedTotal(),
                trial.basis(i));
      }
    }
    ProtectedEvent[] protectedEvents = compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      int inside = protectedEvents[g].count(trial.x);
      if (inside == 0) {
        continue;
      }
      unmet += Math.max(0, trial.keep(protectedEvents[g]) - (trial.total() - inside));
      if (trial.asksQuorum() && !protectedEvents[g].exemptOfQuorum) {
        unmet += beyondQuorum(inside);
      }
      if (trial.asksRecovery(protectedEvents[g])) {
        unmet += recovery.recover(g, moves, RecoveryEffort.Greedy);
      }
    }
    trial.planState.steps.count();
    return unmet + farApart();
  }

  private int beyondQuorum(int inside) {
    return Math.max(0, inside - QuorumConstraint.mayLose(trial.compiled().replicas()));
  }

  /** Zones with new replicas that lie too far from others in use. */
  private int farApart() {
    RoundTripGraph graph = trial.request().graph(trial.compiled());
    if (graph == null) {
      return 0;
    }
    BitSet used = trial.used();
    return (int)
        Arrays.stream(zones, 0, count)
            .filter(z -> trial.x[z] > trial.fixed[z] && !graph.within(z, used))
            .count();
  }
}
