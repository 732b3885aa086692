package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes room for workloads that are placed together, one or several. The order is: free room; the
 * reserve of lower priorities; with preemption, running workloads of lower priority at a loss; and
 * these now, while no live drill is under way, and not for who is let come by a loss alone. It
 * never takes room of an equal priority.
 */
final class RoomLadder {
  private final PlanState planState;
  private final Preemption preemption;

  RoomLadder(PlanState planState) {
    this.planState = planState;
    this.preemption = new Preemption(planState);
  }

  /** A way to place the workloads in the room as it is. */
  interface Search {
    /**
     * Leaves counts and moves in the standings, and nothing in the room; false: all as before.
     *
     * @param victims running workloads that may be evicted at a loss, the last first
     */
    boolean place(List<WorkloadState> victims);
  }

  /** Places so many more replicas of a workload that is out of the room, and leaves it out. */
  boolean place(ReplicaPlacer placer, WorkloadState workloadState, int replicas) {
    return climb(
        List.of(workloadState),
        victims ->
            placer.evicting(
                victims,
                () -> {
                  placer.start(workloadState);
                  boolean placed = placer.place(replicas);
                  if (placed) {
                    placer.adopt(workloadState);
                  }
                  return placed;
                }));
  }

  /** Answers something as if all that a workload might take were free. */
  <T> T vacated(WorkloadState workloadState, Supplier<T> question) {
    List<WorkloadState> lower = preemption.lower(workloadState);
    List<WorkloadState> reserved = lower.stream().filter(other -> other.reserved()).toList();
    List<WorkloadState> victims = workloadState.compiled.preempts() ? lower : List.of();
    return planState.roomScope.unreserved(
        reserved, () -> planState.roomScope.unused(victims, question));
  }

  /**
   * Whether workloads that are out of the room would be placed if lower priorities gave way now,
   * which they do not only because a live drill is under way. All stays as it is.
   */
  boolean wouldEvict(List<WorkloadState> members, Search search) {
    if (planState.evictions.evictsNow()
        || !members.stream().allMatch(member -> member.compiled.preempts())) {
      return false;
    }
    List<WorkloadSnapshot> before = members.stream().map(WorkloadSnapshot::new).toList();
    return vacated(
        members.get(0),
        () -> {
          boolean placed = planState.roomScope.evictingNow(() -> search.place(List.of()));
          before.forEach(WorkloadSnapshot::restore);
          return placed;
        });
  }

  /**
   * Places workloads that are out of the room, and leaves them out. Counts, moves and evictions are
   * in their standings then, and fit into the room; what others lose by it is settled.
   *
   * @return whether they were placed; if not, all is as before
   */
  boolean climb(List<WorkloadState> members, Search search) {
    if (step(members, search, List.of())) {
      return true;
    }
    List<WorkloadState> lower = preemption.lower(members.get(0));
    if (lower.isEmpty()) {
      return false;
    }
    List<WorkloadState> reserved = new ArrayList<>(lower);
    reserved.removeIf(workloadState -> !workloadState.reserved());
    reserved.forEach(planState::release);
    boolean placed = false;
    try {
      placed =
          !reserved.isEmpty() && step(members, search, List.of())
              || members.stream().allMatch(member -> member.compiled.preempts())
                  && (step(members, search, lower)
                      || planState.evictions.evictsNow()
                          && planState.roomScope.uncrowded(() -> evictNow(members, search, lower)));
    } finally {
      holdAgain(reserved, placed ? members : List.of());
    }
    return placed;
  }

  /**
   * Holds reserves again that were given back, except those without room beside what was placed.
   */
  private void holdAgain(List<WorkloadState> reserved, List<WorkloadState> placed) {
    placed.forEach(planState::enter);
    boolean[] fresh = new boolean[planState.zones()];
    for (WorkloadState member : placed) {
      for (int z = 0; z < fresh.length; z++) {
        fresh[z] |= member.replicas(z) > 0 || member.evacuation().into(z);
      }
    }
    for (WorkloadState other : reserved) {
      planState.hold(other);
      if (!placed.isEmpty() && !planState.fits(other, fresh)) {
        planState.release(other);
      }
    }
    placed.forEach(planState::leave);
  }

  private boolean step(List<WorkloadState> members, Search search, List<WorkloadState> victims) {
    List<WorkloadSnapshot> before = members.stream().map(WorkloadSnapshot::new).toList();
    if (!search.place(victims)) {
      return false;
    }
    List<WorkloadSnapshot> claimants = honour(members);
    boolean secure = preemption.secure(members, victims) && within(before);
    members.forEach(planState::leave);
    if (!secure) {
      before.forEach(WorkloadSnapshot::restore);
      planState.evictions.promiseAgain(claimants);
    }
    return secure;
  }

  private boolean evictNow(List<WorkloadState> members, Search search, List<WorkloadState> lower) {
    List<WorkloadSnapshot> before = members.stream().map(WorkloadSnapshot::new).toList();
    List<int[]> counts = members.stream().map(member -> member.counts().clone()).toList();
    List<WorkloadState> gone = new ArrayList<>();
    for (int i = lower.size() - 1; i >= 0; i--) {
      WorkloadState victim = lower.get(i);
      if (victim.total() == 0) {
        continue;
      }
      gone.add(victim);
      planState.evictions.withdraw(victim);
      boolean last = i == 0 || lower.get(i - 1).compiled.priority() > victim.compiled.priority();
      List<WorkloadState> others = lower.subList(0, i);
      if (last && planState.roomScope.evictingNow(() -> search.place(others))) {
        List<WorkloadSnapshot> claimants = honour(members);
        boolean secure = preemption.secure(members, others) && within(before);
        if (secure) {
          preemption.bringBack(members, counts, gone, lower);
          members.forEach(member -> member.notes().evict());
        }
        members.forEach(planState::leave);
        if (secure) {
          return true;
        }
        before.forEach(WorkloadSnapshot::restore);
        planState.evictions.promiseAgain(claimants);
      }
    }
    gone.forEach(planState.evictions::putBack);
    return false;
  }

  /** Members may have left zones in which they were promised to others. */
  private List<WorkloadSnapshot> honour(List<WorkloadState> members) {
    List<WorkloadSnapshot> claimants = new ArrayList<>();
    members.forEach(member -> claimants.addAll(planState.evictions.honour(member)));
    return claimants;
  }

  /** Whether zones to which something came hold no more than they have, in every event. */
  private boolean within(List<WorkloadSnapshot> before) {
    boolean within = true;
    for (WorkloadSnapshot member : before) {
      for (int z = 0; z < planState.zones(); z++) {
        within &=
            member.workloadState.replicas(z) <= member.count(z)
                || planState.ledger.within(member.workloadState.compiled, z);
      }
    }
    return within;
  }
}
