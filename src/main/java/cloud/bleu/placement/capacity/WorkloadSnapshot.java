package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import java.util.Arrays;

/** Counts, homes, moves and promised evictions of a workload as they were. */
public final class WorkloadSnapshot {
  public final WorkloadState workloadState;
  private final int[] x;
  private final int[] home;
  private final EvacuationPlan evacuation;
  private final MoveList moved = new MoveList();
  private final int movedNow;
  private final boolean fresh;
  private final boolean shifted;
  private final boolean reserved;
  private final Decision.Cause cause;

  public WorkloadSnapshot(WorkloadState workloadState) {
    this.workloadState = workloadState;
    x = workloadState.x.clone();
    home = workloadState.home.clone();
    evacuation = workloadState.evacuation.copy();
    moved.copy(workloadState.moved);
    movedNow = workloadState.movedNow;
    fresh = workloadState.fresh;
    shifted = workloadState.shifted;
    reserved = workloadState.reserved;
    cause = workloadState.cause;
  }

  /** Replicas in a zone as they were. */
  public int count(int zone) {
    return x[zone];
  }

  /** Whether its reserve was counted in the room. */
  public boolean reserved() {
    return reserved;
  }

  /** Whether what the room counts of it is what it was. */
  public boolean same() {
    return reserved == workloadState.reserved
        && Arrays.equals(x, workloadState.x)
        && evacuation.sameEvictions(workloadState.evacuation);
  }

  /** Puts back what is remembered; the workload must be out of the room. */
  public void restore() {
    System.arraycopy(x, 0, workloadState.x, 0, x.length);
    System.arraycopy(home, 0, workloadState.home, 0, home.length);
    workloadState.evacuation.copy(evacuation);
    workloadState.moved.copy(moved);
    workloadState.movedNow = movedNow;
    workloadState.fresh = fresh;
    workloadState.shifted = shifted;
    workloadState.cause = cause;
  }
}
