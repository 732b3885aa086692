package cloud.bleu.operator.pass.plan;

import cloud.bleu.ledger.DecisionDifference;
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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Those that stand still as their decisions are withheld, round by round: without them the plan may
 * decide what is withheld as well. Each round is a whole plan. So after a few of them those wait as
 * well that would come next: first the others of the same namespaces, then everybody. Who gets all
 * that it asks goes on, who answers a loss, and who makes room for one of these. So does who may
 * have to make room next, for a few rounds more, but in namespaces that take nothing: each is asked
 * once.
 */
final class FrozenWorkloads {

  /** So many rounds freeze what is withheld, and nobody else. */
  static final int ALONE = 3;

  /** After so many rounds it is everybody's turn, of whatever namespace. */
  static final int NAMESPACES = 6;

  /** After so many rounds nobody else makes room, whatever its namespace takes. */
  static final int OTHERS = 9;

  private final Map<WorkloadId, Decision> withheld = new HashMap<>();
  private final List<ProposedDecision> waiting = new ArrayList<>();
  private final Set<String> namespaces = new HashSet<>();
  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private final UnaryOperator<List<ProposedDecision>> withholding;
  private Estate estate;
  private int rounds;

  /**
   * @param estate in which nobody is frozen yet for that
   * @param inForce the decision in force, null where there is none
   * @param withholding those of some changes that cannot be committed
   */
  FrozenWorkloads(
      Estate estate,
      Function<WorkloadId, @Nullable DecisionInForce> inForce,
      UnaryOperator<List<ProposedDecision>> withholding) {
    this.estate = estate;
    this.inForce = inForce;
    this.withholding = withholding;
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
      if (rounds == NAMESPACES + 1) {
        askOthers(plan, changing);
      }
      plan.decisions().stream()
          .filter(d -> rounds > NAMESPACES || refuses(d))
          .filter(d -> !goesOn(d) || !changing.contains(d.id()) && (rounds > OTHERS || refuses(d)))
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

  /** Of each other namespace it is asked whether somebody is taken there that may come next. */
  private void askOthers(Plan plan, Set<WorkloadId> changing) {
    Map<String, ProposedDecision> asked = new TreeMap<>();
    for (Decision decision : plan.decisions()) {
      WorkloadId id = decision.id();
      DecisionInForce now = inForce.apply(id);
      if (now != null
          && now.published()
          && !decision.assignments().isEmpty()
          && !changing.contains(id)) {
        asked.putIfAbsent(id.namespace(), DecisionDifference.unchanged(id, now));
      }
    }
    asked.keySet().removeAll(namespaces);
    withholding
        .apply(List.copyOf(asked.values()))
        .forEach(one -> namespaces.add(one.id().namespace()));
  }

  private boolean refuses(Decision decision) {
    return namespaces.contains(decision.id().namespace());
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
