package cloud.bleu.operator.pass.plan;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that stand still because their decisions are withheld, round by round: without them the
 * plan may lead to further decisions that are withheld. Each round is a whole plan. So after a few
 * rounds those wait as well that would come next: first the others of the same namespaces, then
 * all. Workloads that get all that they ask go on, and so do those that answer a loss, and those
 * that make room for one of these.
 */
final class FrozenWorkloads {

  /** How many rounds freeze only what is withheld. */
  static final int ALONE = 3;

  /** After so many rounds it is everybody's turn, of whatever namespace. */
  static final int NAMESPACES = 6;

  private final Map<WorkloadId, Decision> withheld = new HashMap<>();
  private final List<ProposedDecision> waiting = new ArrayList<>();
  private final Set<String> namespaces = new HashSet<>();
  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private Estate estate;
  private int rounds;

  /**
   * @param estate in which nobody is frozen yet for that
   * @param inForce the decision in force, null where there is none
   */
  FrozenWorkloads(Estate estate, Function<WorkloadId, @Nullable DecisionInForce> inForce) {
    this.estate = estate;
    this.inForce = inForce;
  }

  /** The estate with them frozen. */
  Estate estate() {
    return estate;
  }

  /** Their decisions, of the plans in which they could move. */
  Map<WorkloadId, Decision> withheld() {
    return withheld;
  }

  /** The changes that these would make, of which none is to be committed. */
  List<ProposedDecision> waiting() {
    return waiting;
  }

  /**
   * Freezes more of them.
   *
   * @param proposed changes of the plan
   * @param more those of them that are withheld; what is frozen makes no change
   */
  void add(Plan plan, List<ProposedDecision> proposed, List<ProposedDecision> more) {
    rounds++;
    more.forEach(one -> namespaces.add(one.id().namespace()));
    Set<WorkloadId> ids = ids(more);
    if (rounds > ALONE) {
      Set<WorkloadId> changing = ids(proposed);
      plan.decisions().stream()
          .filter(d -> !changing.contains(d.id()) || !goesOn(d))
          .filter(d -> rounds > NAMESPACES || namespaces.contains(d.id().namespace()))
          .forEach(d -> ids.add(d.id()));
    }
    proposed.stream().filter(one -> ids.contains(one.id())).forEach(waiting::add);
    plan.decisions().stream()
        .filter(d -> ids.contains(d.id()))
        .forEach(d -> withheld.putIfAbsent(d.id(), d));
    estate =
        estate.withWorkloads(
            estate.workloads().stream().map(w -> ids.contains(w.id()) ? w.frozen() : w).toList());
  }

  /** Whether a change needs no more room than it has, is not to wait, or makes room for such. */
  private boolean goesOn(Decision decision) {
    return decision.whole()
        || decision.cause() == Decision.Cause.ZoneState
        || decision.cause() == Decision.Cause.Preempted
        || rounds <= NAMESPACES && inForce.apply(decision.id()) != null;
  }

  private static Set<WorkloadId> ids(List<ProposedDecision> changes) {
    return changes.stream().map(ProposedDecision::id).collect(Collectors.toSet());
  }
}
