package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.StepBudget;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds better counts than a greedy fill that keeps the skew at each step. Skew is asked of the
 * counts at the end. So a domain may take more once the others hold a higher floor, and at a lower
 * floor fewer replicas must go to dear domains. Where counts and room alone decide, the cost of the
 * best counts is convex in the floors: going up and down from the first floors as long as that is
 * better finds the best. Where more is asked it finds better counts, not always the best.
 */
final class FloorClimb {
  /** At most so many fills are tried. */
  private static final int MOST_FILLS = 64;

  private final PlacementTrial trial;
  private final GreedyFill fill;
  private final LossSurvival survival;
  private final PlacementScore score = new PlacementScore();
  private final PlacementScore bestScore = new PlacementScore();
  private final int[] best;
  private int replicas;
  private int[] floors = {};
  private int fills;

  /** Steps that are not for this. */
  private long kept;

  FloorClimb(PlacementTrial trial, GreedyFill fill, LossSurvival survival) {
    this.trial = trial;
    this.fill = fill;
    this.survival = survival;
    this.best = new int[trial.x.length];
  }

  /**
   * Leaves in the trial the best counts that are found, those that it has if none are better; the
   * moves are to be found anew.
   *
   * @param replicas how many beside those that are fixed
   * @param unmet what the counts in the trial, which meet all that is asked, leave unmet of
   *     survival
   */
  void climb(int replicas, long unmet) {
    StepBudget steps = trial.planState.steps;
    this.replicas = replicas;
    fills = 0;
    kept = steps.left() - steps.share();
    floors = floors();
    List<int[]> directions = directions(floors.length);
    score.measure(trial, unmet);
    keep();
    better();
    boolean moved;
    do {
      moved = false;
      for (int[] direction : directions) {
        moved |= along(direction);
      }
    } while (moved);
    trial.set(best);
  }

  /** One floor up or down, or two at once: of nested entries one may need the other. */
  private List<int[]> directions(int entries) {
    List<int[]> directions = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      for (int j = 0; j <= i; j++) {
        if (trial.asks(trial.compiled().spreads[i]) && trial.asks(trial.compiled().spreads[j])) {
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
    SpreadLimit[] limits = trial.compiled().spreads;
    int[] found = new int[limits.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = limits[i].floor(trial.byDomain(i), trial.basis(i));
    }
    return found;
  }

  /**
   * Goes on in a direction, twice as far each time, as long as that is better, and then half as far
   * each time; whether it moved.
   */
  private boolean along(int[] direction) {
    boolean moved = false;
    int steps = 1;
    while (step(direction, steps)) {
      moved = true;
      steps *= 2;
    }
    for (steps /= 2; steps > 0; steps /= 2) {
      moved |= step(direction, steps);
    }
    return moved;
  }

  /** Moves the floors so many steps if that is better. */
  private boolean step(int[] direction, int steps) {
    if (move(direction, steps) && better()) {
      return true;
    }
    move(direction, -steps);
    return false;
  }

  /** Moves the floors so many steps; whether none is below 0. */
  private boolean move(int[] direction, int steps) {
    boolean floor = true;
    for (int i = 0; i < floors.length; i++) {
      floors[i] += steps * direction[i];
      floor &= floors[i] >= 0;
    }
    return floor;
  }

  /** Whether the fill to these floors is better than the best so far, which it is then. */
  private boolean better() {
    long cost = fill.steps(replicas, true);
    if (fills == MOST_FILLS || trial.planState.steps.left() - cost < kept) {
      return false;
    }
    fills++;
    trial.rewind();
    if (fill.fill(replicas, floors, false) > 0) {
      return false;
    }
    score.measure(trial, 0);
    // What survival it has is asked only where that can make it better.
    if (!score.before(bestScore) || !Constraints.admit(trial)) {
      return false;
    }
    long unmet = survival.cover(RecoveryEffort.Greedy);
    score.leaveUnmet(unmet);
    if (unmet < 0 || !score.before(bestScore)) {
      return false;
    }
    keep();
    return true;
  }

  private void keep() {
    bestScore.copy(score);
    System.arraycopy(trial.x, 0, best, 0, best.length);
  }
}
