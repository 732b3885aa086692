package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.RelaxableItem;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Workload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tries changed workloads, each once, up to a limit. A change that is known to fail counts as no
 * trial.
 */
final class RelaxationTrials {
  private final Workload workload;
  private final List<RelaxableItem> items;
  private final Predicate<Workload> places;
  private final Predicate<Workload> possible;
  private final int most;
  private final Map<List<Integer>, Boolean> tried = new HashMap<>();
  private final Set<List<Integer>> hopeless = new HashSet<>();

  /**
   * @param workload as it is asked for
   * @param items of which a choice names some by number, each with the number of its step
   * @param places whether all replicas of a changed workload find their place
   * @param possible false only for a changed workload that finds no place for sure
   * @param most so many are tried
   */
  RelaxationTrials(
      Workload workload,
      List<RelaxableItem> items,
      Predicate<Workload> places,
      Predicate<Workload> possible,
      int most) {
    this.workload = workload;
    this.items = items;
    this.places = places;
    this.possible = possible;
    this.most = most;
  }

  /** Whether a choice was tried, and not only told to fail. */
  boolean isTried(List<Integer> choice) {
    return tried.containsKey(choice);
  }

  /**
   * Whether the workload finds its place with a choice of changes.
   *
   * @param choice items and steps in turn
   * @throws Exhausted if it is one trial too many
   */
  boolean attempt(List<Integer> choice) {
    Boolean before = tried.get(choice);
    if (before != null) {
      return before;
    }
    if (hopeless.contains(choice)) {
      return false;
    }
    EditableWorkload edited = new EditableWorkload(workload);
    for (int i = 0; i < choice.size(); i += 2) {
      items.get(choice.get(i)).steps().get(choice.get(i + 1)).change().accept(edited);
    }
    Workload changed = edited.build();
    if (!possible.test(changed)) {
      hopeless.add(choice);
      return false;
    }
    if (tried.size() >= most) {
      throw new Exhausted();
    }
    boolean placed = places.test(changed);
    tried.put(choice, placed);
    return placed;
  }

  /** A limit was reached. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super(null, null, false, false);
    }
  }
}
