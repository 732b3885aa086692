package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraint;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.DomainIndependence;
import cloud.bleu.placement.constraint.EmptyRoom;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.constraint.StatedRequirement;
import cloud.bleu.placement.constraint.SurvivalConstraint;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.constraint.UnplacedNeeds;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why replicas find no zone, and what of a standing workload's requirements is not met. */
public final class RefusalDiagnosis {
  private final PlanState planState;
  private final ReplicaPlacer placer;

  /**
   * @param placer tries what would fit without a requirement
   */
  public RefusalDiagnosis(PlanState planState, ReplicaPlacer placer) {
    this.planState = planState;
    this.placer = placer;
  }

  /**
   * Why so many more replicas could not be placed, just after that was tried; the workload's own
   * room must be given back.
   */
  public Decision.Reason refusal(WorkloadState workloadState, int replicas) {
    boolean proven = placer.proven();
    CompiledWorkload compiled = workloadState.compiled;
    Workload workload = compiled.workload;
    if (workload.requests().amounts().values().stream().allMatch(v -> v == 0)) {
      return ReasonCode.RequestsMissing.because(
          Message.of("why.noRequests"), Message.of("do.stateRequests"));
    }
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Needs && relation.other() < 0) {
        return ReasonCode.AffinityTargetMissing.forNow(
            Message.of("why.affinityMissing", "workload", relation.name()),
            Message.of("do.createOrPrefer"));
      }
    }
    if (count(compiled.allowed.open) == 0) {
      Decision.Reason reason = ZoneDiagnosis.reason(planState, compiled);
      return reason.code().equals(ReasonCode.NoZoneAllowed.name())
          ? reason
          : ruledOut(workloadState, 1).leftOutOf(reason);
    }
    Decision.Reason contradiction = contradiction(compiled);
    if (contradiction != null) {
      return contradiction;
    }
    if (compiled.dataBound()
        && reservedHard(workload)
        && placesWithout(SurvivalConstraint.INSTANCE, workloadState, replicas)) {
      return ReasonCode.DataBound.because(
          Message.of("why.bound"), Message.of("do.declareReplication"));
    }
    DomainIndependence.Lack lack =
        workloadState.total() == 0 ? DomainIndependence.lacking(planState, compiled) : null;
    if (lack != null) {
      return ClosedZones.of(planState, compiled, lack.mends()).leftOutOf(lack.reason());
    }
    Decision.Reason reason = bySearch(workloadState, replicas, proven);
    if (!reason.code().equals(ReasonCode.InsufficientCapacity.name())) {
      reason = ruledOut(workloadState, 1).leftOutOf(reason);
    }
    return ClosedZones.of(planState, compiled, z -> RelatedZones.admits(planState, compiled, z))
        .leftOutOf(reason);
  }

  /** The zones with room for so many that rules alone exclude. */
  private RuledOutZones ruledOut(WorkloadState workloadState, long wanted) {
    CompiledWorkload compiled = workloadState.compiled;
    placer.start(workloadState);
    return RuledOutZones.of(planState, compiled, placer.trial.headroom::fit, wanted);
  }

  /** What the numbers of the spec alone rule out. */
  private static Decision.@Nullable Reason contradiction(CompiledWorkload compiled) {
    Decision.Reason quorum = QuorumConstraint.impossible(compiled.workload);
    return quorum != null ? quorum : SurvivalConstraint.impossible(compiled);
  }

  private static boolean reservedHard(Workload workload) {
    return workload.tolerate().stream()
        .anyMatch(e -> e.hard() && e.recover() == Workload.Recover.Reserved);
  }

  /** Whether so many would be placed without one of the requirements on the whole set. */
  private boolean placesWithout(Constraint one, WorkloadState workloadState, int replicas) {
    placer.start(workloadState, TrialRequest.PLAIN.without(one));
    return placer.place(replicas);
  }

  private Decision.Reason bySearch(WorkloadState workloadState, int replicas, boolean proven) {
    CompiledWorkload compiled = workloadState.compiled;
    placer.start(workloadState);
    long room = 0;
    long bounded = 0;
    long barred = 0;
    int zones = 0;
    for (int z = 0; z < planState.topology.known; z++) {
      if (placer.trial.may[z]) {
        zones++;
        room += Math.max(0, placer.trial.headroom.fit(z) - placer.trial.fixed[z]);
        bounded += Math.max(0, placer.trial.most(z) - placer.trial.fixed[z]);
      } else if (compiled.candidate(z) && !RelatedZones.admits(planState, compiled, z)) {
        barred += Math.max(0, placer.trial.headroom.fit(z) - placer.trial.fixed[z]);
      }
    }
    if (zones == 0) {
      UnplacedNeeds unplaced = UnplacedNeeds.of(planState, compiled, compiled.relations());
      return unplaced.ids().isEmpty()
          ? ReasonCode.AffinityUnsatisfiable.forNow(
              Message.of("why.noRelated", "workloads", related(compiled)),
              Message.of("do.placeThoseFirst"))
          : ReasonCode.AffinityUnsatisfiable.forNow(unplaced.why(), unplaced.next());
    }
    if (room < replicas && room + barred >= replicas) {
      return ReasonCode.AffinityUnsatisfiable.forNow(
          Message.of("why.relatedTooSmall", "workloads", related(compiled)),
          Message.of("do.preferOrAdd"));
    }
    if (room < replicas) {
      return tooLittleRoom(workloadState, replicas, room);
    }
    if (bounded < replicas) {
      return ReasonCode.PerZoneUnsatisfiable.forNow(
          Message.of("why.perZoneMax", "max", compiled.perZoneMax), Message.of("do.raiseMax"));
    }
    return byRequirement(workloadState, replicas, proven);
  }

  /**
   * What is closed beside replicas of unknown use comes first: the zones are allowed, and may open.
   *
   * @param room for so many of the replicas
   */
  private Decision.Reason tooLittleRoom(WorkloadState workloadState, int replicas, long room) {
    List<String> closed = besideUnknownUse(workloadState.compiled.workload.requests());
    if (!closed.isEmpty()) {
      return ReasonCode.InsufficientCapacity.forNow(
          Message.of("why.tooLittleRoomBeside", "zones", closed),
          Message.of("do.awaitLeavingOrAdd"));
    }
    Message why = Message.of("why.tooLittleRoom");
    Message empty = EmptyRoom.of(placer.trial, placer.trial.fixedTotal() + replicas).inAll();
    why = empty == null ? why : withRoom(why, empty);
    long lacking = replicas - room;
    RuledOutZones ruledOut = ruledOut(workloadState, lacking);
    return ruledOut.room() >= lacking
        ? new Decision.Reason(
            ReasonCode.InsufficientCapacity.name(), ruledOut.bindingRoom(why), true)
        : ReasonCode.InsufficientCapacity.forNow(why, Message.of("do.addCapacity"));
  }

  private static Message withRoom(Message why, Message room) {
    return Message.of("why.roomFor", "why", why, "room", room);
  }

  private List<String> besideUnknownUse(Quantities asked) {
    List<String> closed = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (placer.trial.may[z] && placer.trial.headroom.fit(z) <= placer.trial.fixed[z]) {
        Quantities outgrown = planState.topology.zone(z).capacity().outgrown();
        boolean beside =
            asked.amounts().keySet().stream()
                .anyMatch(r -> outgrown.get(r) > 0 && !r.equals(Capacity.PODS));
        if (beside) {
          closed.add(planState.topology.names[z]);
        }
      }
    }
    return closed;
  }

  /**
   * Which requirement on the whole set stands in the way. A search that tried all ways proves it;
   * else no way was found, and the reason says so.
   */
  private Decision.Reason byRequirement(WorkloadState workloadState, int replicas, boolean proven) {
    for (Constraint one : Constraints.ALL) {
      Decision.Reason reason = one.refusal(placer.trial, proven);
      if (reason != null && placesWithout(one, workloadState, replicas)) {
        return withRoom(reason, one, workloadState, replicas);
      }
    }
    CompiledWorkload compiled = workloadState.compiled;
    return ReasonCode.RequirementsConflict.forNow(
        Message.of(
            proven ? "why.conflict" : "why.conflictFound",
            "replicas",
            compiled.replicas(),
            "zones",
            NameList.first(DomainIndependence.zones(planState, compiled)),
            "asked",
            Constraints.asked(compiled.workload).stream().map(StatedRequirement::message).toList()),
        Message.of("do.relaxOne"));
  }

  /** With the room of the zones when they are empty, where that alone is too little. */
  private Decision.Reason withRoom(
      Decision.Reason reason, Constraint one, WorkloadState workloadState, int replicas) {
    placer.start(workloadState);
    Message empty = one.emptyRoom(placer.trial, placer.trial.fixedTotal() + replicas);
    Message finding = reason.finding();
    return empty == null
        ? reason
        : new Decision.Reason(
            reason.code(),
            withRoom(finding.fact(), empty).advising(finding.next()),
            reason.canPassByItself());
  }

  private static List<String> related(CompiledWorkload compiled) {
    List<String> names = new ArrayList<>();
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Needs
          || relation.kind() == WorkloadRelation.Kind.Apart) {
        names.add(relation.name());
      }
    }
    return names;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
