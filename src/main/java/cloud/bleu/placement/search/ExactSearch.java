package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.PlacementTrial;

/**
 * Tries every way to place so many replicas in the zones that may take them, and keeps the best one
 * that meets all that is asked. It is used where the greedy way finds nothing. A refusal is then a
 * proof, unless the number of steps ended the search.
 */
final class ExactSearch {
  /** At most so many ways are tried. */
  private static final int LEAVES = 8_000;

  private final PlacementTrial trial;
  private final LossSurvival survival;
  private final int[] zones;
  private final int[] rest;
  private final int[] best;
  private final PlacementScore score = new PlacementScore();
  private final PlacementScore bestScore = new PlacementScore();
  private int count;
  private int leaves;
  private boolean found;
  private boolean whole;

  ExactSearch(PlacementTrial trial, LossSurvival survival) {
    this.trial = trial;
    this.survival = survival;
    this.zones = new int[trial.x.length];
    this.rest = new int[trial.x.length + 1];
    this.best = new int[trial.x.length];
  }

  /** Whether the search that ended last tried every way. */
  boolean whole() {
    return whole;
  }

  /** Whether the ways to place so many replicas are few enough to try them all. */
  boolean few(int replicas) {
    long ways = 1;
    int zones = 0;
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.most(z) > trial.fixed[z]) {
        if (zones > 0) {
          ways = ways * (replicas + zones) / zones;
        }
        zones++;
        if (ways > LEAVES) {
          return false;
        }
      }
    }
    return true;
  }

  /** Places the replicas in the trial, with moves; false when no way was found. */
  boolean place(int replicas) {
    trial.rewind();
    count = 0;
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.most(z) > trial.fixed[z]) {
        zones[count++] = z;
      }
    }
    rest[count] = 0;
    for (int i = count - 1; i >= 0; i--) {
      long sum = (long) rest[i + 1] + trial.most(zones[i]) - trial.fixed[zones[i]];
      rest[i] = (int) Math.min(Integer.MAX_VALUE, sum);
    }
    found = false;
    whole = true;
    leaves = 0;
    descend(0, replicas);
    if (found) {
      trial.set(best);
      survival.cover(RecoveryEffort.Exact);
    } else {
      trial.rewind();
    }
    return found;
  }

  private void descend(int depth, int left) {
    if (left > rest[depth]) {
      return;
    }
    if (leaves >= LEAVES || trial.planState.steps.spent()) {
      whole = false;
      return;
    }
    if (depth == count) {
      leaves++;
      trial.planState.steps.count();
      consider();
      return;
    }
    int zone = zones[depth];
    int most = Math.min(left, trial.most(zone) - trial.fixed[zone]);
    // An even share first: should the number of ways end the search, what was tried is plausible.
    int share = (left + count - depth - 1) / (count - depth);
    for (int near = 0; near <= Math.max(share, most - share); near++) {
      for (int side = 0; side < (near == 0 ? 1 : 2); side++) {
        int added = side == 0 ? share + near : share - near;
        if (added >= 0 && added <= most) {
          trial.add(zone, added);
          descend(depth + 1, left - added);
          trial.add(zone, -added);
        }
      }
    }
  }

  private void consider() {
    if (!Constraints.admit(trial)) {
      return;
    }
    score.measure(trial, 0);
    if (found && !score.before(bestScore) && !same()) {
      return;
    }
    long unmet = survival.cover(RecoveryEffort.Exact);
    if (unmet < 0) {
      return;
    }
    score.leaveUnmet(unmet);
    if (!found || score.before(bestScore) || !bestScore.before(score) && earlier()) {
      found = true;
      bestScore.copy(score);
      System.arraycopy(trial.x, 0, best, 0, best.length);
    }
  }

  private boolean same() {
    return !bestScore.before(score);
  }

  /** More in the zones of earlier names. */
  private boolean earlier() {
    for (int z = 0; z < best.length; z++) {
      if (trial.x[z] != best[z]) {
        return trial.x[z] > best[z];
      }
    }
    return false;
  }
}
