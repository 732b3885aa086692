package cloud.bleu.placement.explain;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.search.ReplicaPlacer;
import cloud.bleu.placement.search.SearchEffort;

/**
 * An estate loaded once, in which one workload after another can be tried without a plan for all:
 * what a benchmark of the single decision measures.
 */
final class LoadedEstate {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final ReplicaPlacer greedy;

  /** With everything that the placements say counted and held; of at least one workload. */
  LoadedEstate(Estate estate) {
    planState = new PlanState(estate);
    StateLoader.load(planState, estate);
    for (WorkloadState workloadState : planState.workloadStates) {
      planState.ledger.use(workloadState, true);
      planState.hold(workloadState);
    }
    placer = new ReplicaPlacer(planState);
    greedy = new ReplicaPlacer(planState, SearchEffort.HEURISTIC);
  }

  /**
   * Finds zones and an evacuation plan for all replicas of a workload that has none yet, and leaves
   * the room as it was.
   *
   * @param workload its position in the estate
   * @return whether there are such
   */
  boolean places(int workload) {
    return places(placer, workload);
  }

  /** As {@link #places(int)}, without the exact search that repairs what the greedy ways miss. */
  boolean placesGreedily(int workload) {
    return places(greedy, workload);
  }

  private boolean places(ReplicaPlacer by, int workload) {
    WorkloadState workloadState = planState.workloadStates[workload];
    by.start(workloadState);
    return by.place(workloadState.compiled.replicas());
  }

  /** As {@link #places(int)}, and counts what was found as used and held, then takes it back. */
  boolean placesAndLeaves(int workload) {
    WorkloadState workloadState = planState.workloadStates[workload];
    if (!places(workload)) {
      return false;
    }
    placer.adopt(workloadState);
    planState.ledger.use(workloadState, true);
    planState.hold(workloadState);
    planState.release(workloadState);
    planState.ledger.use(workloadState, false);
    workloadState.motion().fall();
    return true;
  }
}
