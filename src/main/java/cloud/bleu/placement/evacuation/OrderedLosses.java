package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Losses that chose their targets in one order. The order is found from how many replicas each loss
 * sends to each zone. A loss belongs to it only if it can be read back from the order.
 *
 * @param losses that it says, in the order of the plan
 * @param to the order
 * @param apart which zones use which targets last
 */
record OrderedLosses(List<Lost> losses, List<WrittenPlan.Run> to, ApartZones apart) {

  /** The fewest losses for which an order is worth reading. */
  private static final int FEWEST = 4;

  /**
   * An order has to cover one in so many of the losses that are left, as it has a list of its own.
   */
  private static final int ONE_OF = 40;

  /** So many orders are looked for, of losses that run the same workloads down. */
  private static final int MOST_ORDERS = 16;

  /** How moves are listed, none of them twice. */
  private static final Comparator<Contingency.Move> SORTED =
      Comparator.comparing(Contingency.Move::from).thenComparing(Contingency.Move::to);

  /**
   * A loss and the zones that it takes; those where nothing runs are such as take nothing over from
   * it, though they do from others.
   */
  record Lost(Contingency loss, Set<String> takes) {}

  /**
   * The orders of a plan, those of the most losses first; losses that have none are left out. What
   * the budget does not suffice for has none.
   *
   * @param inUse replicas by zone
   */
  static List<OrderedLosses> of(
      List<Contingency> plan, Map<String, Integer> inUse, LookBudget budget) {
    Map<List<Contingency.Eviction>, List<Contingency>> byEvicts = new LinkedHashMap<>();
    long total = WrittenPlan.total(inUse);
    for (Contingency loss : plan) {
      if (isWhole(loss, total, inUse)) {
        byEvicts.computeIfAbsent(loss.evicts(), e -> new ArrayList<>()).add(loss);
      }
    }
    List<OrderedLosses> orders = new ArrayList<>();
    for (List<Contingency> losses : byEvicts.values()) {
      List<Contingency> left = losses;
      for (int i = 0; i < MOST_ORDERS && left.size() >= FEWEST && !budget.isSpent(); i++) {
        OrderedLosses order = new OrderSearch(left, inUse, budget).largest();
        if (order.losses.size() < Math.max(FEWEST, left.size() / ONE_OF)) {
          break;
        }
        orders.add(order);
        Set<Contingency.Event> said = order.events();
        left = left.stream().filter(loss -> !said.contains(loss.event())).toList();
      }
    }
    return orders;
  }

  /** What it says. */
  Set<Contingency.Event> events() {
    return losses.stream().map(one -> one.loss().event()).collect(Collectors.toSet());
  }

  /** Zones that a loss takes, as far as it says. */
  static Set<String> lost(Contingency loss) {
    Set<String> lost = new TreeSet<>();
    if (loss.event().scope().equals(Scope.ZONE)) {
      lost.add(loss.event().value());
    }
    loss.moves().forEach(move -> lost.add(move.from()));
    return lost;
  }

  /** Whether all that is lost goes somewhere else, and is listed as it is read. */
  private static boolean isWhole(Contingency loss, long total, Map<String, Integer> inUse) {
    Set<String> lost = lost(loss);
    Map<String, Integer> given = new LinkedHashMap<>();
    List<Contingency.Move> moves = loss.moves();
    for (int i = 0; i < moves.size(); i++) {
      Contingency.Move move = moves.get(i);
      if (move.replicas() <= 0
          || lost.contains(move.to())
          || i > 0 && SORTED.compare(moves.get(i - 1), move) >= 0) {
        return false;
      }
      given.merge(move.from(), move.replicas(), Integer::sum);
    }
    return !moves.isEmpty()
        && loss.keeps() == WrittenPlan.outside(total, lost, inUse)
        && (!loss.event().scope().equals(Scope.ZONE) || lost.size() == 1)
        && given.entrySet().stream().allMatch(e -> e.getValue().equals(inUse.get(e.getKey())));
  }
}
