package cloud.bleu.placement;

/**
 * Moves for every guard, given the counts that are tried, and what of survival they leave unmet.
 */
final class Survival {
  private final Trial trial;
  private final Recovery recovery;

  Survival(Trial trial, Recovery recovery) {
    this.trial = trial;
    this.recovery = recovery;
  }

  /**
   * Finds moves for all guards into the trial.
   *
   * @return what is left unmet of survival that is not asked, or -1 when something that is asked is
   *     not met
   */
  long cover(boolean exact) {
    Guard[] guards = trial.subject.guards.list;
    long unmet = 0;
    for (int g = 0; g < guards.length; g++) {
      Guard guard = guards[g];
      int inside = guard.count(trial.x);
      trial.moves[g].clear();
      if (inside == 0) {
        continue;
      }
      int uncovered = recovery.recover(g, trial.moves[g], exact);
      int missing = Math.max(0, guard.keep - (trial.total - inside));
      if (trial.asksRecovery(guard) && uncovered > 0 && worse(g, uncovered)) {
        return -1;
      }
      unmet += uncovered + missing;
    }
    return unmet;
  }

  /**
   * Leaves out zones whose loss could not be recovered from wherever the replicas are, because all
   * zones outside it have too little room for so many; whether any was left out.
   */
  boolean avoid(int replicas) {
    Subject subject = trial.subject;
    boolean avoided = false;
    for (Guard guard : subject.guards.list) {
      boolean takes = false;
      for (int z : guard.members) {
        takes |= trial.may[z];
      }
      if (!takes || !trial.asksRecovery(guard) || guard.count(trial.fixed) > 0) {
        continue;
      }
      long room = 0;
      for (int z = 0; z < trial.world.topology.known && room < replicas; z++) {
        if (!guard.holds(z) && subject.allowed.open[z]) {
          int fit =
              trial.evicting
                  ? trial.headroom.fitEvicting(guard.event, z, false)
                  : trial.headroom.fit(guard.event, z, false);
          room += Math.min(subject.perZoneMax, fit);
        }
      }
      for (int z : guard.members) {
        avoided |= room < replicas && trial.may[z];
        trial.may[z] &= room >= replicas;
      }
    }
    return avoided;
  }

  /** Whether what is added leaves more uncovered than what runs does; growth always counts. */
  private boolean worse(int number, int uncovered) {
    if (trial.grows() || trial.fixedTotal == 0) {
      return true;
    }
    if (trial.fixedTotal == trial.total) {
      return false;
    }
    int[] tried = trial.x.clone();
    trial.rewind();
    int before = recovery.recover(number, new Moves(), true);
    trial.set(tried);
    return uncovered > before;
  }
}
