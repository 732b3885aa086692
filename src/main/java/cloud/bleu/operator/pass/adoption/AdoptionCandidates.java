package cloud.bleu.operator.pass.adoption;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that take over what runs and may come first.
 *
 * @param planned the plan without them
 * @param change that a decision makes, null when it makes none
 * @param some the workloads
 * @param taken whether what is decided for one of them may be taken
 */
record AdoptionCandidates(
    PassPlan planned,
    Function<Decision, @Nullable ProposedDecision> change,
    Set<WorkloadId> some,
    Predicate<Decision> taken) {

  /**
   * The candidates. While others wait, these are workloads that ask for no more than runs, or get
   * no more than the plan for all gives them; otherwise all.
   *
   * @param without the plan without those that take over
   * @param withholding those of some changes that cannot be committed
   */
  static AdoptionCandidates of(
      AdoptedRooms rooms,
      PassPlan planned,
      PassPlan without,
      Function<Decision, @Nullable ProposedDecision> change,
      UnaryOperator<List<ProposedDecision>> withholding) {
    Set<WorkloadId> all = rooms.adoptable();
    List<ProposedDecision> others =
        without.proposed().stream().filter(one -> !all.contains(one.id())).toList();
    // For one that cannot be committed they would wait for ever.
    if (noneIsTaken(others, withholding)) {
      return new AdoptionCandidates(without, change, all, decision -> true);
    }
    Set<WorkloadId> proposed = planned.proposedWorkloads();
    Map<WorkloadId, Decision> given = new HashMap<>();
    planned.plan().decisions().stream()
        .filter(d -> all.contains(d.id()) && proposed.contains(d.id()) && d.whole())
        .forEach(d -> given.put(d.id(), d));
    Set<WorkloadId> some = new HashSet<>(ReplicaShift.within(rooms, all));
    some.addAll(given.keySet());
    return new AdoptionCandidates(
        without,
        change,
        some,
        decision -> !ReplicaShift.grows(rooms, decision, given.get(decision.id())));
  }

  /** Asks for a few at first, and for more each time: the server may be asked for each of them. */
  private static boolean noneIsTaken(
      List<ProposedDecision> changes, UnaryOperator<List<ProposedDecision>> withholding) {
    int next = 0;
    for (int some = 1; next < changes.size(); some *= 2) {
      List<ProposedDecision> asked = changes.subList(next, Math.min(next + some, changes.size()));
      if (withholding.apply(asked).size() < asked.size()) {
        return false;
      }
      next += asked.size();
    }
    return true;
  }
}
