package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedGrowth;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether growth in a group is as it is asked to be once all turns of the group are over. A member
 * that grew first saw the others as they were: what they hold at a loss, or where they stand, may
 * have changed since.
 */
final class GrowthProof {
  private final PlanState planState;
  private final Consumer<CompiledWorkload> listener;
  private final MoveRepair repair;

  /**
   * Proves growth in the room of a plan.
   *
   * @param listener told of each workload before it is looked at
   */
  GrowthProof(PlanState planState, ReplicaPlacer placer, Consumer<CompiledWorkload> listener) {
    this.planState = planState;
    this.listener = listener;
    this.repair = new MoveRepair(planState, placer, listener);
  }

  /**
   * Why replicas of a workload that is held back are missing: for room at a loss, or for others.
   */
  static Decision.Reason reason(WorkloadState workloadState) {
    if (workloadState.turnRole().heldForRoom()) {
      return ReasonCode.SurvivalUnsatisfiable.forNow(
          Message.of("why.noSurvivalFound"), Message.of("do.tolerateLess"));
    }
    List<String> needed =
        Arrays.stream(workloadState.compiled.relations())
            .filter(relation -> relation.kind() == WorkloadRelation.Kind.Needs)
            .map(WorkloadRelation::name)
            .toList();
    return ReasonCode.AffinityUnsatisfiable.forNow(
        Message.of("why.withoutThem", "workloads", needed), Message.of("do.addWhereBoth"));
  }

  /**
   * Members that grew and do not stand as growth asks, except those that are held back already,
   * each with what is wrong. Before that, moves that lead nowhere now are searched anew.
   */
  List<WorkloadState> refuted(List<WorkloadState> members) {
    if (members.stream().noneMatch(WorkloadState::grew)) {
      return List.of();
    }
    repair.settle(members);
    return members.stream().filter(this::isRefuted).toList();
  }

  private boolean isRefuted(WorkloadState member) {
    listener.accept(member.compiled);
    if (!member.grew()
        || member.turnRole().heldBack()
        || member.incident(planState.topology.known)) {
      return false;
    }
    boolean barred =
        RelatedGrowth.isBarred(
            planState, member.compiled, member.places().countsBefore(), member.counts());
    boolean lacks = !barred && MoveRenewal.lacksMoves(member);
    return member.turnRole().refute(barred, lacks);
  }
}
