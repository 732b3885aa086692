package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Running workloads that are promised to the moves of others, to be evicted at a loss. In each
 * event no more replicas are promised than the workload has. What an eviction frees counts only for
 * the workload that it is promised to, and only as far as that one needs it. So no other workload
 * relies on it.
 */
public final class EvictionLedger {
  private final PlanState planState;
  private final PromisedEvictions promises;

  EvictionLedger(PlanState planState) {
    this.planState = planState;
    this.promises = planState.ledger.promises;
  }

  /** Whether a workload may count on evictions of another. */
  public boolean mayEvict(WorkloadState workloadState, WorkloadState victim) {
    return workloadState.compiled.preempts()
        && victim.compiled.priority() < workloadState.compiled.priority()
        && !victim.compiled.workload.suspended();
  }

  /**
   * Whether what runs is evicted now, for whoever may evict it. Nobody is while a live drill has
   * zones left: what it takes from its own scope comes back, and what others lost would not.
   */
  public boolean evictsNow() {
    return planState.topology.drill == null;
  }

  /**
   * Promises to the moves of a workload the evictions that they name, as far as there are replicas
   * left; the rest is dropped. The first to ask gets them. Workloads ask in the order in which they
   * are decided, the highest priority first. In one protected event the evictions are served as
   * they are listed. The order of protected events does not matter, for each has an event of its
   * own.
   *
   * @return whether nothing had to be dropped
   */
  boolean promise(WorkloadState workloadState) {
    boolean whole = true;
    // What is dropped may leave a protected event with nothing.
    for (int at = workloadState.evacuation().size() - 1; at >= 0; at--) {
      if (!workloadState.evacuation().evictsAt(at).isEmpty()) {
        whole &= promise(workloadState, workloadState.evacuation().ownEvent(at));
      }
    }
    return whole;
  }

  private boolean promise(WorkloadState workloadState, int ownEvent) {
    List<EvacuationPlan.Victim> victims = new ArrayList<>();
    int event = workloadState.compiled.protectedEvents.list[ownEvent].ofEstate;
    boolean whole = true;
    for (EvacuationPlan.Victim victim : workloadState.evacuation().evicts(ownEvent)) {
      WorkloadState other = planState.workloadStates[victim.workload()];
      int most = mayEvict(workloadState, other) ? left(other, event, victim.zone()) : 0;
      int promised = Math.max(0, Math.min(victim.replicas(), most));
      whole &= promised == victim.replicas();
      promises.add(victim.workload(), event, victim.zone(), promised);
      if (promised > 0) {
        victims.add(victim.with(promised));
      }
    }
    workloadState.evacuation().evict(ownEvent, victims);
    return whole;
  }

  /** Takes back all that is promised to a workload; what it counts on stays known. */
  void release(WorkloadState workloadState) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int at = 0; at < workloadState.evacuation().size(); at++) {
      int event = protectedEvents[workloadState.evacuation().ownEvent(at)].ofEstate;
      for (EvacuationPlan.Victim victim : workloadState.evacuation().evictsAt(at)) {
        promises.add(victim.workload(), event, victim.zone(), -victim.replicas());
      }
    }
  }

  /** Whether evictions of a workload are promised to anybody. */
  public boolean promised(WorkloadState victim) {
    return promises.any(victim.compiled.number);
  }

  /**
   * Of replicas that outlive a loss by their zones, how many are evicted then, for they are
   * promised to the moves that answer it.
   *
   * @param counts by zone
   * @param event of the estate; a negative number is none, which evicts nobody
   */
  public int evicted(WorkloadState victim, int[] counts, int event) {
    int evicted = 0;
    for (int z = 0; z < counts.length && event >= 0 && promised(victim); z++) {
      evicted += Math.min(counts[z], promises.of(victim.compiled.number, event, z));
    }
    return evicted;
  }

  /** Replicas of a victim that an event may still have in a zone. */
  public int left(WorkloadState victim, int event, int zone) {
    return victim.replicas(zone) - promises.of(victim.compiled.number, event, zone);
  }

  /**
   * Promises more replicas of a victim in a zone to the moves of a protected event, whose room is
   * held; negative takes them back.
   */
  public void promise(
      WorkloadState workloadState, int ownEvent, WorkloadState victim, int zone, int replicas) {
    int event = workloadState.compiled.protectedEvents.list[ownEvent].ofEstate;
    planState.reserved.holdInto(
        workloadState, workloadState.evacuation().position(ownEvent), zone, -1);
    workloadState.evacuation().evict(ownEvent, victim.compiled.number, zone, replicas);
    promises.add(victim.compiled.number, event, zone, replicas);
    planState.reserved.holdInto(
        workloadState, workloadState.evacuation().position(ownEvent), zone, 1);
  }

  /**
   * Takes back what is promised of a workload beyond what it has: from the lowest priority first.
   * Whoever loses it loses no room: what the replica used is free.
   *
   * @return those who lost something, as they were
   */
  public List<WorkloadSnapshot> honour(WorkloadState victim) {
    if (!promised(victim)) {
      return List.of();
    }
    List<int[]> over = new ArrayList<>();
    promises.read(
        victim.compiled.number,
        (event, zone, replicas) -> {
          if (replicas > victim.replicas(zone)) {
            over.add(new int[] {event, zone, replicas - victim.replicas(zone)});
          }
        });
    if (over.isEmpty()) {
      return List.of();
    }
    List<WorkloadState> claimants = claimants(victim);
    List<WorkloadSnapshot> before = claimants.stream().map(WorkloadSnapshot::new).toList();
    for (int[] beyond : over) {
      int left = beyond[2];
      for (WorkloadState claimant : claimants) {
        left -= left > 0 ? takeBack(claimant, victim, beyond[0], beyond[1], left) : 0;
      }
    }
    return before;
  }

  /** Promises again what {@link #honour} took back, once the victims have again what they had. */
  public void promiseAgain(List<WorkloadSnapshot> before) {
    before.forEach(claimant -> planState.release(claimant.workloadState));
    for (int i = before.size() - 1; i >= 0; i--) {
      before.get(i).restore();
    }
    before.forEach(claimant -> planState.hold(claimant.workloadState));
  }

  private int takeBack(
      WorkloadState claimant, WorkloadState victim, int event, int zone, int most) {
    ProtectedEvent[] protectedEvents = claimant.compiled.protectedEvents.list;
    for (int g = 0; g < protectedEvents.length; g++) {
      int promised = claimant.evacuation().evicts(g, victim.compiled.number, zone);
      if (protectedEvents[g].ofEstate == event && promised > 0) {
        int less = Math.min(most, promised);
        promise(claimant, g, victim, zone, -less);
        return less;
      }
    }
    return 0;
  }

  /** Those to whom evictions of a workload are promised, the lowest priority first. */
  private List<WorkloadState> claimants(WorkloadState victim) {
    List<WorkloadState> claimants = new ArrayList<>();
    for (WorkloadState workloadState : planState.workloadStates) {
      if (workloadState.reserved() && workloadState.evacuation().evictsOf(victim.compiled.number)) {
        claimants.add(workloadState);
      }
    }
    claimants.sort(
        Comparator.<WorkloadState>comparingInt(s -> s.compiled.priority())
            .thenComparingInt(s -> -s.compiled.number));
    return claimants;
  }

  /**
   * Takes a running workload out of the room as if it were evicted now: its use, and what its
   * evictions would give to others at a loss. The promises themselves stay known.
   */
  public void withdraw(WorkloadState victim) {
    planState.ledger.use(victim, false);
    shift(victim, () -> victim.room().withdraw());
  }

  /** Puts back what {@link #withdraw} took, with the replicas that the workload has now. */
  public void putBack(WorkloadState victim) {
    planState.ledger.use(victim, true);
    shift(victim, () -> victim.room().comeBack());
  }

  /** Changes whether a victim is there, with the room of those to whom it is promised anew. */
  private void shift(WorkloadState victim, Runnable change) {
    List<WorkloadState> claimants =
        promises.any(victim.compiled.number) ? claimants(victim) : List.of();
    claimants.forEach(claimant -> planState.reserved.holdMoves(claimant, -1));
    change.run();
    claimants.forEach(claimant -> planState.reserved.holdMoves(claimant, 1));
  }
}
