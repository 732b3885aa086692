package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.DecisionOrder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The order in which the decisions of a pass are to be carried out: the highest priority first;
 * what others need has the priority of those, as in the engine. Among equal priorities the
 * namespaces take turns, by their names. A turn has many decisions, so that the gate of a namespace
 * is not written anew for each. Within a namespace the order is that of the decisions.
 */
final class ProposalOrder {

  /** Decisions of one namespace before it is another one's turn. */
  static final int TURN = 16;

  private record Placed(ProposedDecision change, int priority, int turn) {}

  private ProposalOrder() {}

  /** Orders what was decided for the workloads of an estate; who is gone comes last. */
  static List<ProposedDecision> of(List<ProposedDecision> changes, Estate estate) {
    if (changes.size() < 2) {
      return List.copyOf(changes);
    }
    DecisionOrder order = DecisionOrder.of(estate.workloads());
    return of(changes, order::priority, order::rank);
  }

  /**
   * Orders them.
   *
   * @param priority of a workload
   * @param rank of a workload among those of its priority and namespace; the same: by name
   */
  static List<ProposedDecision> of(
      List<ProposedDecision> changes,
      ToIntFunction<WorkloadId> priority,
      ToIntFunction<WorkloadId> rank) {
    List<ProposedDecision> sorted = new ArrayList<>(changes);
    sorted.sort(
        Comparator.<ProposedDecision>comparingInt(c -> priority.applyAsInt(c.id()))
            .reversed()
            .thenComparing(c -> c.id().namespace())
            .thenComparingInt(c -> rank.applyAsInt(c.id()))
            .thenComparing(c -> c.id().name()));
    Map<Integer, Map<String, Integer>> counted = new HashMap<>();
    List<Placed> placed = new ArrayList<>();
    for (ProposedDecision change : sorted) {
      int of = priority.applyAsInt(change.id());
      int before =
          counted
                  .computeIfAbsent(of, p -> new HashMap<>())
                  .merge(change.id().namespace(), 1, Integer::sum)
              - 1;
      placed.add(new Placed(change, of, before / TURN));
    }
    placed.sort(
        Comparator.comparingInt(Placed::priority).reversed().thenComparingInt(Placed::turn));
    return placed.stream().map(Placed::change).toList();
  }
}
