package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a turn may change of a workload, as it was: counts, homes, moves, promised evictions,
 * room held, and what the turn notes. A test checks that turns change no other field of {@link
 * WorkloadState}.
 */
public final class WorkloadSnapshot {
  public final WorkloadState workloadState;
  private final int[] counts;
  private final int[] homes;
  private final EvacuationPlan evacuation;
  private final MoveList moved = new MoveList();
  private final TurnNotes notes;
  private final boolean stays;
  private final boolean reserved;
  private final int[] held;

  /** Of a workload as it is now. */
  public WorkloadSnapshot(WorkloadState workloadState) {
    this.workloadState = workloadState;
    counts = workloadState.counts().clone();
    homes = workloadState.places().copyOfHomes();
    evacuation = workloadState.evacuation().copy();
    moved.copy(workloadState.moved());
    notes = new TurnNotes(workloadState.notes());
    stays = workloadState.turnRole().stays();
    reserved = workloadState.reserved();
    held = workloadState.room().held();
  }

  /**
   * Snapshots of the workloads that one may take room from, and of those that room is promised to.
   */
  public static List<WorkloadSnapshot> around(PlanState planState, CompiledWorkload compiled) {
    List<WorkloadSnapshot> around = new ArrayList<>();
    for (WorkloadState other : planState.workloadStates) {
      boolean lower = other.compiled.priority() < compiled.priority() && other.total() > 0;
      if (other.compiled.number != compiled.number && (lower || other.evacuation().evicts())) {
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
    return counts[zone];
  }

  /** Whether its reserve was counted in the room. */
  public boolean reserved() {
    return reserved;
  }

  /** Whether what the room counts of it is what it was. */
  public boolean same() {
    return reserved == workloadState.reserved()
        && Arrays.equals(counts, workloadState.counts())
        && evacuation.sameEvictions(workloadState.evacuation());
  }

  /** Puts back what is remembered; the workload must be out of the room. */
  public void restore() {
    restorePlaces();
    workloadState.notes().putBack(notes);
    workloadState.turnRole().putBack(stays);
  }

  /**
   * Puts back what is remembered, except what its turn noted of moves that wait for the budget of
   * all workloads. The workload must be out of the room.
   */
  public void restoreStanding() {
    restorePlaces();
    workloadState.notes().putBackStanding(notes);
  }

  private void restorePlaces() {
    workloadState.places().putBack(counts, homes);
    workloadState.evacuation().copy(evacuation);
    workloadState.motion().moved().copy(moved);
  }
}
