package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the order in which losses chose their targets: what a loss takes came before what it left.
 * A place is one replica in one zone; the places of a zone follow each other. Where losses
 * contradict each other, those that the fewest others agree with are left out.
 */
final class ChoiceOrder {

  /** Targets, by name. */
  private final List<String> targets;

  private final Map<String, Integer> numbers = new HashMap<>();

  private final LookBudget budget;

  /** By target: places in the order so far, claims that have it wait, places still claimed. */
  private final int[] placed;

  private final int[] blocked;
  private final int[] wanted;

  /** Places still claimed, of all targets. */
  private long unplaced;

  /** Claims of one loss follow each other. */
  private final List<Claim> claims = new ArrayList<>();

  /** By target and place, the claims that take it. */
  private final List<List<List<Claim>>> takers = new ArrayList<>();

  /** By target and number of its places, the claims that have taken all of theirs with it. */
  private final List<List<List<Claim>>> ending = new ArrayList<>();

  /** What one lost zone takes of one loss: before all that it leaves. */
  private static final class Claim {
    final Contingency.Event loss;

    /** Targets that do not wait for it. */
    final BitSet passed;

    private final TakenPlaces places;

    /** Which of the claims of its loss it is, from 1 on. */
    private final int number;

    int left;
    boolean given;

    Claim(Contingency.Event loss, BitSet passed, TakenPlaces places, int number) {
      this.loss = loss;
      this.passed = passed;
      this.places = places;
      this.number = number;
    }

    /** The places of a target that the loss has taken before it. */
    int begin(int target) {
      return places.by(target, number - 1);
    }

    /** The places of a target that the loss has taken before it and with it. */
    int end(int target) {
      return places.by(target, number);
    }
  }

  private ChoiceOrder(
      List<OrderedLosses.Lost> losses, Map<String, Set<String>> last, LookBudget budget) {
    this.budget = budget;
    TreeSet<String> names = new TreeSet<>();
    losses.forEach(one -> one.loss().moves().forEach(move -> names.add(move.to())));
    targets = List.copyOf(names);
    placed = new int[targets.size()];
    blocked = new int[targets.size()];
    wanted = new int[targets.size()];
    for (int t = 0; t < targets.size(); t++) {
      numbers.put(targets.get(t), t);
      takers.add(new ArrayList<>());
      ending.add(new ArrayList<>());
    }
    for (OrderedLosses.Lost one : losses) {
      claim(one, last);
      if (budget.isSpent()) {
        return;
      }
    }
    claims.forEach(this::hold);
  }

  private void claim(OrderedLosses.Lost one, Map<String, Set<String>> last) {
    TakenPlaces places = new TakenPlaces();
    BitSet takes = numbers(one.takes());
    Claim claim = null;
    String from = "";
    int number = 0;
    for (Contingency.Move move : one.loss().moves()) {
      if (claim == null || !from.equals(move.from())) {
        from = move.from();
        BitSet passed = numbers(last.getOrDefault(from, Set.of()));
        passed.or(takes);
        number++;
        claim = new Claim(one.loss().event(), passed, places, number);
        claims.add(claim);
        budget.spend(targets.size());
      }
      int target = Objects.requireNonNull(numbers.get(move.to()));
      places.add(target, number, move.replicas());
      claim.left += move.replicas();
      wanted[target] += move.replicas();
      unplaced += move.replicas();
      budget.spend(move.replicas());
    }
    places.close();
  }

  private BitSet numbers(Set<String> zones) {
    BitSet set = new BitSet(targets.size());
    for (String zone : zones) {
      Integer number = numbers.get(zone);
      if (number != null) {
        set.set(number);
      }
    }
    return set;
  }

  /** Has targets wait for a claim, and notes at which places it takes them and has enough. */
  private void hold(Claim claim) {
    for (int t = 0; t < targets.size(); t++) {
      int end = claim.end(t);
      if (end > 0) {
        at(ending.get(t), end).add(claim);
      } else if (!claim.passed.get(t)) {
        blocked[t]++;
      }
      for (int place = claim.begin(t); place < end; place++) {
        at(takers.get(t), place).add(claim);
      }
    }
  }

  private static List<Claim> at(List<List<Claim>> lists, int index) {
    while (lists.size() <= index) {
      lists.add(new ArrayList<>());
    }
    return lists.get(index);
  }

  /**
   * The order that most of these losses agree with; as much of it as the budget suffices for.
   *
   * @param losses with what each takes; its moves are sorted, and none goes there
   * @param last by lost zone, the targets that it uses last
   */
  static List<WrittenPlan.Run> of(
      List<OrderedLosses.Lost> losses, Map<String, Set<String>> last, LookBudget budget) {
    return new ChoiceOrder(losses, last, budget).order();
  }

  private List<WrittenPlan.Run> order() {
    List<WrittenPlan.Run> order = new ArrayList<>();
    int previous = -1;
    while (!budget.isSpent() && unplaced > 0) {
      int next = next(previous);
      if (blocked[next] > 0) {
        giveUp(next);
        continue;
      }
      place(next);
      int end = order.size() - 1;
      if (next == previous) {
        order.set(end, new WrittenPlan.Run(targets.get(next), order.get(end).replicas() + 1));
      } else {
        order.add(new WrittenPlan.Run(targets.get(next), 1));
      }
      previous = next;
    }
    return order;
  }

  /** The next target, by name, among those that the fewest claims keep waiting. */
  private int next(int previous) {
    int best = -1;
    for (int i = 1; i <= targets.size(); i++) {
      budget.spend(1);
      int t = (previous + i) % targets.size();
      if (wanted[t] > 0 && (best < 0 || blocked[t] < blocked[best])) {
        best = t;
        if (blocked[t] == 0) {
          break;
        }
      }
    }
    return best;
  }

  private void place(int target) {
    int place = placed[target]++;
    List<Claim> ended = at(ending.get(target), place + 1);
    List<Claim> taking = at(takers.get(target), place);
    budget.spend(ended.size() + taking.size());
    for (Claim claim : ended) {
      if (!claim.given && !claim.passed.get(target)) {
        blocked[target]++;
      }
    }
    for (Claim claim : taking) {
      if (!claim.given) {
        wanted[target]--;
        unplaced--;
        claim.left--;
        if (claim.left == 0) {
          release(claim);
        }
      }
    }
  }

  /** Has nothing wait for a claim any more: it has all, or is left out. */
  private void release(Claim claim) {
    claim.given = true;
    budget.spend(targets.size());
    for (int t = 0; t < targets.size(); t++) {
      if (!claim.passed.get(t) && claim.end(t) <= placed[t]) {
        blocked[t]--;
      }
    }
  }

  /** Leaves the losses out that have a target wait. */
  private void giveUp(int target) {
    claims.removeIf(claim -> claim.given);
    budget.spend(claims.size());
    Set<Contingency.Event> losses = new TreeSet<>();
    for (Claim claim : claims) {
      if (!claim.passed.get(target) && claim.end(target) <= placed[target]) {
        losses.add(claim.loss);
      }
    }
    for (Claim claim : claims) {
      if (losses.contains(claim.loss)) {
        for (int t = 0; t < targets.size(); t++) {
          int out = Math.max(0, claim.end(t) - Math.max(claim.begin(t), placed[t]));
          wanted[t] -= out;
          unplaced -= out;
        }
        release(claim);
      }
    }
  }
}
