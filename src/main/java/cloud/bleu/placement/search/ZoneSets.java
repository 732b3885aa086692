package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Searches within sets of zones, one set after another. Meanwhile the trial may use no other zone.
 * When the searches end, it may use all zones that it could use before.
 */
final class ZoneSets {
  private final PlacementTrial trial;
  private final LossSurvival survival;

  ZoneSets(PlacementTrial trial, LossSurvival survival) {
    this.trial = trial;
    this.survival = survival;
  }

  /**
   * Leaves the best of what a search finds in each of the sets, with moves; false when it finds
   * nothing in any. What a search finds has its moves, so {@link LossSurvival#unmet} speaks of it.
   */
  boolean best(List<BitSet> sets, BooleanSupplier search) {
    boolean[] may = trial.may.clone();
    PlacementScore score = new PlacementScore();
    PlacementScore bestScore = new PlacementScore();
    int[] best = null;
    for (BitSet set : sets) {
      restrict(may, set);
      if (search.getAsBoolean()) {
        score.measure(trial, survival.unmet());
        if (best == null || score.before(bestScore)) {
          bestScore.copy(score);
          best = trial.x.clone();
        }
      }
    }
    trial.open(may);
    if (best == null) {
      return false;
    }
    trial.set(best);
    survival.cover(RecoveryEffort.Exact);
    return true;
  }

  /** Leaves what a search finds in the first of so many sets that it finds something in. */
  boolean first(List<BitSet> sets, int most, BooleanSupplier search) {
    boolean[] may = trial.may.clone();
    boolean found = false;
    for (int i = 0; i < Math.min(sets.size(), most) && !found; i++) {
      restrict(may, sets.get(i));
      found = search.getAsBoolean();
    }
    trial.open(may);
    return found;
  }

  private void restrict(boolean[] may, BitSet zones) {
    trial.open(may);
    for (int z = 0; z < may.length; z++) {
      if (!zones.get(z)) {
        trial.close(z);
      }
    }
  }
}
