package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.HomeZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.diagnosis.ClosedZones;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.diagnosis.RefusalDiagnosis;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.Arrays;

/**
 * Brings one workload to the number of replicas that it asks for: places what is missing and what
 * has to leave its zone, or as much of it as fits. The workload must be out of the room.
 */
final class Resize {
  private static final Decision.Reason UNEXPLAINED =
      ReasonCode.RequirementsConflict.forNow(
          Message.of("why.noPlace"), Message.of("do.askForReason"));

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final RoomLadder ladder;
  private final Growth growth;
  private final VolumeRecall recall;
  private final AwaitedEviction awaited;
  private final RefusalDiagnosis reasons;
  private final boolean explains;

  /**
   * Of workloads of one plan.
   *
   * @param explains whether the outcome says why what has no zone has none, which takes searches
   */
  Resize(PlanState planState, ReplicaPlacer placer, boolean explains) {
    this.planState = planState;
    this.placer = placer;
    this.explains = explains;
    this.ladder = new RoomLadder(planState);
    this.growth = new Growth(planState, placer, ladder);
    this.recall = new VolumeRecall(planState, placer, growth);
    this.awaited = new AwaitedEviction(planState, placer, ladder, growth);
    this.reasons = new RefusalDiagnosis(planState, placer);
  }

  /** Leaves counts, homes and moves in the places; the outcome says why something is missing. */
  Decision.Outcome apply(WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    HomeZones.forget(workloadState);
    boolean nothing =
        workloadState.total() == 0
            && workloadState.places().totalHomes() == 0
            && DownReplicas.count(planState, workloadState) == 0;
    boolean withOthers = nothing && workloadState.notes().awaitsEviction();
    boolean awaits = compiled.dataBound() && backToTheirData(workloadState);
    stayDown(workloadState);
    Displacement displacement = Displacement.of(planState, workloadState);
    int wanted = workloadState.asked() - workloadState.notes().down() - workloadState.total();
    Decision.Outcome outcome = new Decision.Outcome.Placed();
    boolean moves = wanted <= displacement.total();
    boolean placed = wanted <= 0 || workloadState.moving(moves, () -> place(workloadState, wanted));
    if (!placed) {
      Decision.Reason reason =
          explains
              ? workloadState.moving(moves, () -> reasons.refusal(workloadState, wanted))
              : UNEXPLAINED;
      if (!nothing) {
        placeSome(workloadState, displacement, wanted);
      }
      int missing = workloadState.asked() - workloadState.notes().down() - workloadState.total();
      awaits |=
          withOthers
              || explains && awaited.isAwaited(workloadState, displacement, missing, nothing);
      outcome =
          nothing
              ? new Decision.Outcome.Unplaceable(reason)
              : new Decision.Outcome.PartlyPlaced(reason);
    }
    workloadState.notes().findEviction(awaits);
    HomeZones.settle(planState, workloadState, displacement.byZone());
    HomeZones.forget(workloadState);
    if (workloadState.total() >= compiled.replicas()) {
      return new Decision.Outcome.Placed();
    }
    return partly(workloadState, outcome);
  }

  private void stayDown(WorkloadState workloadState) {
    workloadState.notes().stayDown(DownReplicas.count(planState, workloadState));
  }

  /**
   * Brings replicas to where their volumes are, as far as the zones take them.
   *
   * @return whether a live drill keeps any from there
   */
  private boolean backToTheirData(WorkloadState workloadState) {
    return recall.recall(workloadState, replicas -> place(workloadState, replicas))
        && explains
        && recall.within(workloadState, () -> awaited.isAwaited(workloadState));
  }

  /** Why replicas are down; a zone that has their data may have room for them all the same. */
  private Decision.Reason down(WorkloadState workloadState) {
    placer.start(workloadState);
    int[] room = new int[planState.zones()];
    Arrays.setAll(room, z -> z < planState.topology.known ? placer.trial.headroom.fit(z) : 0);
    if (!explains || !DownReplicas.isKept(planState, workloadState, z -> room[z])) {
      return DownReplicas.reason(planState, workloadState, z -> room[z]);
    }
    return DownReplicas.kept(
        planState,
        workloadState,
        recall.within(
            workloadState, () -> reasons.refusal(workloadState, workloadState.notes().down())));
  }

  private Decision.Outcome partly(WorkloadState workloadState, Decision.Outcome outcome) {
    Decision.Reason reason;
    if (outcome instanceof Decision.Outcome.PartlyPlaced p) {
      reason = p.reason();
    } else if (outcome instanceof Decision.Outcome.Unplaceable u) {
      reason = u.reason();
    } else {
      reason = down(workloadState);
    }
    boolean onlyGrowth =
        outcome instanceof Decision.Outcome.Placed && workloadState.notes().down() == 0;
    if (workloadState.turnRole().heldBack() && onlyGrowth) {
      reason =
          ClosedZones.of(planState, workloadState.compiled, z -> true)
              .leftOutOf(GrowthProof.reason(workloadState));
    }
    Zone.Drill drill = planState.topology.drill;
    if (drill != null && workloadState.notes().awaitsEviction()) {
      reason = AwaitedEviction.reason(drill);
    }
    return workloadState.total() == 0
        ? new Decision.Outcome.Unplaceable(reason)
        : new Decision.Outcome.PartlyPlaced(reason);
  }

  /**
   * Places as many as fit where not all do: those that should leave, which otherwise stay where
   * they are, and those that are missing. Who was evicted from a zone comes back there before
   * others move in, so that nobody leaves for nothing; more than ran come after those who leave a
   * drained zone, which wait for what is asked of growth otherwise.
   */
  private void placeSome(WorkloadState workloadState, Displacement displacement, int wanted) {
    int leaving = Math.min(wanted, displacement.total());
    int more = wanted - leaving;
    displacement.putBack(leaving);
    int most = leaving == 0 ? more - 1 : more;
    int first = first(workloadState, most);
    int total = workloadState.total();
    Growth.Attempt placing = replicas -> place(workloadState, replicas);
    growth.grow(workloadState, first, placing);
    growth.move(
        workloadState,
        more == 0 ? leaving - 1 : leaving,
        replicas -> displacement.move(replicas, placing));
    if (first < most) {
      growth.grow(workloadState, most - (workloadState.total() - total), placing);
    }
  }

  /** How many of those that are missing come before others move. */
  private int first(WorkloadState workloadState, int most) {
    if (workloadState.notes().cause() != Decision.Cause.Preempted) {
      return 0;
    }
    int evicted = workloadState.places().totalBefore() - workloadState.total();
    return VacatedZones.anyDrained(planState, workloadState)
        ? Math.min(most, Math.max(0, evicted))
        : most;
  }

  private boolean place(WorkloadState workloadState, int replicas) {
    if (workloadState.compiled.columns.length == 0) {
      return false;
    }
    int[] before = workloadState.counts().clone();
    if (!ladder.place(placer, workloadState, replicas)) {
      return false;
    }
    workloadState.notes().search();
    settle(workloadState, before);
    return true;
  }

  /**
   * Makes homes of the zones that gained, for the replicas that have none: what is bound to its
   * data is at home where it is.
   */
  private void settle(WorkloadState workloadState, int[] before) {
    boolean bound = workloadState.compiled.dataBound();
    int down = bound ? DownReplicas.atHome(workloadState) : workloadState.notes().down();
    int homeless = workloadState.total() + down - workloadState.places().totalHomes();
    for (int z = 0; z < before.length; z++) {
      int gained = workloadState.replicas(z) - before[z];
      if (gained > 0) {
        planState.grown.add(z);
      }
      int away = bound ? workloadState.replicas(z) - workloadState.homes(z) : gained;
      homeless -= workloadState.motion().settle(z, away, homeless);
    }
  }
}
