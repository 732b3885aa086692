package cloud.bleu.placement;

import java.util.BitSet;

/**
 * What is asked of the counts of one workload as a set: bounds by zone, spread, keep, quorum, round
 * trip, relations. Hard requirements gate additions, so what is already in breach by what runs is
 * asked only not to get worse.
 */
final class Requirements {
  private Requirements() {}

  /** Whether the counts that are tried meet everything that is asked of counts. */
  static boolean hold(Trial trial) {
    return perZone(trial)
        && covered(trial)
        && spread(trial)
        && survivors(trial)
        && roundTrip(trial)
        && (trial.subject.ties.length == 0 || relations(trial));
  }

  private static boolean covered(Trial trial) {
    for (int z = 0; z < trial.x.length && !trial.cover.isEmpty(); z++) {
      if (trial.may[z] && trial.uncovered(z)) {
        return false;
      }
    }
    return true;
  }

  private static boolean perZone(Trial trial) {
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

  private static boolean spread(Trial trial) {
    SpreadLimit[] limits = trial.subject.spreads;
    for (int i = 0; i < limits.length; i++) {
      if (trial.asks(limits[i])
          && limits[i].breach(
                  trial.byDomain(i),
                  trial.fixedByDomain(i),
                  trial.total,
                  trial.fixedTotal,
                  trial.basis(i))
              > 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean survivors(Trial trial) {
    Subject subject = trial.subject;
    for (Guard guard : subject.guards.list) {
      int inside = guard.count(trial.x);
      if (inside > 0
          && trial.total - inside < trial.keep(guard)
          && (trial.grows() || inside > guard.count(trial.fixed))) {
        return false;
      }
    }
    return !trial.asksQuorum() || Quorum.holds(trial);
  }

  private static boolean roundTrip(Trial trial) {
    RoundTripGraph graph = trial.subject.graph;
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

  private static boolean relations(Trial trial) {
    int breaches = Relations.breaches(trial.world, trial.subject, trial.x);
    return breaches == 0
        || trial.fixedTotal > 0
            && breaches <= Relations.breaches(trial.world, trial.subject, trial.fixed)
            && (trial.incident || !trial.grows() || !growsInBreach(trial));
  }

  /**
   * Whether more come where a relation is not met, or while a loss would leave some without what
   * they need: like any loss that is not survived, that gates growth.
   */
  private static boolean growsInBreach(Trial trial) {
    World world = trial.world;
    for (Tie tie : trial.subject.ties) {
      if (tie.kind() != Tie.Kind.Needs && tie.kind() != Tie.Kind.Apart) {
        continue;
      }
      for (int z = 0; z < trial.x.length; z++) {
        boolean met =
            tie.kind() == Tie.Kind.Needs
                && trial.x[z] > 0
                && world.holds(tie.other(), tie.over(), tie.over().of(z));
        if ((met || trial.x[z] > trial.fixed[z])
            && Relations.unmet(world, trial.subject, trial.x, tie, z)) {
          return true;
        }
      }
    }
    return false;
  }
}
