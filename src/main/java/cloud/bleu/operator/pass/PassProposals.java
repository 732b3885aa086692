package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.adoption.AdoptedRooms;
import cloud.bleu.operator.pass.adoption.Adoption;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.operator.trace.PassStage;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans what a pass read, and proposes what is new in the plan. */
public final class PassProposals {

  private final PassPlanner planner;
  private final AdoptedRooms adopted;
  private final Adoption adoption;
  private final Predicate<WorkloadId> withdraws;
  private final Ledger ledger;
  private final CheckRefusals refusals;
  private final Traces traces;

  /**
   * @param adopted the room of what runs already when a workload takes it over
   * @param withdraws whether the decision for a workload that is gone can be withdrawn
   * @param refusals told of what the engine's own check refuses
   */
  public PassProposals(
      PassPlanner planner,
      AdoptedRooms adopted,
      Predicate<WorkloadId> withdraws,
      Ledger ledger,
      CheckRefusals refusals,
      Traces traces) {
    this.planner = planner;
    this.adopted = adopted;
    this.adoption = new Adoption(adopted, ledger::withhold);
    this.withdraws = withdraws;
    this.ledger = ledger;
    this.refusals = refusals;
    this.traces = traces;
  }

  /** The plan of a pass, with the changes to commit: what gives room back for good comes first. */
  PassPlan of(ReadEstate read) {
    Map<WorkloadId, @Nullable String> uids = uids(read.estate());
    PassPlan planned =
        traces.stage(
            PassStage.PLAN,
            () ->
                adoption.first(
                    waits ->
                        planner.plan(
                            read.estate(), decision -> change(decision, read, uids), waits),
                    decision -> change(decision, read, uids)));
    refusals.tell(planned.plan());
    return planned.after(withdrawals(ledger.all(), read.workloads(), withdraws));
  }

  /**
   * Takes note of what was committed.
   *
   * @return after how long another pass is to follow, as not everybody's turn has come yet; null:
   *     none is
   */
  @Nullable Duration committed(List<ProposedDecision> changes) {
    return adoption.committed(changes);
  }

  /**
   * None for a workload that is not the one that was planned, nor where one that runs by an engine
   * has no place: it runs on.
   */
  private @Nullable ProposedDecision change(
      Decision decision, ReadEstate read, Map<WorkloadId, @Nullable String> uids) {
    BleuWorkload workload = read.workloads().get(decision.id());
    if (adopted.runsOn(decision) && decision.assignments().isEmpty()) {
      return null;
    }
    if (workload == null || !workload.getMetadata().getUid().equals(uids.get(decision.id()))) {
      return null;
    }
    DecisionInForce inForce = ledger.inForce(decision.id());
    ProposedDecision change =
        DecisionDifference.of(
            decision,
            workload.getMetadata().getUid(),
            read.inputs().digest(workload),
            read.inputs().asOf(workload),
            workload.getSpec().workload().statefulSet(),
            inForce);
    Workload asked = read.estate().workload(decision.id());
    return change == null || asked == null
        ? null
        : explained(recorded(change, asked), inForce, read.decidedOn().apply(decision.id()));
  }

  /**
   * A change as it is recorded: of volumes nothing is, unless replicas of the workload are bound to
   * their data.
   */
  static ProposedDecision recorded(ProposedDecision change, Workload workload) {
    return workload.dataBound() && workload.replication() == null
        ? change
        : change.withoutVolumes();
  }

  /** Tells what time and room bring about from what was asked. */
  private static ProposedDecision explained(
      ProposedDecision change, @Nullable DecisionInForce inForce, @Nullable Inputs inputs) {
    return inputs == null
        ? change
        : DecisionDifference.explained(change, inForce, inputs.digest(), inputs.asOf());
  }

  /**
   * What was decided for workloads that are gone, and only for those, holds no room any more.
   *
   * @param inForce every decision in force
   * @param workloads that are there
   * @param withdraws whether the decision for one that is gone can be withdrawn
   */
  static List<ProposedDecision> withdrawals(
      Map<WorkloadId, DecisionInForce> inForce,
      Map<WorkloadId, BleuWorkload> workloads,
      Predicate<WorkloadId> withdraws) {
    List<ProposedDecision> changes = new ArrayList<>();
    inForce.forEach(
        (id, decision) -> {
          BleuWorkload workload = workloads.get(id);
          if (withdraws.test(id)
              && (workload == null || !decision.uid().equals(workload.getMetadata().getUid()))) {
            changes.add(DecisionDifference.withdrawal(id, decision));
          }
        });
    // In the order of their names: that of a map that is copied differs from start to start.
    changes.sort(Comparator.comparing(ProposedDecision::id));
    return changes;
  }

  private static Map<WorkloadId, @Nullable String> uids(Estate estate) {
    Map<WorkloadId, @Nullable String> uids = new HashMap<>();
    estate.workloads().forEach(w -> uids.put(w.id(), w.uid()));
    return uids;
  }
}
