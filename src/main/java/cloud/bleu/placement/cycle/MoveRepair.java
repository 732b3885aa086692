package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.search.ReplicaPlacer;

/**
 * The last look over all workloads: moves that no longer do what is required are searched again in
 * the room that there is now; so are moves that were not found, for those who came later may have
 * given up room.
 */
public final class MoveRepair {
  private final PlanState planState;
  private final ReplicaPlacer placer;

  public MoveRepair(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /** Searches again what is void or missing for one workload. */
  public void settle(WorkloadState workloadState) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    boolean tied =
        workloadState.compiled.has(WorkloadRelation.Kind.Needs)
            || workloadState.compiled.has(WorkloadRelation.Kind.Apart);
    if (workloadState.compiled.workload.suspended() || !tied && !uncovered(workloadState)) {
      return;
    }
    for (int g = 0; g < protectedEvents.length; g++) {
      boolean empty = tied && !related(workloadState, g);
      if (empty || uncovered(workloadState, g) > 0) {
        search(workloadState, g, empty);
      }
    }
  }

  private void search(WorkloadState workloadState, int guard, boolean empty) {
    planState.without(workloadState, () -> replace(workloadState, guard, empty));
  }

  private boolean replace(WorkloadState workloadState, int guard, boolean empty) {
    placer.start(workloadState);
    placer.trial.onlyBack = !workloadState.fresh;
    MoveList found = new MoveList();
    int uncovered = placer.recover(guard, found);
    boolean better = empty || uncovered < uncovered(workloadState, guard);
    if (better) {
      workloadState.evacuation.set(guard, found);
    }
    return better;
  }

  /** Whether replicas have nowhere to go at some loss, though somewhere is asked. */
  private static boolean uncovered(WorkloadState workloadState) {
    for (int z = 0; z < workloadState.x.length; z++) {
      if (workloadState.x[z] > 0) {
        for (ProtectedEvent event : workloadState.compiled.protectedEvents.around(z)) {
          if (uncovered(workloadState, event.guard) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Replicas that have nowhere to go at a loss, though somewhere is asked. */
  private static int uncovered(WorkloadState workloadState, int guard) {
    ProtectedEvent event = workloadState.compiled.protectedEvents.list[guard];
    int uncovered = event.count(workloadState.x);
    if (uncovered == 0 || !event.reserved() || workloadState.compiled.dataBound()) {
      return 0;
    }
    Moves moves = workloadState.evacuation.moves(guard);
    for (int z : event.members) {
      uncovered -= moves.leaving(z);
    }
    return uncovered;
  }

  /** Whether the relations hold where the moves lead, now that the others stand. */
  private boolean related(WorkloadState workloadState, int guard) {
    Moves moves = workloadState.evacuation.moves(guard);
    ProtectedEvent event = workloadState.compiled.protectedEvents.list[guard];
    for (int i = 0; i < moves.size(); i++) {
      if (!RelationConstraint.admitsAfter(
          planState, workloadState.compiled, event, moves.from(i), moves.to(i))) {
        return false;
      }
    }
    return true;
  }
}
