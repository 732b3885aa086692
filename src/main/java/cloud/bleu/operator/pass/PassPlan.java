package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pass decides. Where decisions are withheld that would give room back, it is decided with
 * their workloads frozen: they run on as they are, whatever else is decided.
 *
 * @param estate that the plan is made for
 * @param withheld decisions that are not to be committed, made for the estate in which their
 *     workloads may move
 * @param proposed changes to commit
 * @param waiting changes that the withheld decisions make
 */
record PassPlan(
    Estate estate,
    Plan plan,
    Map<WorkloadId, Decision> withheld,
    List<ProposedDecision> proposed,
    List<ProposedDecision> waiting) {

  PassPlan {
    withheld = Map.copyOf(withheld);
    proposed = List.copyOf(proposed);
    waiting = List.copyOf(waiting);
  }

  /** The same, with other changes that are proposed before its own. */
  PassPlan after(List<ProposedDecision> first) {
    return new PassPlan(
        estate, plan, withheld, Stream.concat(first.stream(), proposed.stream()).toList(), waiting);
  }

  /** The workloads whose changes wait. */
  Set<WorkloadId> waitingWorkloads() {
    return waiting.stream().map(ProposedDecision::id).collect(Collectors.toSet());
  }

  /** The decisions of the plan. */
  Map<WorkloadId, Decision> decisions() {
    return SnapshotAssembly.decisions(plan);
  }

  /** What is said to be decided for each workload: the withheld decisions in their places. */
  Plan told() {
    return withheld.isEmpty()
        ? plan
        : new Plan(
            plan.decisions().stream().map(d -> withheld.getOrDefault(d.id(), d)).toList(),
            plan.orphans());
  }
}
