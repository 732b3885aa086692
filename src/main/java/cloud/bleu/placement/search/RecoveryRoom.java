package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.problem.ProtectedEvent;

/**
 * The room for the replicas of a lost place: to which zones moves of one protected event may lead,
 * and how many replicas these take, in the loss itself and in the events of others that the
 * protected event answers for. Reads the trial's counts and its room, nothing of its spread.
 */
final class RecoveryRoom {
  private final PlacementTrial trial;
  private ProtectedEvent lost = ProtectedEvent.NONE;

  RecoveryRoom(PlacementTrial trial) {
    this.trial = trial;
  }

  /** Answers from now on for a protected event of the trial's workload. */
  void start(ProtectedEvent protectedEvent) {
    lost = protectedEvent;
  }

  /**
   * Whether the moves of a protected event that are in force have their room, where they may lead:
   * also in a zone that takes nothing new.
   */
  boolean holds(ProtectedEvent protectedEvent, Moves held) {
    start(protectedEvent);
    for (int i = 0; i < held.size(); i++) {
      int to = held.to(i);
      int then = held.into(to) + (lost.holds(to) ? 0 : trial.x[to]);
      if (!opens(to)
          || then > trial.request().perZoneMax(trial.compiled())
          || then > trial.headroom.fitHeld(lost.ofEstate, to, trial.x[to] > 0)
          || !holdsForOthers(held.from(i), to, held)) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsForOthers(int from, int to, Moves held) {
    for (int i = 1; i < lost.charged.length; i++) {
      int event = lost.charged[i];
      if (trial.planState.events.holds(event, from)
          && comes(event, to, held) > trial.headroom.fitHeld(event, to, trial.x[to] > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether moves may lead to a zone, by what the rules say of it. */
  boolean opens(int zone) {
    return trial.compiled().allowed.open[zone]
        && (trial.request().returned() != TrialRequest.Returned.Never
            || trial.compiled().allowed.back[zone]);
  }

  /** Replicas that a zone takes in the loss, those that run there included. */
  int limit(int zone) {
    boolean inUse = trial.x[zone] > 0;
    if (trial.headroom.fit(zone) < trial.x[zone]) {
      return trial.x[zone];
    }
    int fit =
        trial.request().evicting() && trial.asksRecovery(lost)
            ? trial.headroom.fitEvicting(lost.ofEstate, zone, inUse)
            : trial.headroom.fit(lost.ofEstate, zone, inUse);
    return Math.min(trial.request().perZoneMax(trial.compiled()), fit);
  }

  /**
   * Whether a zone takes one more than these moves, in the events of others that the protected
   * event answers for and that a source lies in.
   */
  boolean takesForOthers(int from, int to, Moves moves) {
    for (int i = 1; i < lost.charged.length; i++) {
      int event = lost.charged[i];
      if (trial.planState.events.holds(event, from)
          && comes(event, to, moves) >= trial.headroom.fit(event, to, trial.x[to] > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Replicas in a zone once an event of others has happened. */
  private int comes(int event, int to, Moves moves) {
    return trial.x[to] + moves.into(to, event, trial.planState.events);
  }

  /** Whether so many that move to a zone ask no more of it than other events do already. */
  boolean shares(int zone, int replicas) {
    return trial.headroom.shares(lost.ofEstate, zone, replicas);
  }
}
