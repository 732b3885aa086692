package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Losses that chose their targets in one order. Each says how many replicas it has for whom; the
 * order is found from that, and each is read by it before it is counted in.
 *
 * @param losses that it says, with the zones that each takes; those where nothing runs are such as
 *     take nothing over from it, though they do from others
 * @param to the order
 * @param apart which zones use which targets last
 */
record OrderedLosses(
    Map<Contingency, Set<String>> losses, List<WrittenPlan.Run> to, ApartZones apart) {

  /** So many losses make an order worth its reading. */
  private static final int FEWEST = 4;

  /** So many orders are looked for, of losses that run the same workloads down. */
  private static final int MOST_ORDERS = 16;

  /**
   * The orders of a plan, those of the most losses first; losses that have none are left out.
   *
   * @param inUse replicas by zone
   */
  static List<OrderedLosses> of(List<Contingency> plan, Map<String, Integer> inUse) {
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
      for (int i = 0; i < MOST_ORDERS && left.size() >= FEWEST; i++) {
        OrderedLosses order = largest(left, inUse);
        if (order.losses.size() < FEWEST) {
          break;
        }
        orders.add(order);
        left = left.stream().filter(loss -> !order.losses.containsKey(loss)).toList();
      }
    }
    return orders;
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
    Contingency.Move before = null;
    for (Contingency.Move move : loss.moves()) {
      int order = before == null ? 1 : move.from().compareTo(before.from());
      if (order < 0
          || order == 0 && move.to().compareTo(before.to()) <= 0
          || move.replicas() <= 0
          || lost.contains(move.to())) {
        return false;
      }
      given.merge(move.from(), move.replicas(), Integer::sum);
      before = move;
    }
    return before != null
        && loss.keeps() == WrittenPlan.outside(total, lost, inUse)
        && (!loss.event().scope().equals(Scope.ZONE) || lost.size() == 1)
        && given.entrySet().stream().allMatch(e -> e.getValue().equals(inUse.get(e.getKey())));
  }

  /** The order that says the most of these, with zones that are apart only if that says more. */
  private static OrderedLosses largest(List<Contingency> losses, Map<String, Integer> inUse) {
    OrderedLosses best = said(losses, inUse, ApartZones.NONE);
    ApartZones apart = ApartZones.of(losses);
    if (best.losses.size() < losses.size() && !apart.isEmpty()) {
      for (ApartZones zones : List.of(apart, apart.withIdle(losses, inUse.keySet()))) {
        OrderedLosses other = said(losses, inUse, zones);
        best = other.losses.size() > best.losses.size() ? other : best;
      }
    }
    return best;
  }

  private static OrderedLosses said(
      List<Contingency> losses, Map<String, Integer> inUse, ApartZones apart) {
    Map<Contingency, Set<String>> lost = new LinkedHashMap<>();
    losses.forEach(loss -> lost.put(loss, lost(loss)));
    OrderedLosses first = inOrder(lost, inUse, apart);
    if (first.losses.size() == losses.size()) {
      return first;
    }
    // Now it is known which idle zones some of them take.
    OrderedLosses second = inOrder(lost, inUse, apart);
    return second.losses.size() > first.losses.size() ? second : first;
  }

  /**
   * The order that most losses agree with, and those that are read by it.
   *
   * @param lost what each of them takes; idle zones that it takes besides are added
   */
  private static OrderedLosses inOrder(
      Map<Contingency, Set<String>> lost, Map<String, Integer> inUse, ApartZones apart) {
    Map<String, Set<String>> last = apart.last();
    List<WrittenPlan.Run> to = ChoiceOrder.of(lost, last);
    Map<Contingency, Set<String>> said = new LinkedHashMap<>();
    lost.forEach(
        (loss, taken) -> {
          List<Contingency.Move> moves = read(taken, to, inUse, last);
          while (!moves.equals(loss.moves()) && taken.addAll(idle(moves, loss, inUse))) {
            moves = read(taken, to, inUse, last);
          }
          if (moves.equals(loss.moves())) {
            said.put(loss, new TreeSet<>(taken));
          }
        });
    return new OrderedLosses(said, to, apart);
  }

  /** Zones where nothing runs and that take over by the order, but not by what the loss says. */
  private static Set<String> idle(
      List<Contingency.Move> read, Contingency loss, Map<String, Integer> inUse) {
    Set<String> idle = new TreeSet<>();
    if (!loss.event().scope().equals(Scope.ZONE)) {
      read.forEach(move -> idle.add(move.to()));
      idle.removeAll(inUse.keySet());
      loss.moves().forEach(move -> idle.remove(move.to()));
    }
    return idle;
  }

  private static List<Contingency.Move> read(
      Collection<String> lost,
      List<WrittenPlan.Run> to,
      Map<String, Integer> inUse,
      Map<String, Set<String>> last) {
    return new Takeover(to.stream().filter(run -> !lost.contains(run.zone())).iterator(), () -> {})
        .moves(lost, inUse, last);
  }
}
