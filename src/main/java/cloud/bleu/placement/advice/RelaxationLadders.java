package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.RelaxableItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which steps of the items are tried together: every one of short ladders, some of long ones. */
final class RelaxationLadders {
  /** Up to so many steps of one item every one is tried. */
  static final int LONG = 24;

  /** Up to so many combinations of a set every one is tried at first, else a few of each item. */
  private static final int ALL_COMBINATIONS = 27;

  private final List<RelaxableItem> items;

  RelaxationLadders(List<RelaxableItem> items) {
    this.items = items;
  }

  /** Whether every step of every item is tried. */
  boolean areShort() {
    return items.stream().allMatch(item -> item.steps().size() <= LONG);
  }

  /** The last step of each item of a set. */
  int[] widest(int[] set) {
    return Arrays.stream(set).map(item -> items.get(item).steps().size() - 1).toArray();
  }

  /** Combinations of steps, the smallest changes first. */
  List<int[]> combinations(int[] set) {
    long all = 1;
    for (int item : set) {
      all *= items.get(item).steps().size();
    }
    boolean every = all <= (set.length == 1 ? LONG : ALL_COMBINATIONS);
    List<int[]> combinations = new ArrayList<>();
    combine(set, new int[set.length], 0, every, combinations);
    combinations.sort(Comparator.comparingInt(steps -> Arrays.stream(steps).sum()));
    return combinations;
  }

  private void combine(int[] set, int[] steps, int at, boolean every, List<int[]> combinations) {
    if (at == set.length) {
      combinations.add(steps.clone());
      return;
    }
    int last = items.get(set[at]).steps().size() - 1;
    // Of a long ladder: 12 rungs of one item alone, three of each of two, first and last of three.
    int rungs = every ? last : Math.min(last, set.length == 1 ? 11 : set.length == 2 ? 2 : 1);
    for (int i = 0; i <= rungs; i++) {
      steps[at] = rungs == 0 ? 0 : (int) ((long) i * last / rungs);
      combine(set, steps, at + 1, every, combinations);
    }
  }
}
