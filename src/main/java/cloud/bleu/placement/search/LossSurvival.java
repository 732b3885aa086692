package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;

/**
 * Moves for every protected event, given the counts that are tried, and what of survival they leave
 * unmet.
 */
final class LossSurvival {
  private final PlacementTrial trial;
  private final RecoverySearch recovery;
  private long unmet;

  LossSurvival(PlacementTrial trial, RecoverySearch recovery) {
    this.trial = trial;
    this.recovery = recovery;
  }

  /**
   * Finds moves for all protected events into the trial.
   *
   * @return what is left unmet of survival that is not asked, or -1 when something that is asked is
   *     not met
   */
  long cover(RecoveryEffort effort) {
    unmet = covered(effort);
    return unmet;
  }

  /** What {@link #cover} answered last. */
  long unmet() {
    return unmet;
  }

  private long covered(RecoveryEffort effort) {
    ProtectedEvent[] protectedEvents = trial.compiled().protectedEvents.list;
    long missed = 0;
    for (int g = 0; g < protectedEvents.length; g++) {
      ProtectedEvent protectedEvent = protectedEvents[g];
      int inside = protectedEvent.count(trial.x);
      trial.moves()[g].clear();
      if (inside == 0) {
        continue;
      }
      int uncovered = recovery.recover(g, trial.moves()[g], effort);
      int missing = Math.max(0, protectedEvent.keep - (trial.total() - inside));
      if (trial.asksRecovery(protectedEvent) && uncovered > 0 && worse(g, uncovered)) {
        return -1;
      }
      missed += uncovered + missing;
    }
    return missed;
  }

  /**
   * Leaves out zones whose loss could not be recovered from wherever the replicas are, because all
   * zones outside it have too little room for so many; whether any was left out.
   */
  boolean avoid(int replicas) {
    CompiledWorkload compiled = trial.compiled();
    boolean avoided = false;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      boolean takes = false;
      for (int z : protectedEvent.members) {
        takes |= trial.may[z];
      }
      if (!takes || !trial.asksRecovery(protectedEvent) || protectedEvent.count(trial.fixed) > 0) {
        continue;
      }
      long room = 0;
      for (int z = 0; z < trial.planState.topology.known && room < replicas; z++) {
        if (!protectedEvent.holds(z) && compiled.allowed.open[z]) {
          int fit =
              trial.request().evicting()
                  ? trial.headroom.fitEvicting(protectedEvent.ofEstate, z, false)
                  : trial.headroom.fit(protectedEvent.ofEstate, z, false);
          room += Math.min(trial.request().perZoneMax(compiled), fit);
        }
      }
      if (room < replicas) {
        for (int z : protectedEvent.members) {
          avoided |= trial.may[z];
          trial.close(z);
        }
      }
    }
    return avoided;
  }

  /** Whether what is added leaves more uncovered than what runs does; growth always counts. */
  private boolean worse(int number, int uncovered) {
    if (trial.grows() || trial.fixedTotal() == 0) {
      return true;
    }
    if (trial.fixedTotal() == trial.total()) {
      return false;
    }
    int[] tried = trial.x.clone();
    trial.rewind();
    int before = recovery.recover(number, new MoveList(), RecoveryEffort.Exact);
    trial.set(tried);
    return uncovered > before;
  }
}
