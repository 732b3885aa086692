package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.SharedMoves;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One workload's turn: shrink, grow, return, rebalance, keep or find its evacuation plan. */
public final class WorkloadTurn {
  private final PlanState planState;
  private final Resize resize;
  private final ReplicaMove move;
  private final HardBreaches breaches;
  private final Failback failback;
  private final Rebalance rebalance;
  private final ObjectiveRebalance objective;
  private final MoveRenewal renewal;

  WorkloadTurn(PlanState planState, ReplicaPlacer placer) {
    this(planState, placer, true);
  }

  /**
   * A turn that may leave out the reasons.
   *
   * @param explains whether the outcome says why what has no zone has none, which takes searches
   */
  public WorkloadTurn(PlanState planState, ReplicaPlacer placer, boolean explains) {
    this.planState = planState;
    this.resize = new Resize(planState, placer, explains);
    this.breaches = new HardBreaches(planState, placer);
    this.move = new ReplicaMove(planState, placer);
    this.failback = new Failback(planState, move);
    this.rebalance = new Rebalance(planState, placer, breaches, move);
    this.objective = new ObjectiveRebalance(planState, placer, breaches, move);
    this.renewal = new MoveRenewal(planState, placer);
  }

  /** Decides in the places; the outcome says why what has no zone has none. */
  public Decision.Outcome decide(WorkloadState workloadState) {
    workloadState.turnRole().takeTurn();
    if (workloadState.compiled.workload.suspended()) {
      return new Decision.Outcome.Suspended();
    }
    planState.releaseHomes(workloadState);
    boolean held = workloadState.reserved();
    Decision.Outcome outcome = planState.without(workloadState, () -> settle(workloadState, held));
    planState.hold(workloadState);
    planState.holdHomes(workloadState);
    return outcome;
  }

  /** How many moves for a better state would have left somebody alone so far. */
  long barred() {
    return move.barred();
  }

  /** How often a turn read the room so far to see whether moves in force have theirs. */
  long readsForCovered() {
    return breaches.readsForCovered();
  }

  /** Whether the moves in force have their room, as a turn asks it. */
  boolean allHaveRoom(WorkloadState workloadState) {
    return planState.fitsAlways(workloadState)
        || planState.without(workloadState, () -> breaches.allHaveRoom(workloadState));
  }

  /**
   * Goes home and mends, move by move. A move may be what growth waits for: what is missing is
   * placed as soon as it can be, before the next one, so that moves are as few as they can be.
   */
  private Decision.Outcome settle(WorkloadState workloadState, boolean held) {
    workloadState.notes().beginTurn();
    planState.sharedMoves.turn(workloadState);
    Decision.Outcome outcome = resize.apply(workloadState);
    WorkloadSnapshot granted = granted(workloadState);
    int[] began = workloadState.counts().clone();
    boolean went = failback.goHome(workloadState);
    while (went || rebalance.mend(workloadState, began)) {
      went = false;
      int before = workloadState.total();
      if (before < workloadState.asked() - workloadState.notes().down()) {
        outcome = resize.apply(workloadState);
        if (workloadState.total() > before) {
          granted = granted(workloadState);
          went = failback.goHome(workloadState);
        }
      }
    }
    objective.improve(workloadState);
    if (workloadState.notes().curbed()) {
      await(workloadState, began);
    }
    List<WorkloadSnapshot> claimants = planState.evictions.honour(workloadState);
    renewal.keep(
        workloadState, (held || workloadState.notes().fresh()) && !workloadState.notes().shifted());
    if (granted != null && workloadState.notes().shifted() && renewal.unreserved(workloadState)) {
      // No move for a better state costs the reserve that growth was granted with. What it waits
      // for stays noted: those who need it may follow it then.
      granted.restoreStanding();
      planState.evictions.promiseAgain(claimants);
    }
    return outcome;
  }

  /** Notes whether it would move on with a whole hour of all workloads, or without their bound. */
  private void await(WorkloadState workloadState, int[] began) {
    boolean soon = wouldMove(workloadState, began, planState.sharedMoves.perHour());
    boolean ever = soon || wouldMove(workloadState, began, SharedMoves.UNBOUNDED);
    if (ever) {
      workloadState.notes().awaitMoves(soon);
    }
  }

  /**
   * Whether it would move if all workloads might make so many moves more. Everything is as before
   * then, except the count of moves that would have left somebody alone: those who need it may
   * follow.
   */
  private boolean wouldMove(WorkloadState workloadState, int[] began, long moves) {
    WorkloadSnapshot stood = new WorkloadSnapshot(workloadState);
    SearchTrace trace = new SearchTrace(planState, List.of(workloadState));
    boolean moved =
        planState.sharedMoves.lending(
            moves,
            () ->
                failback.goHome(workloadState)
                    || rebalance.mend(workloadState, began)
                    || objective.improve(workloadState));
    trace.takeBack();
    stood.restore();
    return moved;
  }

  /** What growth was granted with; null when there is none. */
  private static @Nullable WorkloadSnapshot granted(WorkloadState workloadState) {
    return workloadState.grew() ? new WorkloadSnapshot(workloadState) : null;
  }

  /**
   * Takes what is too many, before anybody's turn to grow: those who come first may use the room of
   * what those who come later give up.
   */
  public void shrink(WorkloadState workloadState) {
    int surplus = surplus(workloadState);
    if (surplus > 0 && !workloadState.compiled.workload.suspended()) {
      planState.without(workloadState, () -> shrink(workloadState, surplus));
    }
  }

  /** How often {@link #shrink} looks at a zone for it, at most: known before it is done. */
  public static long looksToShrink(WorkloadState workloadState) {
    return ScaleDown.looks(workloadState, Math.max(0, surplus(workloadState)));
  }

  private static int surplus(WorkloadState workloadState) {
    return workloadState.total() - workloadState.compiled.replicas();
  }

  private int shrink(WorkloadState workloadState, int surplus) {
    int left = surplus;
    for (int z = planState.topology.known - 1; z >= 0; z--) {
      if (VacatedZones.hasToLeave(planState, workloadState.compiled, z)) {
        int dropped = Math.min(left, workloadState.replicas(z));
        ScaleDown.takeFrom(workloadState, z, dropped);
        left -= dropped;
      }
    }
    ScaleDown.take(planState, workloadState, left);
    return surplus;
  }
}
