package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.RelaxableItem;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a workload that could not be placed would have to give up. Sets of one to three changes from
 * a closed list of the workload's own wishes; a set is named only if it was placed and everything
 * less was tried and failed. Nothing is concluded from one trial for another: to ask for less can
 * also hurt, when a newly allowed but full domain enters the skew.
 */
public final class Relaxations {

  /** At most so many sets are named. */
  public static final int MOST_SETS = 10;

  /** At most so many changed workloads are tried. */
  public static final int MOST_TRIALS = 600;

  private static final int LARGEST_SET = 3;

  /** Of one item alone, so many rungs are tried one after another for the least that works. */
  private static final int CLOSE_OF_ONE = 64;

  /** And beyond those so many. */
  private static final int RUNGS_BEYOND = 12;

  private final List<RelaxableItem> items;
  private final RelaxationLadders ladders;
  private final RelaxationTrials trials;
  private final Map<List<Integer>, Decision.Relaxation> found = new HashMap<>();

  private boolean isLeast = true;

  private Relaxations(List<RelaxableItem> items, RelaxationTrials trials) {
    this.items = items;
    this.ladders = new RelaxationLadders(items);
    this.trials = trials;
  }

  /**
   * @param sets by size, then replicas before placement before resilience before residency, then
   *     path
   * @param complete whether every set of up to three items of the list was tried at the steps that
   *     the list has for them
   */
  public record Found(List<Decision.Relaxation> sets, boolean complete) {
    public Found {
      sets = List.copyOf(sets);
    }
  }

  /**
   * Searches with at most {@link #MOST_TRIALS} trials.
   *
   * @param workload as it is asked for; it could not be placed
   * @param places whether all replicas of the changed workload find their place, everything else
   *     being equal
   */
  public static Found search(Estate estate, Workload workload, Predicate<Workload> places) {
    return search(estate, workload, 0, places, changed -> true, MOST_TRIALS);
  }

  /**
   * Searches with at most so many trials.
   *
   * @param placed so many replicas have their place: nobody has to ask for fewer
   * @param possible false only for a changed workload that finds no place for sure, told for much
   *     less than a trial
   */
  public static Found search(
      Estate estate,
      Workload workload,
      int placed,
      Predicate<Workload> places,
      Predicate<Workload> possible,
      int mostTrials) {
    List<RelaxableItem> items = RelaxableRequirements.of(estate, workload, placed);
    int most = Math.max(0, Math.min(MOST_TRIALS, mostTrials));
    Relaxations search =
        new Relaxations(items, new RelaxationTrials(workload, items, places, possible, most));
    boolean complete = search.run();
    return new Found(search.sorted(), complete);
  }

  /** Whether the search came to its end. */
  private boolean run() {
    try {
      for (int size = 1; size <= LARGEST_SET; size++) {
        // The widest change of each set first, so that few trials find much; then all the others.
        sets(new int[size], 0, 0, set -> explore(set, List.of(ladders.widest(set))));
        sets(new int[size], 0, 0, set -> explore(set, ladders.combinations(set)));
      }
      return isLeast && ladders.areShort();
    } catch (RelaxationTrials.Exhausted end) {
      return false;
    }
  }

  /** Every set of items that can be changed together and of which no part is enough. */
  private void sets(int[] set, int chosen, int next, Consumer<int[]> explore) {
    if (chosen == set.length) {
      if (isOpen(set)) {
        explore.accept(set.clone());
      }
      return;
    }
    for (int i = next; i < items.size(); i++) {
      boolean together = true;
      for (int c = 0; c < chosen; c++) {
        RelaxableItem other = items.get(set[c]);
        together &= !other.moots(items.get(i)) && !items.get(i).moots(other);
      }
      if (together) {
        set[chosen] = i;
        sets(set, chosen + 1, i + 1, explore);
      }
    }
  }

  private boolean isOpen(int[] set) {
    return found.keySet().stream().noneMatch(choice -> isPart(choice, set));
  }

  /** Whether every item of a choice is in a set. */
  private static boolean isPart(List<Integer> choice, int[] set) {
    for (int i = 0; i < choice.size(); i += 2) {
      int item = choice.get(i);
      if (Arrays.stream(set).noneMatch(other -> other == item)) {
        return false;
      }
    }
    return true;
  }

  private void explore(int[] set, List<int[]> combinations) {
    for (int[] steps : combinations) {
      if (trials.attempt(choice(set, steps))) {
        least(set, steps);
        keep(set, steps);
        return;
      }
    }
  }

  /**
   * Makes each change as small as it may be with the others as they are: rung by rung from the
   * smallest change on, since that a change fails says nothing of a larger or smaller one.
   */
  private void least(int[] set, int[] steps) {
    int close = set.length == 1 ? CLOSE_OF_ONE : RelaxationLadders.LONG;
    for (int i = 0; i < set.length; i++) {
      int works = steps[i];
      int next = climb(set, steps, i, 0, works, close);
      if (next == works || trials.attempt(choice(set, steps))) {
        continue;
      }
      // Too far to try every rung: of some between, the first that works, then below it again.
      isLeast = false;
      int fails = next;
      while (works - fails > RelaxationLadders.LONG) {
        int stride = (works - fails) / RUNGS_BEYOND;
        int rung = fails + stride;
        steps[i] = rung;
        while (rung < works && !trials.attempt(choice(set, steps))) {
          fails = rung;
          rung = Math.min(works, rung + stride);
          steps[i] = rung;
        }
        works = rung;
      }
      climb(set, steps, i, fails + 1, works, RelaxationLadders.LONG);
    }
  }

  /**
   * Sets one change to the first of some rungs that works, or to the last of them.
   *
   * @param most so many are tried; who fails for sure is not counted
   * @return the rung at which it stands: below {@code to} it works, or no more were to be tried
   */
  private int climb(int[] set, int[] steps, int i, int from, int to, int most) {
    int left = most;
    for (int rung = from; rung < to; rung++) {
      steps[i] = rung;
      List<Integer> choice = choice(set, steps);
      if (left == 0 || trials.attempt(choice)) {
        return rung;
      }
      left -= trials.isTried(choice) ? 1 : 0;
    }
    steps[i] = to;
    return to;
  }

  /** Keeps a set that was placed, or the part of it that is enough. */
  private void keep(int[] set, int[] steps) {
    int whole = (1 << set.length) - 1;
    int enough = whole;
    for (int mask = 1; mask < whole; mask++) {
      boolean smaller = Integer.bitCount(mask) < Integer.bitCount(enough);
      if (smaller && trials.attempt(choice(masked(set, mask), masked(steps, mask)))) {
        enough = mask;
      }
    }
    int[] kept = masked(set, enough);
    found.keySet().removeIf(choice -> isPart(choice(kept, kept), items(choice)));
    found.put(choice(kept, masked(steps, enough)), relaxation(kept, masked(steps, enough)));
    if (found.size() > MOST_SETS) {
      throw new RelaxationTrials.Exhausted();
    }
  }

  private static int[] items(List<Integer> choice) {
    int[] items = new int[choice.size() / 2];
    Arrays.setAll(items, i -> choice.get(2 * i));
    return items;
  }

  private static int[] masked(int[] values, int mask) {
    int[] some = new int[Integer.bitCount(mask)];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if ((mask & 1 << i) != 0) {
        some[n++] = values[i];
      }
    }
    return some;
  }

  /** Items and steps in turn. */
  private static List<Integer> choice(int[] set, int[] steps) {
    List<Integer> choice = new ArrayList<>();
    for (int i = 0; i < set.length; i++) {
      choice.add(set[i]);
      choice.add(steps[i]);
    }
    return choice;
  }

  private Decision.Relaxation relaxation(int[] set, int[] steps) {
    List<Decision.Change> changes = new ArrayList<>();
    for (int i = 0; i < set.length; i++) {
      RelaxableItem item = items.get(set[i]);
      Step step = item.steps().get(steps[i]);
      changes.add(new Decision.Change(item.path(), item.from(), step.to()));
    }
    return new Decision.Relaxation(changes);
  }

  /** Items come in the order of groups and paths, so their numbers do the sorting. */
  private List<Decision.Relaxation> sorted() {
    TreeMap<List<Integer>, Decision.Relaxation> sorted =
        new TreeMap<>(
            Comparator.<List<Integer>>comparingInt(List::size)
                .thenComparing(
                    (a, b) -> {
                      for (int i = 0; i < a.size(); i++) {
                        int order = Integer.compare(a.get(i), b.get(i));
                        if (order != 0) {
                          return order;
                        }
                      }
                      return 0;
                    }));
    sorted.putAll(found);
    return sorted.values().stream().limit(MOST_SETS).toList();
  }
}
