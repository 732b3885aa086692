package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.HardConstraints;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.Cliques;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import cloud.bleu.placement.state.EvictableRoom;
import cloud.bleu.placement.state.Moves;
import cloud.bleu.placement.state.PlanState;
import cloud.bleu.placement.state.WorkloadState;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Places replicas of one workload: the greedy way first, for each clique of zones within the round
 * trip; then exactly, if the ways are few enough. What is soft is asked as if it were hard first,
 * and given up only when that cannot be: spread before survival.
 */
public final class ReplicaPlacer {
  public final PlacementTrial trial;
  private final GreedyFill fill;
  private final RecoveryRoom recoveryRoom;
  private final RecoverySearch recovery;
  private final LossSurvival survival;
  private final ExactSearch exact;
  private final ExchangeSearch exchange;
  private boolean cliquesCut;
  private boolean proven;

  /** Exchanges are tried in so many choices of domains or cliques. */
  private static final int MOST_EXCHANGED = 8;

  /** Of the counts that the fewest moves lead to, so many are proven. */
  private static final int MOST_NEAREST = 32;

  /** Whether all ways are tried where they are few. */
  public boolean exactly = true;

  public ReplicaPlacer(PlanState planState) {
    trial = new PlacementTrial(planState);
    fill = new GreedyFill(trial);
    recoveryRoom = new RecoveryRoom(trial);
    recovery = new RecoverySearch(trial, recoveryRoom);
    survival = new LossSurvival(trial, recovery);
    exact = new ExactSearch(trial, survival);
    exchange = new ExchangeSearch(trial, recovery);
  }

  /**
   * Searches while running workloads may be evicted at a loss.
   *
   * @param victims the last first; empty for none
   */
  public boolean evicting(List<WorkloadState> victims, BooleanSupplier search) {
    trial.evicting = !victims.isEmpty();
    trial.planState.ledger.evictable(
        victims.isEmpty() ? null : new EvictableRoom(trial.planState, victims));
    try {
      return search.getAsBoolean();
    } finally {
      trial.evicting = false;
      trial.planState.ledger.evictable(null);
    }
  }

  /** Leaves counts and moves of the trial in the standing of its workload; nobody is evicted. */
  public void adopt(WorkloadState workloadState) {
    workloadState.cliquesCut = cliquesCut;
    System.arraycopy(trial.x, 0, workloadState.x, 0, workloadState.x.length);
    for (int g = 0; g < workloadState.moves.length; g++) {
      workloadState.moves[g].copy(trial.moves[g]);
      workloadState.evicts.get(g).clear();
    }
  }

  /** Whether no way is left untried by the placing that found none last. */
  public boolean proven() {
    return proven;
  }

  /** Starts with what a workload has; its own use and reserve must be out of the room. */
  public void start(WorkloadState workloadState) {
    cliquesCut = false;
    trial.planState.steps.charge(workloadState.compiled.number);
    trial.reset(workloadState);
  }

  /**
   * Keeps the trial within a set of zones, and has it use every domain of these topologies there.
   */
  public void within(boolean[] zones, List<Domains> cover) {
    for (int z = 0; z < zones.length; z++) {
      trial.may[z] &= zones[z];
    }
    trial.cover = cover;
  }

  /**
   * Places so many more replicas in the trial, with moves; false: none of them, counts as before.
   */
  public boolean place(int replicas) {
    proven = true;
    if (QuorumConstraint.never(trial) || !hasRoom(replicas)) {
      trial.rewind();
      return false;
    }
    boolean softSurvival = softSurvival();
    boolean softSpread = softSpread();
    boolean few = exactly && few(replicas);
    trial.planState.steps.mark();
    for (int level = 0; level < 4; level++) {
      boolean survivalAsked = level < 2;
      boolean spreadAsked = level % 2 == 0;
      if (!survivalAsked && !softSurvival || !spreadAsked && !softSpread) {
        continue;
      }
      if (few && level > 0) {
        trial.askSurvival = false;
        trial.askSpread = false;
        return exact(replicas);
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
    boolean[] may = trial.may.clone();
    survival.avoid(trial.fixedTotal + replicas);
    proven = true;
    boolean placed =
        hasRoom(replicas) && (greedy(replicas) || (few ? exact(replicas) : otherwise(replicas)));
    System.arraycopy(may, 0, trial.may, 0, may.length);
    return placed;
  }

  private boolean exact(int replicas) {
    boolean placed = exact.place(replicas);
    proven = exact.whole() && !trial.planState.steps.cut();
    return placed;
  }

  /** Whether zones take so many as far as room, bounds by zone and {@code keep} say. */
  private boolean hasRoom(int replicas) {
    long room = 0;
    for (int z = 0; z < trial.x.length && room < replicas; z++) {
      long takes = trial.may[z] ? trial.most(z) - trial.fixed[z] : 0;
      if (takes > 0) {
        for (ProtectedEvent protectedEvent : trial.compiled.protectedEvents.around(z)) {
          int keep = trial.keep(protectedEvent);
          if (keep > 0) {
            long most =
                (long) trial.fixedTotal + replicas - keep - protectedEvent.count(trial.fixed);
            takes = Math.min(takes, most);
          }
        }
      }
      room += Math.max(0, takes);
    }
    return room >= replicas;
  }

  /**
   * Other ways, for where there are too many to try: by room, by choices of domains, without each
   * zone, by exchanges, and by choices of floors.
   */
  private boolean otherwise(int replicas) {
    proven = false;
    fill.byRoom = true;
    boolean placed = greedy(replicas);
    fill.byRoom = false;
    List<BitSet> choices = placed ? List.of() : DomainChoices.of(trial);
    placed = placed || !choices.isEmpty() && best(choices, () -> eitherWay(replicas));
    for (int z = 0; z < trial.planState.topology.known && !placed; z++) {
      if (trial.may[z] && !trial.planState.steps.spent()) {
        trial.planState.steps.count();
        trial.may[z] = false;
        placed = greedy(replicas);
        trial.may[z] = true;
      }
    }
    return placed || exchanged(replicas, choices) || withFloors(replicas, choices);
  }

  /** Counts of a choice of floors, within the first of the choices of domains. */
  private boolean withFloors(int replicas, List<BitSet> choices) {
    boolean[] may = trial.may.clone();
    boolean placed = choices.isEmpty() && withFloors(replicas);
    for (int i = 0; i < Math.min(choices.size(), MOST_EXCHANGED) && !placed; i++) {
      restrict(may, choices.get(i));
      placed = hasRoom(replicas) && withFloors(replicas);
    }
    System.arraycopy(may, 0, trial.may, 0, may.length);
    return placed;
  }

  private boolean withFloors(int replicas) {
    if (trial.planState.steps.spent()) {
      return false;
    }
    for (int[] counts : FloorChoices.with(trial, replicas, MOST_NEAREST)) {
      trial.planState.steps.count();
      trial.set(counts);
      if (HardConstraints.hold(trial) && survival.cover(true) >= 0) {
        return true;
      }
      if (trial.planState.steps.spent()) {
        return false;
      }
    }
    return false;
  }

  private boolean eitherWay(int replicas) {
    trial.planState.steps.count();
    if (!hasRoom(replicas)) {
      return false;
    }
    boolean placed = greedy(replicas);
    if (!placed) {
      fill.byRoom = true;
      placed = greedy(replicas);
      fill.byRoom = false;
    }
    return placed;
  }

  /** Exchanges replicas within the first of the choices of domains, or of the cliques. */
  private boolean exchanged(int replicas, List<BitSet> choices) {
    RoundTripGraph graph = trial.compiled.graph;
    List<BitSet> sets = choices;
    if (sets.isEmpty() && graph != null) {
      sets = graph.cliques(candidates(graph)).list;
    }
    boolean[] may = trial.may.clone();
    boolean placed = sets.isEmpty() && exchanged(replicas);
    for (int i = 0; i < Math.min(sets.size(), MOST_EXCHANGED) && !placed; i++) {
      restrict(may, sets.get(i));
      placed = hasRoom(replicas) && exchanged(replicas);
    }
    System.arraycopy(may, 0, trial.may, 0, may.length);
    return placed;
  }

  private boolean exchanged(int replicas) {
    if (!exchange.descend(replicas)) {
      return false;
    }
    return HardConstraints.hold(trial) && survival.cover(true) >= 0;
  }

  /** What the moves of a guard leave uncovered; -1 when they do not do what is required. */
  public int lacks(int guard, Moves held) {
    return recovery.lacks(guard, held);
  }

  /** Starts with what a workload has, to ask {@link #hasRoom} alone. */
  public void startRoom(WorkloadState workloadState) {
    trial.resetRoom(workloadState);
  }

  /** Whether moves of a guard lead only where there is room for them. */
  public boolean hasRoom(int guard, Moves held) {
    return recoveryRoom.holds(trial.compiled.protectedEvents.list[guard], held);
  }

  /** Finds moves of a guard for the counts as they are; returns replicas that none covers. */
  public int recover(int guard, Moves moves) {
    return recovery.recover(guard, moves, true);
  }

  /**
   * The counts nearest to a workload's present ones that meet everything hard, whose room must be
   * given back; null when none is found.
   */
  public int @Nullable [] nearest(WorkloadState workloadState) {
    start(workloadState);
    int replicas = trial.fixedTotal;
    for (int z = 0; z < trial.planState.topology.known; z++) {
      // What is in a zone that came back just now stays; more of it waits.
      trial.may[z] &= trial.compiled.allowed.calm[z];
    }
    trial.anew();
    if (QuorumConstraint.never(trial)) {
      return null;
    }
    if (few(replicas)) {
      return exact.place(replicas) ? trial.x.clone() : null;
    }
    List<int[]> candidates = FloorChoices.nearest(trial, MOST_NEAREST);
    for (int[] candidate : candidates == null ? List.<int[]>of() : candidates) {
      trial.set(candidate);
      if (HardConstraints.hold(trial) && survival.cover(true) >= 0) {
        return candidate;
      }
    }
    return null;
  }

  /** How good the counts are as they stand, with moves found anew; the room must be given back. */
  public PlacementScore worth(WorkloadState workloadState) {
    start(workloadState);
    trial.incident = true;
    PlacementScore worth = new PlacementScore();
    worth.measure(trial);
    worth.survival = survival.cover(true);
    return worth;
  }

  private boolean greedy(int replicas) {
    RoundTripGraph graph = trial.compiled.graph;
    if (graph == null) {
      return fillWhole(replicas);
    }
    Cliques cliques = graph.cliques(candidates(graph));
    trial.planState.steps.count(cliques.steps());
    cliquesCut = cliques.cut;
    return best(cliques.list, () -> fillWhole(replicas));
  }

  /** The best of what a search finds in each of some sets of zones; false when in none. */
  private boolean best(List<BitSet> sets, BooleanSupplier search) {
    boolean[] may = trial.may.clone();
    PlacementScore score = new PlacementScore();
    PlacementScore bestScore = new PlacementScore();
    int[] best = null;
    for (BitSet set : sets) {
      restrict(may, set);
      if (search.getAsBoolean()) {
        score.measure(trial);
        score.survival = 0;
        if (best == null || score.before(bestScore)) {
          bestScore.copy(score);
          best = trial.x.clone();
        }
      }
    }
    System.arraycopy(may, 0, trial.may, 0, may.length);
    if (best == null) {
      return false;
    }
    trial.set(best);
    survival.cover(true);
    return true;
  }

  private void restrict(boolean[] may, BitSet zones) {
    for (int z = 0; z < may.length; z++) {
      trial.may[z] = may[z] && zones.get(z);
    }
  }

  /** The zones that may take something and lie within the round trip of all that stays. */
  private BitSet candidates(RoundTripGraph graph) {
    BitSet stays = new BitSet(trial.fixed.length);
    for (int z = 0; z < trial.fixed.length; z++) {
      stays.set(z, trial.fixed[z] > 0);
    }
    BitSet candidates = new BitSet(trial.may.length);
    for (int z = 0; z < trial.may.length; z++) {
      candidates.set(z, trial.may[z] && graph.within(z, stays));
    }
    return candidates;
  }

  private boolean fillWhole(int replicas) {
    trial.rewind();
    return fill.fill(replicas) == 0 && HardConstraints.hold(trial) && survival.cover(false) >= 0;
  }

  private boolean softSurvival() {
    for (ProtectedEvent protectedEvent : trial.compiled.protectedEvents.list) {
      if (trial.incident
          || protectedEvent.keep > protectedEvent.hardKeep
          || protectedEvent.reserved() && !protectedEvent.hardReserved) {
        return true;
      }
    }
    return trial.incident
        && (trial.compiled.workload.quorum() || trial.compiled.workload.perZoneMin() > 1);
  }

  private boolean softSpread() {
    for (SpreadLimit limit : trial.compiled.spreads) {
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
