package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the order in which losses chose their targets, from what each of them says: whatever it
 * takes came before whatever it left. A place is one replica in one zone; those of a zone come one
 * after the other. Where losses contradict each other, those that the fewest others agree with are
 * left out.
 */
final class ChoiceOrder {

  /** Targets by name, and how many places of each are in the order so far. */
  private final List<String> targets;

  private final int[] placed;

  /** By target, how many claims have it wait, and how many of its places are still claimed. */
  private final int[] blocked;

  private final int[] wanted;
  private final List<Claim> claims = new ArrayList<>();

  /** By target and number of its places that a claim takes: those that wait for a further one. */
  private final List<Map<Integer, List<Claim>>> ending = new ArrayList<>();

  /** What one lost zone takes of one loss: before all that it leaves. */
  private static final class Claim {
    final Contingency.Event loss;
    final Set<String> passed;

    /** By target, the places that are taken with this claim: from this one on, up to that one. */
    final Map<Integer, Integer> begin = new LinkedHashMap<>();

    final Map<Integer, Integer> end;
    int left;
    boolean given;

    Claim(Contingency.Event loss, Set<String> passed, Map<Integer, Integer> before) {
      this.loss = loss;
      this.passed = passed;
      this.end = new HashMap<>(before);
    }

    boolean takes(int target, int place) {
      Integer first = begin.get(target);
      return first != null && first <= place && place < end.getOrDefault(target, 0);
    }
  }

  private ChoiceOrder(Map<Contingency, Set<String>> losses, Map<String, Set<String>> last) {
    TreeSet<String> names = new TreeSet<>();
    losses.keySet().forEach(loss -> loss.moves().forEach(move -> names.add(move.to())));
    targets = List.copyOf(names);
    placed = new int[targets.size()];
    blocked = new int[targets.size()];
    wanted = new int[targets.size()];
    for (int t = 0; t < targets.size(); t++) {
      ending.add(new HashMap<>());
    }
    Map<String, Integer> number = new HashMap<>();
    for (String name : targets) {
      number.put(name, number.size());
    }
    losses.forEach((loss, lost) -> claim(loss, lost, number, last));
    for (Claim claim : claims) {
      for (int t = 0; t < targets.size(); t++) {
        int end = claim.end.getOrDefault(t, 0);
        if (end == 0 && waits(claim, t)) {
          blocked[t]++;
        } else if (end > 0) {
          ending.get(t).computeIfAbsent(end, e -> new ArrayList<>()).add(claim);
        }
      }
    }
  }

  private void claim(
      Contingency loss,
      Set<String> lost,
      Map<String, Integer> targetNumber,
      Map<String, Set<String>> last) {
    Map<Integer, Integer> taken = new HashMap<>();
    Claim claim = null;
    String from = "";
    for (Contingency.Move move : loss.moves()) {
      if (claim == null || !from.equals(move.from())) {
        from = move.from();
        Set<String> passed = new TreeSet<>(last.getOrDefault(from, Set.of()));
        passed.addAll(lost);
        claim = new Claim(loss.event(), passed, taken);
        claims.add(claim);
      }
      int target = targetNumber.get(move.to());
      claim.begin.putIfAbsent(target, taken.getOrDefault(target, 0));
      taken.merge(target, move.replicas(), Integer::sum);
      claim.end.put(target, taken.get(target));
      claim.left += move.replicas();
      wanted[target] += move.replicas();
    }
  }

  private boolean waits(Claim claim, int target) {
    return !claim.passed.contains(targets.get(target));
  }

  /**
   * The order that most of these losses agree with.
   *
   * @param losses with what each takes; its moves are sorted, and none goes there
   * @param last by lost zone, the targets that it uses last
   */
  static List<WrittenPlan.Run> of(
      Map<Contingency, Set<String>> losses, Map<String, Set<String>> last) {
    return new ChoiceOrder(losses, last).order();
  }

  private List<WrittenPlan.Run> order() {
    List<WrittenPlan.Run> order = new ArrayList<>();
    int previous = -1;
    while (Arrays.stream(wanted).anyMatch(places -> places > 0)) {
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

  /** Of the targets that the fewest claims have wait, the next one by name. */
  private int next(int previous) {
    int best = -1;
    for (int i = 1; i <= targets.size(); i++) {
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
    for (Claim claim : ending.get(target).getOrDefault(placed[target], List.of())) {
      if (!claim.given && waits(claim, target)) {
        blocked[target]++;
      }
    }
    for (Claim claim : claims) {
      if (!claim.given && claim.takes(target, place)) {
        wanted[target]--;
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
    for (int t = 0; t < targets.size(); t++) {
      if (claim.end.getOrDefault(t, 0) <= placed[t] && waits(claim, t)) {
        blocked[t]--;
      }
    }
  }

  /** Leaves the losses out that have a target wait. */
  private void giveUp(int target) {
    Set<Contingency.Event> out = new TreeSet<>();
    for (Claim claim : claims) {
      if (!claim.given
          && waits(claim, target)
          && claim.end.getOrDefault(target, 0) <= placed[target]) {
        out.add(claim.loss);
      }
    }
    for (Claim claim : claims) {
      if (!claim.given && out.contains(claim.loss)) {
        claim.begin.forEach(
            (t, begin) ->
                wanted[t] -=
                    Math.max(0, claim.end.getOrDefault(t, 0) - Math.max(begin, placed[t])));
        release(claim);
      }
    }
  }
}
