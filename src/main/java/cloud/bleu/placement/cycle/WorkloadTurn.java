package cloud.bleu.placement.cycle;

import cloud.bleu.placement.diagnosis.RefusalDiagnosis;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.search.ReplicaPlacer;
import cloud.bleu.placement.state.HomeZones;
import cloud.bleu.placement.state.LostZones;
import cloud.bleu.placement.state.Moves;
import cloud.bleu.placement.state.PlanState;
import cloud.bleu.placement.state.WorkloadSnapshot;
import cloud.bleu.placement.state.WorkloadState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One workload's turn: shrink, grow, return, rebalance, keep or find its evacuation plan. */
public final class WorkloadTurn {
  private static final Decision.Reason UNEXPLAINED =
      ReasonCode.RequirementsConflict.because(
          Message.of("why.noPlace"), Message.of("do.askForReason"), true);

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final RoomLadder ladder;
  private final Growth growth;
  private final RefusalDiagnosis reasons;
  private final HardBreaches breaches;
  private final Failback returning;
  private final Rebalance rebalance;
  private final ObjectiveRebalance objective;
  private final boolean explains;

  WorkloadTurn(PlanState planState, ReplicaPlacer placer) {
    this(planState, placer, true);
  }

  /**
   * The same without reasons.
   *
   * @param explains whether the outcome says why what has no zone has none, which takes searches
   */
  public WorkloadTurn(PlanState planState, ReplicaPlacer placer, boolean explains) {
    this.explains = explains;
    this.planState = planState;
    this.placer = placer;
    this.ladder = new RoomLadder(planState);
    this.growth = new Growth(planState, placer, ladder);
    this.reasons = new RefusalDiagnosis(planState, placer);
    this.breaches = new HardBreaches(planState, placer);
    ReplicaMove move = new ReplicaMove(planState, placer);
    this.returning = new Failback(planState, move);
    this.rebalance = new Rebalance(planState, placer, breaches, move);
    this.objective = new ObjectiveRebalance(planState, placer, breaches, move);
  }

  /** Decides in the standing; the outcome says why what has no zone has none. */
  public Decision.Outcome decide(WorkloadState workloadState) {
    workloadState.decided = true;
    if (workloadState.compiled.workload.suspended()) {
      return new Decision.Outcome.Suspended();
    }
    planState.releaseHomes(workloadState);
    boolean held = workloadState.reserved;
    Decision.Outcome outcome = planState.without(workloadState, () -> settle(workloadState, held));
    planState.hold(workloadState);
    planState.holdHomes(workloadState);
    return outcome;
  }

  /** How often a turn read the room so far to see whether moves in force have theirs. */
  long readsForCovered() {
    return breaches.readsForCovered();
  }

  /** Whether the moves in force have their room, as a turn asks it. */
  boolean allHaveRoom(WorkloadState workloadState) {
    return planState.without(workloadState, () -> breaches.allHaveRoom(workloadState));
  }

  /**
   * Goes home and mends, move by move. A move may be what growth waits for: what is missing is
   * placed as soon as it can be, before the next one, so that moves are as few as they can be.
   */
  private Decision.Outcome settle(WorkloadState workloadState, boolean held) {
    Decision.Outcome outcome = resize(workloadState);
    WorkloadSnapshot granted = granted(workloadState);
    boolean went = returning.goHome(workloadState);
    while (went || rebalance.mend(workloadState)) {
      went = false;
      int before = workloadState.total();
      if (before < workloadState.compiled.replicas() - workloadState.down) {
        outcome = resize(workloadState);
        if (workloadState.total() > before) {
          granted = granted(workloadState);
          went = returning.goHome(workloadState);
        }
      }
    }
    objective.improve(workloadState);
    List<WorkloadSnapshot> claimants = planState.evictions.honour(workloadState);
    keep(workloadState, (held || workloadState.fresh) && !workloadState.shifted);
    if (granted != null && workloadState.shifted && unreserved(workloadState)) {
      // No move for a better state costs the reserve that growth was granted with.
      granted.restore();
      planState.evictions.promiseAgain(claimants);
    }
    return outcome;
  }

  /** What growth was granted with; null when there is none. */
  private static @Nullable WorkloadSnapshot granted(WorkloadState workloadState) {
    return grows(workloadState) ? new WorkloadSnapshot(workloadState) : null;
  }

  private static boolean grows(WorkloadState workloadState) {
    return workloadState.total() > WorkloadState.sum(workloadState.before);
  }

  /** Whether a loss that must be survived is not, where nothing is out of service. */
  private boolean unreserved(WorkloadState workloadState) {
    boolean unreserved = false;
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      unreserved |=
          protectedEvents[g].hardReserved
              && workloadState.moves[g].total() < protectedEvents[g].count(workloadState.x);
    }
    return unreserved && !workloadState.incident(planState.topology.known);
  }

  /**
   * Takes what is too many, before anybody's turn to grow: those who come first may use the room of
   * what those who come later give up.
   */
  void shrink(WorkloadState workloadState) {
    int surplus = workloadState.total() - workloadState.compiled.replicas();
    if (surplus <= 0 || workloadState.compiled.workload.suspended()) {
      return;
    }
    planState.without(workloadState, () -> shrink(workloadState, surplus));
  }

  private int shrink(WorkloadState workloadState, int surplus) {
    int left = surplus;
    for (int z = planState.topology.known - 1; z >= 0; z--) {
      if (leaves(workloadState.compiled, z)) {
        int dropped = Math.min(left, workloadState.x[z]);
        ScaleDown.takeFrom(planState, workloadState, z, dropped);
        left -= dropped;
      }
    }
    ScaleDown.take(planState, workloadState, left);
    return surplus;
  }

  private Decision.Outcome resize(WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    boolean nothing = workloadState.total() == 0 && WorkloadState.sum(workloadState.home) == 0;
    HomeZones.forget(workloadState);
    if (compiled.dataBound()) {
      backToTheirData(workloadState);
    }
    int lacking = Math.max(0, compiled.replicas() - workloadState.total());
    workloadState.down = Math.min(Evacuation.down(planState, workloadState), lacking);
    int[] displaced = displace(workloadState);
    int wanted = compiled.replicas() - workloadState.down - workloadState.total();
    Decision.Outcome outcome = new Decision.Outcome.Placed();
    if (wanted > 0 && !place(workloadState, wanted)) {
      Decision.Reason reason = explains ? reasons.refusal(workloadState, wanted) : UNEXPLAINED;
      outcome = new Decision.Outcome.Unplaceable(reason);
      if (!nothing) {
        placeSome(workloadState, displaced, wanted);
        outcome = new Decision.Outcome.PartlyPlaced(reason);
      }
    }
    HomeZones.settle(planState, workloadState, displaced);
    HomeZones.forget(workloadState);
    if (workloadState.total() >= compiled.replicas()) {
      return new Decision.Outcome.Placed();
    }
    return partly(workloadState, outcome);
  }

  /**
   * Brings replicas that are down back to where their volumes are, as far as that zone takes them.
   */
  private void backToTheirData(WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      workloadState.only = z;
      int away = workloadState.home[z] - workloadState.x[z];
      int most = Math.min(away, workloadState.compiled.replicas() - workloadState.total());
      while (most > 0 && workloadState.compiled.candidate(z) && !place(workloadState, most)) {
        most--;
      }
    }
    workloadState.only = -1;
  }

  private static Decision.Outcome partly(WorkloadState workloadState, Decision.Outcome outcome) {
    Decision.Reason reason =
        ReasonCode.StaysDown.because(
            Message.of("why.staysDown"), Message.of("do.bringZoneBack"), true);
    if (outcome instanceof Decision.Outcome.PartlyPlaced p) {
      reason = p.reason();
    } else if (outcome instanceof Decision.Outcome.Unplaceable u) {
      reason = u.reason();
    }
    return workloadState.total() == 0
        ? new Decision.Outcome.Unplaceable(reason)
        : new Decision.Outcome.PartlyPlaced(reason);
  }

  /** Takes out what has to leave its zone; it goes where it fits, and stays where it does not. */
  private int[] displace(WorkloadState workloadState) {
    int[] displaced = new int[planState.zones()];
    CompiledWorkload compiled = workloadState.compiled;
    for (int z = 0; z < planState.topology.known; z++) {
      int leaving = leaves(compiled, z) ? workloadState.x[z] : workloadState.overflow(z);
      displaced[z] = leaving;
      workloadState.x[z] -= leaving;
    }
    if (WorkloadState.sum(displaced) > 0) {
      workloadState.displaced = true;
      workloadState.because(Decision.Cause.ZoneState);
      Evacuation.trim(workloadState);
    }
    return displaced;
  }

  /** Whether what runs in a zone has to leave it now. */
  private boolean leaves(CompiledWorkload compiled, int zone) {
    if (compiled.dataBound()) {
      return false;
    }
    return compiled.allowed.moveNow[zone]
        || LostZones.leaves(planState, compiled, zone)
            && (planState.topology.zone(zone).state() == ZoneState.Drained
                || !LostZones.staysDown(compiled, zone));
  }

  /**
   * Places as many as fit where not all do: those that should leave, which otherwise stay where
   * they are, and those that are missing. Who was evicted from a zone comes back there before
   * others move in, so that nobody leaves for nothing.
   */
  private void placeSome(WorkloadState workloadState, int[] displaced, int wanted) {
    int leaving = Math.min(wanted, WorkloadState.sum(displaced));
    int more = wanted - leaving;
    int[] back = new int[displaced.length];
    putBack(workloadState, displaced, back, leaving);
    boolean evicted = workloadState.cause == Decision.Cause.Preempted;
    int most = leaving == 0 ? more - 1 : more;
    if (evicted) {
      growth.grow(workloadState, most, replicas -> place(workloadState, replicas));
    }
    growth.move(
        workloadState,
        more == 0 ? leaving - 1 : leaving,
        replicas -> move(workloadState, displaced, back, replicas));
    if (!evicted) {
      growth.grow(workloadState, most, replicas -> place(workloadState, replicas));
    }
  }

  private boolean move(WorkloadState workloadState, int[] displaced, int[] back, int replicas) {
    int[] x = workloadState.x.clone();
    int[] out = displaced.clone();
    int[] stay = new int[back.length];
    int staying = WorkloadState.sum(back) - replicas;
    for (int z = 0; z < back.length; z++) {
      workloadState.x[z] -= back[z];
      out[z] += back[z];
    }
    putBack(workloadState, out, stay, staying);
    if (!place(workloadState, replicas)) {
      System.arraycopy(x, 0, workloadState.x, 0, x.length);
      return false;
    }
    System.arraycopy(out, 0, displaced, 0, out.length);
    System.arraycopy(stay, 0, back, 0, stay.length);
    return true;
  }

  /** Puts so many back to where they were, those of the first zones first. */
  private static void putBack(
      WorkloadState workloadState, int[] displaced, int[] back, int replicas) {
    int left = replicas;
    for (int z = 0; z < displaced.length && left > 0; z++) {
      int stays = Math.min(left, displaced[z]);
      workloadState.x[z] += stays;
      displaced[z] -= stays;
      back[z] += stays;
      left -= stays;
    }
  }

  private boolean place(WorkloadState workloadState, int replicas) {
    if (workloadState.compiled.columns.length == 0) {
      return false;
    }
    int[] before = workloadState.x.clone();
    if (!ladder.place(placer, workloadState, replicas)) {
      return false;
    }
    workloadState.fresh = true;
    int homeless =
        workloadState.total() + workloadState.down - WorkloadState.sum(workloadState.home);
    for (int z = 0; z < before.length; z++) {
      int gained = workloadState.x[z] - before[z];
      planState.grown[z] |= gained > 0;
      int settled = Math.max(0, Math.min(gained, homeless));
      workloadState.home[z] += settled;
      homeless -= settled;
    }
    return true;
  }

  /**
   * Keeps the evacuation plan in force, guard by guard, while it still does what is required; else
   * searches. Guards charge different events, so one may be searched while the others stay.
   */
  private void keep(WorkloadState workloadState, boolean held) {
    boolean sound = held || fits(workloadState);
    // What is kept may be more than a zone has; then nothing new may be held there beside it.
    if (search(workloadState, sound) && sound && !fits(workloadState)) {
      search(workloadState, false);
    }
  }

  /** Searches moves where those in force do not do, or everywhere; whether any was searched. */
  private boolean search(WorkloadState workloadState, boolean keeps) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    placer.start(workloadState);
    placer.trial.incident = true;
    placer.trial.onlyBack = !workloadState.fresh;
    Moves found = new Moves();
    boolean searched = false;
    for (int g = 0; g < protectedEvents.length; g++) {
      if (protectedEvents[g].count(workloadState.x) == 0) {
        workloadState.moves[g].clear();
        workloadState.evicts.get(g).clear();
        continue;
      }
      int lacks = keeps ? placer.lacks(g, workloadState.moves[g]) : -1;
      if (lacks == 0) {
        continue;
      }
      int uncovered = placer.recover(g, found);
      if (lacks < 0 || uncovered < lacks) {
        searched = true;
        workloadState.moves[g].copy(found);
        workloadState.evicts.get(g).clear();
      }
    }
    return searched;
  }

  private boolean fits(WorkloadState workloadState) {
    planState.enter(workloadState);
    boolean fits = planState.fits(workloadState);
    planState.leave(workloadState);
    return fits;
  }

  /** Whether nothing is different from what the plan began with. */
  static boolean unchanged(WorkloadState workloadState) {
    return Arrays.equals(workloadState.x, workloadState.before)
        && Arrays.equals(workloadState.home, workloadState.homeBefore);
  }
}
