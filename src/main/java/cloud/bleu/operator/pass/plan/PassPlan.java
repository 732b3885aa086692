package cloud.bleu.operator.pass.plan;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
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
public record PassPlan(
    Estate estate,
    Plan plan,
    Map<WorkloadId, Decision> withheld,
    List<ProposedDecision> proposed,
    List<ProposedDecision> waiting) {

  public PassPlan {
    withheld = Map.copyOf(withheld);
    proposed = List.copyOf(proposed);
    waiting = List.copyOf(waiting);
  }

  /** A copy with other changes that are proposed before its own. */
  public PassPlan after(List<ProposedDecision> first) {
    return new PassPlan(
        estate, plan, withheld, Stream.concat(first.stream(), proposed.stream()).toList(), waiting);
  }

  /** A copy in which these changes wait as well, if their workloads propose nothing now. */
  public PassPlan waitingAlso(List<ProposedDecision> more) {
    Set<WorkloadId> known = ids(waiting);
    known.addAll(ids(proposed));
    List<ProposedDecision> all = new ArrayList<>(waiting);
    more.stream().filter(one -> known.add(one.id())).forEach(all::add);
    return new PassPlan(estate, plan, withheld, proposed, all);
  }

  /** The workloads whose changes wait. */
  public Set<WorkloadId> waitingWorkloads() {
    return ids(waiting);
  }

  /** The workloads whose changes are to be committed. */
  public Set<WorkloadId> proposedWorkloads() {
    return ids(proposed);
  }

  private static Set<WorkloadId> ids(List<ProposedDecision> changes) {
    return changes.stream().map(ProposedDecision::id).collect(Collectors.toSet());
  }

  /** The decisions of the plan. */
  public Map<WorkloadId, Decision> decisions() {
    return decisions(plan);
  }

  /** The decisions of a plan by workload. */
  public static Map<WorkloadId, Decision> decisions(Plan plan) {
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    plan.decisions().forEach(d -> decisions.put(d.id(), d));
    return decisions;
  }

  /** What is said to be decided for each workload: the withheld decisions in their places. */
  public Plan told() {
    return withheld.isEmpty()
        ? plan
        : new Plan(
            plan.decisions().stream().map(d -> withheld.getOrDefault(d.id(), d)).toList(),
            plan.orphans());
  }
}
