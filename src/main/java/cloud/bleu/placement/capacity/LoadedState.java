package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.Arrays;
import java.util.List;

/**
 * How a workload stands to which nothing has happened since its placement in force was loaded, its
 * reserve held: kept to tell in a later plan whether it stands just so. What it has where follows
 * from the assignments then; its moves may have been searched anew.
 */
public final class LoadedState {
  /** Of the moves in force. */
  private final int[] pairs;

  private final int movedInLastHour;
  private final List<Assignment> assignments;
  private final List<Contingency> contingency;

  /** Of a workload that {@link #untouched}. */
  public LoadedState(WorkloadState workloadState) {
    pairs = workloadState.evacuation.pairs();
    movedInLastHour = workloadState.movedInLastHour;
    assignments = workloadState.assignmentsBefore;
    contingency = workloadState.contingencyBefore;
  }

  /**
   * Whether everything that the engine notes of a workload is as loading leaves it, with its
   * reserve held and no eviction in it, neither for its moves nor of its own replicas.
   */
  public static boolean untouched(PlanState planState, WorkloadState workloadState) {
    return workloadState.known
        && workloadState.reserved
        && workloadState.cause == Decision.Cause.SpecChanged
        && !workloadState.homeGone
        && !workloadState.withdrawn
        && !workloadState.fresh
        && !workloadState.shifted
        && !workloadState.displaced
        && !workloadState.cliquesCut
        && workloadState.down == 0
        && workloadState.only < 0
        && workloadState.movedNow == 0
        && !workloadState.awaitsMoves
        && !workloadState.untried
        && workloadState.moved.size() == 0
        && planState.steps.untouched(workloadState.compiled.number)
        && !workloadState.evacuation.evicts()
        && !planState.evictions.promised(workloadState)
        && Arrays.equals(workloadState.x, workloadState.before)
        && Arrays.equals(workloadState.home, workloadState.homeBefore)
        && workloadState.unbound();
  }

  /** Whether a workload stands just so, and is {@link #untouched}. */
  public boolean is(PlanState planState, WorkloadState workloadState) {
    return movedInLastHour == workloadState.movedInLastHour
        && untouched(planState, workloadState)
        && Arrays.equals(pairs, workloadState.evacuation.pairs())
        && assignments.equals(workloadState.assignmentsBefore)
        && contingency.equals(workloadState.contingencyBefore);
  }
}
