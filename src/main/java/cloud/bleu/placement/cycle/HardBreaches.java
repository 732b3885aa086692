package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.Dependents;
import cloud.bleu.placement.constraint.SurvivalConstraint;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.search.ReplicaPlacer;

/**
 * The hard requirements that a workload breaks as it stands: on its counts, on survival outside an
 * incident, and of rules that move within the budget. The workload must be out of the room.
 */
final class HardBreaches {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final MoveList searched = new MoveList();
  private long readsForCovered;

  HardBreaches(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /** How far it is from none, 0 when nothing is broken. */
  long count(WorkloadState workloadState) {
    return count(workloadState, workloadState.counts());
  }

  /**
   * How far it is from none. Others that need it and are without it count only if they had it at
   * the counts before.
   *
   * @param before its counts before it moved
   */
  long count(WorkloadState workloadState, int[] before) {
    return own(workloadState) + leftAlone(workloadState, before);
  }

  /** What a mend lessens, whoever may come after it. */
  Rank rank(WorkloadState workloadState) {
    return new Rank(own(workloadState), leftAlone(workloadState, workloadState.counts()));
  }

  /**
   * First what the workload breaks itself, then the zones of those that it leaves without it. So
   * what one plan mends the next one does not undo.
   */
  record Rank(long own, int leftAlone) {
    /** Whether this is strictly less. */
    boolean before(Rank other) {
      return own != other.own ? own < other.own : leftAlone < other.leftAlone;
    }
  }

  private int leftAlone(WorkloadState workloadState, int[] before) {
    return Dependents.leftAlone(planState, workloadState.compiled, workloadState.counts(), before);
  }

  private long own(WorkloadState workloadState) {
    long breaches =
        Constraints.count(planState, workloadState) + rejectedWithinBudget(workloadState);
    return workloadState.incident(planState.topology.known)
        ? breaches
        : breaches + unkept(workloadState) + uncovered(workloadState);
  }

  private long rejectedWithinBudget(WorkloadState workloadState) {
    long rejected = 0;
    for (int z = 0; z < planState.topology.known; z++) {
      rejected +=
          workloadState.compiled.allowed.moveWithinBudget[z] ? workloadState.replicas(z) : 0;
    }
    return rejected;
  }

  /** The worse of two losses that leave too few each counts more, so that halfway is better. */
  private static long unkept(WorkloadState workloadState) {
    long sum = 0;
    for (ProtectedEvent protectedEvent : workloadState.compiled.protectedEvents.list) {
      long unkept =
          SurvivalConstraint.unkept(protectedEvent, workloadState.counts(), workloadState.total());
      sum += unkept * (unkept - 1);
    }
    return sum;
  }

  /** Replicas that have nowhere to go at a loss that must be survived. */
  private long uncovered(WorkloadState workloadState) {
    placer.start(workloadState, TrialRequest.PLAIN.inIncident());
    long uncovered = 0;
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].hardReserved && !workloadState.compiled.dataBound()) {
        uncovered += covered(workloadState, g) ? 0 : placer.recover(g, searched);
      }
    }
    return uncovered;
  }

  /**
   * Whether the moves that it has do what is asked, in the room that there is or because somebody
   * is evicted for them: then nothing is to be searched.
   */
  private boolean covered(WorkloadState workloadState, int ownEvent) {
    return placer.lacks(ownEvent, workloadState.evacuation().moves(ownEvent)) == 0
        && (!workloadState.evacuation().evicts(ownEvent).isEmpty()
            || hasRoom(workloadState, ownEvent));
  }

  /** What is asked of the room while there is nothing to do. */
  private boolean hasRoom(WorkloadState workloadState, int ownEvent) {
    long before = planState.ledger.reads();
    if (!placer.hasRoom(ownEvent, workloadState.evacuation().moves(ownEvent))) {
      return false;
    }
    readsForCovered += planState.ledger.reads() - before;
    return true;
  }

  /** How often the room was read so far to see that moves in force have theirs. */
  long readsForCovered() {
    return readsForCovered;
  }

  /** Whether all moves in force that must have room have it. */
  boolean allHaveRoom(WorkloadState workloadState) {
    placer.startRoom(workloadState);
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int at = 0; at < workloadState.evacuation().size(); at++) {
      int g = workloadState.evacuation().ownEvent(at);
      if (protectedEvents[g].hardReserved
          && !placer.hasRoom(g, workloadState.evacuation().movesAt(at))) {
        return false;
      }
    }
    return true;
  }
}
