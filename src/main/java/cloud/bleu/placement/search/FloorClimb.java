package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The best counts that the skews allow, from what a greedy fill found within the skew at each step.
 * Skew is asked of the counts at the end: a domain may take more once the others hold a higher
 * floor, and fewer must go to dear ones at a lower floor. What the best counts cost is convex in
 * the floors, so the search goes up and down from the floors that were found as long as that is
 * better.
 */
final class FloorClimb {
  private final PlacementTrial trial;
  private final GreedyFill fill;
  private final PlacementScore score = new PlacementScore();
  private final PlacementScore bestScore = new PlacementScore();
  private final int[] best;

  FloorClimb(PlacementTrial trial, GreedyFill fill) {
    this.trial = trial;
    this.fill = fill;
    this.best = new int[trial.x.length];
  }

  /**
   * Leaves in the trial the best counts that are found, those that it has if none are better.
   *
   * @param replicas how many beside those that are fixed
   * @param holds whether the counts in the trial meet all that is asked
   */
  void climb(int replicas, BooleanSupplier holds) {
    int[] floors = floors();
    List<int[]> directions = directions(floors.length);
    keep();
    better(replicas, floors, holds);
    boolean moved;
    do {
      moved = false;
      for (int[] direction : directions) {
        moved |= along(direction, replicas, floors, holds);
      }
    } while (moved && directions.size() > 2);
    trial.set(best);
  }

  /** One floor up or down, or two at once: of nested entries one may need the other. */
  private List<int[]> directions(int entries) {
    List<int[]> directions = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      for (int j = 0; j <= i; j++) {
        if (trial.asks(trial.compiled.spreads[i]) && trial.asks(trial.compiled.spreads[j])) {
          add(directions, entries, i, 1, j, 1);
          add(directions, entries, i, -1, j, -1);
          if (i != j) {
            add(directions, entries, i, 1, j, -1);
            add(directions, entries, i, -1, j, 1);
          }
        }
      }
    }
    return directions;
  }

  private static void add(List<int[]> directions, int entries, int i, int up, int j, int too) {
    int[] direction = new int[entries];
    direction[i] = up;
    direction[j] = too;
    directions.add(direction);
  }

  /** The floors that the counts in the trial have. */
  private int[] floors() {
    SpreadLimit[] limits = trial.compiled.spreads;
    int[] floors = new int[limits.length];
    for (int i = 0; i < floors.length; i++) {
      floors[i] = limits[i].floor(trial.byDomain(i), trial.basis(i));
    }
    return floors;
  }

  /** Whether a step in a direction is better; goes on in it until no step is. */
  private boolean along(int[] direction, int replicas, int[] floors, BooleanSupplier holds) {
    boolean moved = false;
    while (step(floors, direction, 1) && better(replicas, floors, holds)) {
      moved = true;
    }
    step(floors, direction, -1);
    return moved;
  }

  /** Moves the floors so many steps; whether none is below 0. */
  private static boolean step(int[] floors, int[] direction, int steps) {
    boolean floor = true;
    for (int i = 0; i < floors.length; i++) {
      floors[i] += steps * direction[i];
      floor &= floors[i] >= 0;
    }
    return floor;
  }

  /** Whether the fill to these floors is better than the best so far, which it is then. */
  private boolean better(int replicas, int[] floors, BooleanSupplier holds) {
    if (trial.planState.steps.spent()) {
      return false;
    }
    trial.rewind();
    if (fill.fill(replicas, floors) > 0) {
      return false;
    }
    score.measure(trial);
    if (!score.before(bestScore) || !holds.getAsBoolean()) {
      return false;
    }
    keep();
    return true;
  }

  private void keep() {
    score.measure(trial);
    score.survival = 0;
    bestScore.copy(score);
    System.arraycopy(trial.x, 0, best, 0, best.length);
  }
}
