package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks for the one order by which most of some losses are read. */
final class OrderSearch {

  /** So often a loss is read again with the idle zones that it turned out to take. */
  private static final int MOST_TURNS = 4;

  private final List<Contingency> losses;
  private final Map<String, Integer> inUse;
  private final LookBudget budget;

  /**
   * @param losses sorted by event
   * @param inUse replicas by zone
   */
  OrderSearch(List<Contingency> losses, Map<String, Integer> inUse, LookBudget budget) {
    this.losses = losses;
    this.inUse = inUse;
    this.budget = budget;
  }

  /** The order that says the most of these, with zones that are apart only if that says more. */
  OrderedLosses largest() {
    OrderedLosses best = said(ApartZones.NONE);
    ApartZones apart = ApartZones.of(losses);
    if (best.losses().size() < losses.size() && !apart.isEmpty()) {
      for (ApartZones zones : List.of(apart, apart.withIdle(losses, inUse.keySet()))) {
        best = larger(best, said(zones));
      }
    }
    return best;
  }

  private static OrderedLosses larger(OrderedLosses one, OrderedLosses other) {
    return other.losses().size() > one.losses().size() ? other : one;
  }

  private OrderedLosses said(ApartZones apart) {
    List<OrderedLosses.Lost> lost = new ArrayList<>();
    losses.forEach(loss -> lost.add(new OrderedLosses.Lost(loss, OrderedLosses.lost(loss))));
    OrderedLosses first = inOrder(lost, apart);
    if (first.losses().size() == losses.size()) {
      return first;
    }
    // Now it is known which idle zones some of them take.
    Map<Contingency.Event, OrderedLosses.Lost> known = new HashMap<>();
    first.losses().forEach(one -> known.put(one.loss().event(), one));
    List<OrderedLosses.Lost> wider = new ArrayList<>();
    lost.forEach(one -> wider.add(known.getOrDefault(one.loss().event(), one)));
    return wider.equals(lost) ? first : larger(first, inOrder(wider, apart));
  }

  /**
   * The order that most losses agree with, and those that are read by it, with the idle zones that
   * each takes besides.
   */
  private OrderedLosses inOrder(List<OrderedLosses.Lost> lost, ApartZones apart) {
    Map<String, Set<String>> last = apart.last();
    List<WrittenPlan.Run> to = ChoiceOrder.of(lost, last, budget);
    List<OrderedLosses.Lost> said = new ArrayList<>();
    for (OrderedLosses.Lost one : lost) {
      Set<String> takes = new TreeSet<>(one.takes());
      boolean again = true;
      for (int turn = 0; again && turn < MOST_TURNS && !budget.isSpent(); turn++) {
        List<Contingency.Move> moves = read(takes, to, last);
        if (moves.equals(one.loss().moves())) {
          said.add(new OrderedLosses.Lost(one.loss(), takes));
          break;
        }
        again = takes.addAll(idle(moves, one.loss()));
      }
    }
    return new OrderedLosses(said, to, apart);
  }

  /** Zones where nothing runs and that take over by the order, but not by what the loss says. */
  private Set<String> idle(List<Contingency.Move> read, Contingency loss) {
    Set<String> idle = new TreeSet<>();
    if (!loss.event().scope().equals(Scope.ZONE)) {
      read.forEach(move -> idle.add(move.to()));
      idle.removeAll(inUse.keySet());
      loss.moves().forEach(move -> idle.remove(move.to()));
    }
    return idle;
  }

  private List<Contingency.Move> read(
      Set<String> lost, List<WrittenPlan.Run> to, Map<String, Set<String>> last) {
    return new Takeover(
            to.stream().filter(run -> isLeft(run, lost)).iterator(), () -> budget.spend(1))
        .moves(lost, inUse, last);
  }

  private boolean isLeft(WrittenPlan.Run run, Set<String> lost) {
    budget.spend(1);
    return !lost.contains(run.zone());
  }
}
