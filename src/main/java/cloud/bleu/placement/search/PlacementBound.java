package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.ProtectedEvent;

/** How many replicas the zones of a trial take at most: more than that need no search. */
final class PlacementBound {
  private PlacementBound() {}

  /** Whether zones take so many more as far as room, bounds by zone and {@code keep} say. */
  static boolean allows(PlacementTrial trial, int replicas) {
    long room = 0;
    for (int z = 0; z < trial.x.length && room < replicas; z++) {
      room += Math.max(0, most(trial, z, replicas));
    }
    return room >= replicas;
  }

  /** The most of them that one zone takes; none when not above 0. */
  private static long most(PlacementTrial trial, int zone, int replicas) {
    long most = trial.may[zone] ? trial.most(zone) - trial.fixed[zone] : 0;
    if (most <= 0) {
      return 0;
    }
    for (ProtectedEvent protectedEvent : trial.compiled().protectedEvents.around(zone)) {
      int keep = trial.keep(protectedEvent);
      if (keep > 0) {
        long beside =
            (long) trial.fixedTotal() + replicas - keep - protectedEvent.count(trial.fixed);
        most = Math.min(most, beside);
      }
    }
    return most;
  }
}
