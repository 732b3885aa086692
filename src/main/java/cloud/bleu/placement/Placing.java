package cloud.bleu.placement;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Places replicas of one workload: the greedy way first, for each clique of zones within the round
 * trip; then exactly, if the ways are few enough. What is soft is asked as if it were hard first,
 * and given up only when that cannot be: spread before survival.
 */
final class Placing {
  final Trial trial;
  private final Fill fill;
  private final Recovery recovery;
  private final Survival survival;
  private final ExactSearch exact;
  private final Score score = new Score();
  private final Score bestScore = new Score();
  private final int[] best;
  private boolean cliquesCut;

  Placing(World world) {
    trial = new Trial(world);
    fill = new Fill(trial);
    recovery = new Recovery(trial);
    survival = new Survival(trial, recovery);
    exact = new ExactSearch(trial, survival);
    best = new int[world.zones()];
  }

  /** Whether not all cliques were tried in the placing that ended last. */
  boolean cliquesCut() {
    return cliquesCut;
  }

  /** Starts with what a workload has; its own use and reserve must be out of the room. */
  void start(Standing standing) {
    cliquesCut = false;
    trial.reset(standing);
  }

  /**
   * Places so many more replicas in the trial, with moves; false: none of them, counts as before.
   */
  boolean place(int replicas) {
    boolean softSurvival = softSurvival();
    boolean softSpread = softSpread();
    boolean few = few(replicas);
    for (int level = 0; level < 4; level++) {
      boolean survivalAsked = level < 2;
      boolean spreadAsked = level % 2 == 0;
      if (!survivalAsked && !softSurvival || !spreadAsked && !softSpread) {
        continue;
      }
      if (few && level > 0) {
        trial.askSurvival = false;
        trial.askSpread = false;
        return exact.place(replicas);
      }
      trial.askSurvival = survivalAsked;
      trial.askSpread = spreadAsked;
      if (greedy(replicas) || few && exact.place(replicas)) {
        return true;
      }
    }
    trial.rewind();
    return false;
  }

  /** What the moves of a guard leave uncovered; -1 when they do not do what is required. */
  int lacks(int guard, Moves held) {
    return recovery.lacks(guard, held);
  }

  /** Finds moves of a guard for the counts as they are; returns replicas that none covers. */
  int recover(int guard, Moves moves) {
    return recovery.recover(guard, moves, true);
  }

  /**
   * The counts nearest to a workload's present ones that meet everything hard, whose room must be
   * given back; null when none is found or there are too many to try.
   */
  int @Nullable [] nearest(Standing standing) {
    start(standing);
    int replicas = trial.fixedTotal;
    trial.anew();
    return few(replicas) && exact.place(replicas) ? trial.x.clone() : null;
  }

  private boolean greedy(int replicas) {
    if (trial.subject.maxRoundTrip < 0) {
      return fillWhole(replicas);
    }
    boolean[] may = trial.may.clone();
    Cliques cliques = new Cliques(trial.subject, may);
    cliquesCut = cliques.cut;
    boolean found = false;
    for (BitSet clique : cliques.list) {
      for (int z = 0; z < may.length; z++) {
        trial.may[z] = may[z] && clique.get(z);
      }
      if (fillWhole(replicas)) {
        score.measure(trial);
        score.survival = 0;
        if (!found || score.before(bestScore)) {
          found = true;
          bestScore.copy(score);
          System.arraycopy(trial.x, 0, best, 0, best.length);
        }
      }
    }
    System.arraycopy(may, 0, trial.may, 0, may.length);
    if (found) {
      trial.set(best);
      survival.cover(true);
    }
    return found;
  }

  private boolean fillWhole(int replicas) {
    trial.rewind();
    return fill.fill(replicas) == 0 && Requirements.hold(trial) && survival.cover(false) >= 0;
  }

  private boolean softSurvival() {
    for (Guard guard : trial.subject.guards.list) {
      if (trial.incident
          || guard.keep > guard.hardKeep
          || guard.reserved() && !guard.hardReserved) {
        return true;
      }
    }
    return trial.incident
        && (trial.subject.workload.quorum() || trial.subject.workload.perZoneMin() > 1);
  }

  private boolean softSpread() {
    for (SpreadLimit limit : trial.subject.spreads) {
      if (!limit.hard) {
        return true;
      }
    }
    return false;
  }

  /** Whether the ways to place so many replicas are few enough to try them all. */
  private boolean few(int replicas) {
    long ways = 1;
    int zones = 0;
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.most(z) > trial.fixed[z]) {
        if (zones > 0) {
          ways = ways * (replicas + zones) / zones;
        }
        zones++;
        if (ways > ExactSearch.LEAVES) {
          return false;
        }
      }
    }
    return true;
  }
}
