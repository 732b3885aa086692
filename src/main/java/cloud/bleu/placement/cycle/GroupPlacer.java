package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;

/**
 * Places workloads that need each other, none of which runs, in sets of zones. Room is taken for
 * all of them at once, as {@link RoomLadder} says.
 */
final class GroupPlacer {
  /** Up to so many zones every set of them is supposed; beyond it, all of them and the domains. */
  private static final int ALL_SETS = 8;

  private final PlanState planState;
  private final List<WorkloadState> members;
  private final GroupTrial trial;

  private GroupPlacer(PlanState planState, ReplicaPlacer placer, List<WorkloadState> members) {
    this.planState = planState;
    this.members = members;
    this.trial = new GroupTrial(planState, placer, members);
  }

  /**
   * Places those of a group that have nothing yet, if there are several; all of them or none. Those
   * that have their data somewhere come there. Where they cannot, the others are placed without
   * them.
   */
  static void place(PlanState planState, ReplicaPlacer placer, List<WorkloadState> group) {
    List<WorkloadState> members = new ArrayList<>();
    List<WorkloadState> free = new ArrayList<>();
    for (WorkloadState workloadState : group) {
      if (workloadState.total() == 0
          && workloadState.asked() > 0
          && !workloadState.compiled.workload.suspended()) {
        boolean bound = workloadState.compiled.dataBound();
        boolean home = workloadState.places().totalHomes() > 0;
        if (bound || !home) {
          members.add(workloadState);
        }
        if (!home && DownReplicas.count(planState, workloadState) == 0) {
          free.add(workloadState);
        }
      }
    }
    if (!isPlaced(planState, placer, members) && free.size() < members.size()) {
      isPlaced(planState, placer, free);
    }
  }

  private static boolean isPlaced(
      PlanState planState, ReplicaPlacer placer, List<WorkloadState> members) {
    return members.size() > 1 && new GroupPlacer(planState, placer, members).search();
  }

  /** Searches a place for all of them; whether there is one. */
  private boolean search() {
    List<Integer> zones = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      boolean open = true;
      for (WorkloadState member : members) {
        open &= member.compiled.candidate(z);
      }
      if (open) {
        zones.add(z);
      }
    }
    members.forEach(planState::leave);
    List<boolean[]> sets = sets(zones);
    RoomLadder ladder = new RoomLadder(planState);
    RoomLadder.Search search = victims -> trial.best(sets, victims);
    boolean placed = ladder.climb(members, search);
    if (placed) {
      members.forEach(this::settle);
    } else if (ladder.wouldEvict(members, search)) {
      members.forEach(member -> member.notes().findEviction(true));
    }
    return placed;
  }

  private void settle(WorkloadState member) {
    planState.enter(member);
    member.motion().settle();
    for (int z = 0; z < member.zones(); z++) {
      if (member.replicas(z) > 0) {
        planState.grown.add(z);
      }
    }
  }

  private List<boolean[]> sets(List<Integer> zones) {
    List<boolean[]> sets = new ArrayList<>();
    if (zones.size() <= ALL_SETS) {
      for (int bits = (1 << zones.size()) - 1; bits > 0; bits--) {
        boolean[] set = new boolean[planState.zones()];
        for (int i = 0; i < zones.size(); i++) {
          set[zones.get(i)] = (bits >> i & 1) == 1;
        }
        sets.add(set);
      }
      return sets;
    }
    boolean[] all = new boolean[planState.zones()];
    zones.forEach(z -> all[z] = true);
    sets.add(all);
    for (Scope scope : List.of(Scope.REGION, Scope.SITE, Scope.ZONE)) {
      Domains domains = planState.topology.domains(scope);
      for (int d = 0; d < domains.count(); d++) {
        boolean[] set = new boolean[planState.zones()];
        for (int z : zones) {
          set[z] = domains.of(z) == d;
        }
        sets.add(set);
      }
    }
    return sets;
  }
}
