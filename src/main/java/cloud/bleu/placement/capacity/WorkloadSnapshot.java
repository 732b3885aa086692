package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a turn may change of a workload, as it was: counts, homes, moves, promised evictions,
 * room held, and what the turn notes. A test holds that no other field of {@link WorkloadState} is
 * changed by turns.
 */
public final class WorkloadSnapshot {
  public final WorkloadState workloadState;
  private final int[] x;
  private final int[] home;
  private final EvacuationPlan evacuation;
  private final MoveList moved = new MoveList();
  private final int movedNow;
  private final int down;
  private final boolean displaced;
  private final boolean curbed;
  private final boolean awaitsMoves;
  private final boolean needsMore;
  private final boolean stays;
  private final boolean untried;
  private final boolean awaitsEviction;
  private final boolean cliquesCut;
  private final boolean fresh;
  private final boolean shifted;
  private final boolean reserved;
  private final int[] held;
  private final Decision.Cause cause;

  public WorkloadSnapshot(WorkloadState workloadState) {
    this.workloadState = workloadState;
    x = workloadState.x.clone();
    home = workloadState.home.clone();
    evacuation = workloadState.evacuation.copy();
    moved.copy(workloadState.moved);
    movedNow = workloadState.movedNow;
    down = workloadState.down;
    displaced = workloadState.displaced;
    curbed = workloadState.curbed;
    awaitsMoves = workloadState.awaitsMoves;
    needsMore = workloadState.needsMore;
    stays = workloadState.stays;
    untried = workloadState.untried;
    awaitsEviction = workloadState.awaitsEviction;
    cliquesCut = workloadState.cliquesCut;
    fresh = workloadState.fresh;
    shifted = workloadState.shifted;
    reserved = workloadState.reserved;
    held = workloadState.held();
    cause = workloadState.cause;
  }

  /** Of those from whom a workload may take room, and those to whom room is promised. */
  public static List<WorkloadSnapshot> around(PlanState planState, CompiledWorkload compiled) {
    List<WorkloadSnapshot> around = new ArrayList<>();
    for (WorkloadState other : planState.workloadStates) {
      boolean lower = other.compiled.priority < compiled.priority && other.total() > 0;
      if (other.compiled.number != compiled.number && (lower || other.evacuation.evicts())) {
        around.add(new WorkloadSnapshot(other));
      }
    }
    return around;
  }

  /** Puts workloads back that are counted in the room, and counts in it what they have then. */
  public static void putBack(PlanState planState, List<WorkloadSnapshot> snapshots) {
    snapshots.forEach(each -> planState.leave(each.workloadState));
    snapshots.forEach(WorkloadSnapshot::restore);
    snapshots.forEach(each -> planState.ledger.use(each.workloadState, true));
    snapshots.forEach(each -> planState.reserved.holdHomes(each.workloadState, each.held));
    snapshots.stream()
        .filter(WorkloadSnapshot::reserved)
        .forEach(each -> planState.hold(each.workloadState));
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
    restoreStanding();
    workloadState.curbed = curbed;
    workloadState.awaitsMoves = awaitsMoves;
    workloadState.needsMore = needsMore;
    workloadState.stays = stays;
    workloadState.untried = untried;
  }

  /** The same, but for what its turn noted of moves that wait for those of all workloads. */
  public void restoreStanding() {
    System.arraycopy(x, 0, workloadState.x, 0, x.length);
    System.arraycopy(home, 0, workloadState.home, 0, home.length);
    workloadState.evacuation.copy(evacuation);
    workloadState.moved.copy(moved);
    workloadState.movedNow = movedNow;
    workloadState.down = down;
    workloadState.displaced = displaced;
    workloadState.awaitsEviction = awaitsEviction;
    workloadState.cliquesCut = cliquesCut;
    workloadState.fresh = fresh;
    workloadState.shifted = shifted;
    workloadState.cause = cause;
  }
}
