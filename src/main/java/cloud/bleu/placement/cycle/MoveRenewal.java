package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.Arrays;

/**
 * Keeps the evacuation plan in force, protected event by protected event, while it still does what
 * is required; else searches. Protected events charge different events, so one may be searched
 * while the others stay. The workload must be out of the room.
 */
final class MoveRenewal {
  private final PlanState planState;
  private final ReplicaPlacer placer;

  MoveRenewal(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /**
   * Leaves the moves of all protected events in the state of the workload.
   *
   * @param held whether the moves in force have their room
   */
  void keep(WorkloadState workloadState, boolean held) {
    boolean[] fresh = new boolean[planState.zones()];
    Arrays.fill(fresh, true);
    boolean sound = held || fits(workloadState, fresh);
    // What is kept may be more than a zone has; then nothing new may be held there beside it.
    Arrays.fill(fresh, false);
    if (search(workloadState, sound, fresh) && sound && !fits(workloadState, fresh)) {
      search(workloadState, false, fresh);
    }
  }

  /**
   * Searches moves where those in force do not do, or everywhere; whether any was searched.
   *
   * @param fresh marked where they lead
   */
  private boolean search(WorkloadState workloadState, boolean keeps, boolean[] fresh) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    placer.start(workloadState, TrialRequest.PLAIN.inIncident().returned(returned(workloadState)));
    MoveList found = new MoveList();
    boolean searched = false;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].count(workloadState.counts()) == 0) {
        workloadState.evacuation().clear(g);
        continue;
      }
      int lacks = keeps ? placer.lacks(g, workloadState.evacuation().moves(g)) : -1;
      if (lacks == 0) {
        continue;
      }
      int uncovered = placer.recover(g, found);
      if (lacks < 0 || uncovered < lacks) {
        searched = true;
        workloadState.evacuation().set(g, found);
        for (int i = 0; i < found.size(); i++) {
          fresh[found.to(i)] = true;
        }
      }
    }
    return searched;
  }

  /** What runs waits for a zone to be back; what is placed in this plan does not. */
  static TrialRequest.Returned returned(WorkloadState workloadState) {
    return workloadState.notes().fresh()
        ? TrialRequest.Returned.Alike
        : TrialRequest.Returned.Never;
  }

  private boolean fits(WorkloadState workloadState, boolean[] fresh) {
    return planState.roomScope.counting(workloadState, () -> planState.fits(workloadState, fresh));
  }

  /** Whether a loss that must be survived is not, where nothing is out of service. */
  boolean unreserved(WorkloadState workloadState) {
    return lacksMoves(workloadState) && !workloadState.incident(planState.topology.known);
  }

  /** Whether some replicas have no move for a loss that must be survived. */
  static boolean lacksMoves(WorkloadState workloadState) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].hardReserved
          && workloadState.evacuation().moves(g).total()
              < protectedEvents[g].count(workloadState.counts())) {
        return true;
      }
    }
    return false;
  }
}
