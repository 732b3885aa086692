package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.EvictableRoom;
import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.QuorumConstraint;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Places replicas of one workload: the greedy way first, for each clique of zones within the round
 * trip; then exactly, if the ways are few enough. Soft requirements are asked as if they were hard
 * first, and given up only where that finds nothing: spread before survival.
 */
public final class ReplicaPlacer {
  public final PlacementTrial trial;
  private final CliqueFill fill;
  private final RecoveryRoom recoveryRoom;
  private final RecoverySearch recovery;
  private final LossSurvival survival;
  private final ExactSearch exact;
  private final HeuristicSearch heuristic;
  private boolean proven;

  /** Whether running workloads may be evicted at a loss in what is searched now. */
  private boolean evicting;

  /** Of the counts that the fewest moves lead to, so many are proven. */
  private static final int MOST_NEAREST = 32;

  private final SearchEffort effort;

  /** One that tries all that it can. */
  public ReplicaPlacer(PlanState planState) {
    this(planState, SearchEffort.FULL);
  }

  /** One that takes no more upon itself than this. */
  public ReplicaPlacer(PlanState planState, SearchEffort effort) {
    this.effort = effort;
    trial = new PlacementTrial(planState);
    recoveryRoom = new RecoveryRoom(trial);
    recovery = new RecoverySearch(trial, recoveryRoom);
    survival = new LossSurvival(trial, recovery);
    exact = new ExactSearch(trial, survival);
    ZoneSets zoneSets = new ZoneSets(trial, survival);
    fill = new CliqueFill(trial, survival, zoneSets, effort.betters());
    heuristic =
        new HeuristicSearch(trial, fill, survival, zoneSets, new ExchangeSearch(trial, recovery));
  }

  /**
   * Searches while running workloads may be evicted at a loss.
   *
   * @param victims the last first; empty for none
   */
  public boolean evicting(List<WorkloadState> victims, BooleanSupplier search) {
    evicting = !victims.isEmpty();
    trial.planState.ledger.evictable(
        victims.isEmpty() ? null : new EvictableRoom(trial.planState, victims));
    try {
      return search.getAsBoolean();
    } finally {
      evicting = false;
      trial.ask(trial.request().evicting(false));
      trial.planState.ledger.evictable(null);
    }
  }

  /** Leaves counts and moves of the trial in the standing of its workload; nobody is evicted. */
  public void adopt(WorkloadState workloadState) {
    workloadState.notes().tryCliques(!fill.cut());
    workloadState
        .motion()
        .place(trial.x, trial.moves(), workloadState.compiled.protectedEvents.list.length);
  }

  /** Whether no way is left untried by the placing that found none last. */
  public boolean proven() {
    return proven;
  }

  /** Starts with what a workload has; its own use and reserve must be out of the room. */
  public void start(WorkloadState workloadState) {
    start(workloadState, TrialRequest.PLAIN);
  }

  /**
   * Starts with what a workload has, where more is asked, or less, than its spec says.
   *
   * @param request without evictions at a loss, which {@link #evicting} says
   */
  public void start(WorkloadState workloadState, TrialRequest request) {
    fill.start();
    trial.planState.steps.charge(workloadState.compiled.number);
    trial.reset(workloadState, request.evicting(evicting));
  }

  /** Keeps the trial within a set of zones. */
  public void within(boolean[] zones) {
    for (int z = 0; z < zones.length; z++) {
      if (!zones[z]) {
        trial.close(z);
      }
    }
  }

  /**
   * Places so many more replicas in the trial, with moves; false: none of them, counts as before.
   */
  public boolean place(int replicas) {
    proven = true;
    trial.asksFor(replicas);
    if (QuorumConstraint.never(trial) || !PlacementBound.allows(trial, replicas)) {
      trial.rewind();
      return false;
    }
    boolean softSurvival = softSurvival();
    boolean softSpread = softSpread();
    boolean few = effort.isExact() && exact.few(replicas);
    trial.planState.steps.mark();
    for (int level = 0; level < 4; level++) {
      boolean survivalAsked = level < 2;
      boolean spreadAsked = level % 2 == 0;
      if (!survivalAsked && !softSurvival || !spreadAsked && !softSpread) {
        continue;
      }
      if (few && level > 0) {
        trial.ask(trial.request().asking(false, false));
        return exact(replicas);
      }
      trial.ask(trial.request().asking(survivalAsked, spreadAsked));
      if (atLevel(replicas, few)) {
        return true;
      }
    }
    trial.rewind();
    return false;
  }

  private boolean atLevel(int replicas, boolean few) {
    boolean[] may = trial.may.clone();
    survival.avoid(trial.fixedTotal() + replicas);
    proven = true;
    boolean placed =
        PlacementBound.allows(trial, replicas)
            && (fill.place(replicas) || (few ? exact(replicas) : otherwise(replicas)));
    trial.open(may);
    return placed;
  }

  private boolean exact(int replicas) {
    boolean placed = exact.place(replicas);
    proven = exact.whole() && !trial.planState.steps.cut();
    return placed;
  }

  /** Ways that prove nothing when they fail. */
  private boolean otherwise(int replicas) {
    proven = false;
    return heuristic.place(replicas);
  }

  /**
   * What the moves of a protected event leave uncovered; -1 when they do not do what is required.
   */
  public int lacks(int ownEvent, Moves held) {
    return recovery.lacks(ownEvent, held);
  }

  /** Starts with what a workload has, to ask {@link #hasRoom} alone. */
  public void startRoom(WorkloadState workloadState) {
    trial.resetRoom(workloadState);
  }

  /** Whether moves of a protected event lead only where there is room for them. */
  public boolean hasRoom(int ownEvent, Moves held) {
    return recoveryRoom.holds(trial.compiled().protectedEvents.list[ownEvent], held);
  }

  /**
   * Finds moves of a protected event for the counts as they are; returns replicas that none covers.
   * Where zones that came back lately are to take none, they take some if the others do not take
   * all: a place that may fail again is better than none.
   */
  public int recover(int ownEvent, MoveList moves) {
    int uncovered = recovery.recover(ownEvent, moves, RecoveryEffort.Exact);
    TrialRequest asked = trial.request();
    if (uncovered == 0
        || asked.returned() != TrialRequest.Returned.Never
        || !trial.compiled().allowed.openLately()) {
      return uncovered;
    }
    MoveList more = new MoveList();
    trial.ask(asked.returned(TrialRequest.Returned.Last));
    int left = recovery.recover(ownEvent, more, RecoveryEffort.Exact);
    trial.ask(asked);
    if (left < uncovered) {
      moves.copy(more);
      return left;
    }
    return uncovered;
  }

  /**
   * The counts nearest to a workload's present ones that meet everything hard, whose room must be
   * given back; null when none is found.
   */
  public int @Nullable [] nearest(WorkloadState workloadState) {
    start(workloadState);
    int replicas = trial.fixedTotal();
    for (int z = 0; z < trial.planState.topology.known; z++) {
      // What is in a zone that came back just now stays; more of it waits.
      if (!trial.compiled().allowed.calm[z]) {
        trial.close(z);
      }
    }
    trial.anew();
    if (QuorumConstraint.never(trial)) {
      return null;
    }
    if (exact.few(replicas)) {
      return exact.place(replicas) ? trial.x.clone() : null;
    }
    List<int[]> candidates = FloorChoices.nearest(trial, MOST_NEAREST);
    for (int[] candidate : candidates == null ? List.<int[]>of() : candidates) {
      trial.set(candidate);
      if (Constraints.admit(trial) && survival.cover(RecoveryEffort.Exact) >= 0) {
        return candidate;
      }
    }
    return null;
  }

  /** How good the counts are as they stand, with moves found anew; the room must be given back. */
  public PlacementScore worth(WorkloadState workloadState) {
    start(workloadState, TrialRequest.PLAIN.inIncident());
    PlacementScore worth = new PlacementScore();
    worth.measure(trial, survival.cover(RecoveryEffort.Exact));
    return worth;
  }

  private boolean softSurvival() {
    for (ProtectedEvent protectedEvent : trial.compiled().protectedEvents.list) {
      if (trial.incident()
          || protectedEvent.keep > protectedEvent.hardKeep
          || protectedEvent.reserved() && !protectedEvent.hardReserved) {
        return true;
      }
    }
    return trial.incident()
        && (trial.compiled().workload.quorum() || trial.compiled().workload.perZoneMin() > 1);
  }

  private boolean softSpread() {
    for (SpreadLimit limit : trial.compiled().spreads) {
      if (!limit.hard) {
        return true;
      }
    }
    return false;
  }
}
