package cloud.bleu.placement.state;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.Arrays;
import java.util.List;

/**
 * How a workload stands to which nothing has happened since its placement in force was loaded, its
 * reserve held: kept to tell in a later plan whether it stands just so.
 */
public final class LoadedState {
  private static final int WIDTH = 3;

  /** Zone, replicas and homes, of the zones that have either. */
  private final int[] counts;

  private final Moves[] moves;
  private final int movedInLastHour;
  private final List<Assignment> assignments;
  private final List<Contingency> contingency;

  /** Of a workload that {@link #untouched}. */
  public LoadedState(WorkloadState workloadState) {
    int used = 0;
    for (int z = 0; z < workloadState.x.length; z++) {
      used += workloadState.x[z] + workloadState.home[z] > 0 ? 1 : 0;
    }
    counts = new int[used * WIDTH];
    int next = 0;
    for (int z = 0; z < workloadState.x.length; z++) {
      if (workloadState.x[z] + workloadState.home[z] > 0) {
        counts[next++] = z;
        counts[next++] = workloadState.x[z];
        counts[next++] = workloadState.home[z];
      }
    }
    moves = Moves.copies(workloadState.moves);
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
        && workloadState.moved.size() == 0
        && planState.steps.untouched(workloadState.compiled.number)
        && !workloadState.evicts()
        && !planState.evictions.promised(workloadState)
        && Arrays.equals(workloadState.x, workloadState.before)
        && Arrays.equals(workloadState.home, workloadState.homeBefore)
        && workloadState.unbound();
  }

  /** Whether a workload stands just so, and is {@link #untouched}. */
  public boolean is(PlanState planState, WorkloadState workloadState) {
    return movedInLastHour == workloadState.movedInLastHour
        && untouched(planState, workloadState)
        && sameCounts(workloadState)
        && sameMoves(workloadState)
        && assignments.equals(workloadState.assignmentsBefore)
        && contingency.equals(workloadState.contingencyBefore);
  }

  private boolean sameCounts(WorkloadState workloadState) {
    int next = 0;
    for (int z = 0; z < workloadState.x.length; z++) {
      if (workloadState.x[z] + workloadState.home[z] > 0) {
        if (next == counts.length
            || counts[next++] != z
            || counts[next++] != workloadState.x[z]
            || counts[next++] != workloadState.home[z]) {
          return false;
        }
      }
    }
    return next == counts.length;
  }

  private boolean sameMoves(WorkloadState workloadState) {
    if (moves.length != workloadState.moves.length) {
      return false;
    }
    for (int g = 0; g < moves.length; g++) {
      if (!moves[g].same(workloadState.moves[g])) {
        return false;
      }
    }
    return true;
  }
}
