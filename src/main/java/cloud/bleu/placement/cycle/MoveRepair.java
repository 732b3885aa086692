package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last look over all workloads. Moves that no longer do what is required are searched again in
 * the room that there is now. So are moves that were not found, for those who came later may have
 * given up room.
 */
public final class MoveRepair {
  /** How often moves are searched. After that void ones are given up, which comes to an end. */
  private static final int MOST_SEARCHES = 3;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final Consumer<CompiledWorkload> listener;

  /**
   * Repairs in the room of a plan.
   *
   * @param listener told of each workload before it is looked at
   */
  public MoveRepair(
      PlanState planState, ReplicaPlacer placer, Consumer<CompiledWorkload> listener) {
    this.planState = planState;
    this.placer = placer;
    this.listener = listener;
  }

  /**
   * Searches again what is void or missing. Moves that are found or given up may make those of
   * others void, who count on where they led: all are looked at until none is, and in the end void
   * moves are given up and none is sought.
   */
  public void settle(List<WorkloadState> workloadStates) {
    boolean again = true;
    for (int round = 0; again; round++) {
      again = false;
      for (WorkloadState workloadState : workloadStates) {
        listener.accept(workloadState.compiled);
        again |= settle(workloadState, round);
      }
    }
  }

  /** Whether moves changed that others may count on. */
  private boolean settle(WorkloadState workloadState, int round) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    boolean tied =
        workloadState.compiled.has(WorkloadRelation.Kind.Needs)
            || workloadState.compiled.has(WorkloadRelation.Kind.Apart);
    if (workloadState.compiled.workload.suspended()
        || !tied && (round > 0 || !uncovered(workloadState))) {
      return false;
    }
    boolean changed = false;
    for (int g = 0; g < protectedEvents.length; g++) {
      boolean empty = tied && !related(workloadState, g);
      if (empty || round == 0 && uncovered(workloadState, g) > 0) {
        changed |= search(workloadState, g, empty, round < MOST_SEARCHES);
      }
    }
    return changed && workloadState.compiled.relations().length > 0;
  }

  private boolean search(WorkloadState workloadState, int ownEvent, boolean empty, boolean seeks) {
    return planState.without(workloadState, () -> replace(workloadState, ownEvent, empty, seeks));
  }

  private boolean replace(WorkloadState workloadState, int ownEvent, boolean empty, boolean seeks) {
    MoveList found = new MoveList();
    boolean better = empty;
    if (seeks) {
      placer.start(workloadState, TrialRequest.PLAIN.returned(MoveRenewal.returned(workloadState)));
      int uncovered = placer.recover(ownEvent, found);
      better |= uncovered < uncovered(workloadState, ownEvent);
    }
    if (better) {
      workloadState.evacuation().set(ownEvent, found);
    }
    return better;
  }

  /** Whether replicas have nowhere to go at some loss, though somewhere is asked. */
  private static boolean uncovered(WorkloadState workloadState) {
    int left = workloadState.total();
    for (int z = 0; left > 0; z++) {
      int replicas = workloadState.replicas(z);
      left -= replicas;
      if (replicas > 0) {
        for (ProtectedEvent event : workloadState.compiled.protectedEvents.around(z)) {
          if (uncovered(workloadState, event.ofWorkload) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Replicas that have nowhere to go at a loss, though somewhere is asked. */
  private static int uncovered(WorkloadState workloadState, int ownEvent) {
    ProtectedEvent event = workloadState.compiled.protectedEvents.list[ownEvent];
    int uncovered = event.count(workloadState.counts());
    if (uncovered == 0 || !event.reserved() || workloadState.compiled.dataBound()) {
      return 0;
    }
    Moves moves = workloadState.evacuation().moves(ownEvent);
    for (int z : event.members) {
      uncovered -= moves.leaving(z);
    }
    return uncovered;
  }

  /** Whether the relations hold where the moves lead, now that the others stand. */
  private boolean related(WorkloadState workloadState, int ownEvent) {
    Moves moves = workloadState.evacuation().moves(ownEvent);
    ProtectedEvent event = workloadState.compiled.protectedEvents.list[ownEvent];
    for (int i = 0; i < moves.size(); i++) {
      if (!RelatedZones.admitsAfter(
          planState, workloadState.compiled, event, moves.from(i), moves.to(i))) {
        return false;
      }
    }
    return true;
  }
}
