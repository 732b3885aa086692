package cloud.bleu.placement;

import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
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

  /** Whether all ways are tried where they are few. */
  boolean exactly = true;

  Placing(World world) {
    trial = new Trial(world);
    fill = new Fill(trial);
    recovery = new Recovery(trial);
    survival = new Survival(trial, recovery);
    exact = new ExactSearch(trial, survival);
    best = new int[world.zones()];
  }

  /**
   * Searches while running workloads may be evicted at a loss.
   *
   * @param victims the last first; empty for none
   */
  boolean evicting(List<Standing> victims, BooleanSupplier search) {
    trial.evicting = !victims.isEmpty();
    trial.world.room.evictable(victims.isEmpty() ? null : new Evictable(trial.world, victims));
    try {
      return search.getAsBoolean();
    } finally {
      trial.evicting = false;
      trial.world.room.evictable(null);
    }
  }

  /** Leaves counts and moves of the trial in the standing of its workload; nobody is evicted. */
  void adopt(Standing standing) {
    standing.cliquesCut = cliquesCut;
    System.arraycopy(trial.x, 0, standing.x, 0, standing.x.length);
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(trial.moves[g]);
      standing.evicts.get(g).clear();
    }
  }

  /** Starts with what a workload has; its own use and reserve must be out of the room. */
  void start(Standing standing) {
    cliquesCut = false;
    trial.reset(standing);
  }

  /**
   * Keeps the trial within a set of zones, and has it use every domain of these topologies there.
   */
  void within(boolean[] zones, List<Domains> cover) {
    for (int z = 0; z < zones.length; z++) {
      trial.may[z] &= zones[z];
    }
    trial.cover = cover;
  }

  /**
   * Places so many more replicas in the trial, with moves; false: none of them, counts as before.
   */
  boolean place(int replicas) {
    if (Quorum.never(trial)) {
      trial.rewind();
      return false;
    }
    boolean softSurvival = softSurvival();
    boolean softSpread = softSpread();
    boolean few = exactly && few(replicas);
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
      if (atLevel(replicas, few)) {
        return true;
      }
    }
    trial.rewind();
    return false;
  }

  private boolean atLevel(int replicas, boolean few) {
    if (greedy(replicas)) {
      return true;
    }
    boolean[] may = trial.may.clone();
    boolean placed =
        survival.avoid(trial.fixedTotal + replicas) && greedy(replicas)
            || (few ? exact.place(replicas) : otherwise(replicas));
    System.arraycopy(may, 0, trial.may, 0, may.length);
    return placed;
  }

  /** Other greedy ways, for where there are too many to try: by room, and without each zone. */
  private boolean otherwise(int replicas) {
    fill.byRoom = true;
    boolean placed = greedy(replicas);
    fill.byRoom = false;
    for (int z = 0; z < trial.world.topology.known && !placed; z++) {
      if (trial.may[z] && !trial.world.steps.spent()) {
        trial.world.steps.count();
        trial.may[z] = false;
        placed = greedy(replicas);
        trial.may[z] = true;
      }
    }
    return placed;
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
    for (int z = 0; z < trial.world.topology.known; z++) {
      // What is in a zone that came back just now stays; more of it waits.
      trial.may[z] &= trial.subject.allowed.back[z];
    }
    trial.anew();
    return !Quorum.never(trial) && few(replicas) && exact.place(replicas) ? trial.x.clone() : null;
  }

  /** How good the counts are as they stand, with moves found anew; the room must be given back. */
  Score worth(Standing standing) {
    start(standing);
    trial.incident = true;
    Score worth = new Score();
    worth.measure(trial);
    worth.survival = survival.cover(true);
    return worth;
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
