package cloud.bleu.placement.constraint;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.BitSet;

/**
 * What is asked of the counts of one workload as a set: bounds by zone, spread, keep, quorum, round
 * trip, relations. Hard requirements gate additions, so what is already in breach by what runs is
 * asked only not to get worse.
 */
public final class HardConstraints {
  private HardConstraints() {}

  /** Whether the counts that are tried meet everything that is asked of counts. */
  public static boolean hold(PlacementTrial trial) {
    return perZone(trial)
        && covered(trial)
        && spread(trial)
        && survivors(trial)
        && roundTrip(trial)
        && (trial.compiled.relations.length == 0 || relations(trial));
  }

  private static boolean covered(PlacementTrial trial) {
    for (int z = 0; z < trial.x.length && !trial.request().cover().isEmpty(); z++) {
      if (trial.may[z] && trial.uncovered(z)) {
        return false;
      }
    }
    return true;
  }

  private static boolean perZone(PlacementTrial trial) {
    int min = trial.perZoneMin();
    if (min > 1) {
      for (int z = 0; z < trial.x.length; z++) {
        if (trial.x[z] > trial.fixed[z] && trial.x[z] < min) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean spread(PlacementTrial trial) {
    SpreadLimit[] limits = trial.compiled.spreads;
    for (int i = 0; i < limits.length; i++) {
      if (trial.asks(limits[i])
          && (limits[i].breach(
                      trial.byDomain(i),
                      trial.fixedByDomain(i),
                      trial.total,
                      trial.fixedTotal,
                      trial.basis(i))
                  > 0
              || trial.spreadsWorse(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean survivors(PlacementTrial trial) {
    CompiledWorkload compiled = trial.compiled;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      int inside = protectedEvent.count(trial.x);
      if (inside > 0
          && trial.total - inside < trial.keep(protectedEvent)
          && (trial.grows() || inside > protectedEvent.count(trial.fixed))) {
        return false;
      }
    }
    return !trial.asksQuorum() || QuorumConstraint.holds(trial);
  }

  private static boolean roundTrip(PlacementTrial trial) {
    RoundTripGraph graph = trial.compiled.graph;
    if (graph == null) {
      return true;
    }
    BitSet used = trial.used();
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.x[z] != trial.fixed[z] && !graph.within(z, used)) {
        return false;
      }
    }
    return true;
  }

  private static boolean relations(PlacementTrial trial) {
    int breaches = RelationConstraint.breachesOfExisting(trial.planState, trial.compiled, trial.x);
    return breaches == 0
        || trial.fixedTotal > 0
            && breaches
                <= RelationConstraint.breachesOfExisting(
                    trial.planState, trial.compiled, trial.fixed)
            && (trial.incident()
                || !trial.grows()
                || !RelatedGrowth.isBarred(trial.planState, trial.compiled, trial.fixed, trial.x));
  }
}
