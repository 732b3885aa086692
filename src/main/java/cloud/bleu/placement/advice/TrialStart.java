package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.Topology;
import org.jspecify.annotations.Nullable;

/** Where a workload stands when a trial with a change of it begins. */
final class TrialStart {
  private TrialStart() {}

  /** As the plan leaves it. */
  static WorkloadState standing(WorkloadState stands, CompiledWorkload changed) {
    WorkloadState start = new WorkloadState(changed, stands.x.length);
    System.arraycopy(stands.x, 0, start.x, 0, start.x.length);
    System.arraycopy(stands.home, 0, start.home, 0, start.home.length);
    System.arraycopy(stands.before, 0, start.before, 0, start.before.length);
    System.arraycopy(stands.homeBefore, 0, start.homeBefore, 0, start.homeBefore.length);
    start.movedInLastHour = stands.movedInLastHour;
    return start;
  }

  /**
   * As it ran before the plan, if it asks for fewer replicas now and the plan took some of them
   * from where they ran. Scaled down first, it may lose the very ones that the plan left: then the
   * others are taken all the same.
   *
   * @return null when what ran is still there, or as many are asked for as before
   */
  static @Nullable WorkloadState ran(
      PlanState planState,
      WorkloadState stands,
      CompiledWorkload changed,
      @Nullable Placement placement) {
    if (placement == null || changed.replicas() >= stands.compiled.replicas()) {
      return null;
    }
    WorkloadState start = new WorkloadState(changed, stands.x.length);
    Topology topology = planState.topology;
    for (Assignment assignment : placement.assignments()) {
      int z = topology.number(assignment.zone());
      if (z >= 0) {
        start.x[z] += Math.max(0, assignment.replicas());
        start.home[z] += Math.max(0, assignment.home());
      }
    }
    boolean taken = false;
    for (int z = 0; z < start.x.length; z++) {
      taken |= start.x[z] > stands.x[z];
      start.before[z] = start.x[z];
      start.homeBefore[z] = start.home[z];
    }
    start.movedInLastHour = placement.movesInLastHour();
    return taken ? start : null;
  }

  /** Takes from it what the plan took from where it stands. */
  static void take(WorkloadState start, WorkloadState stands) {
    for (int z = 0; z < start.x.length; z++) {
      start.x[z] = Math.min(start.x[z], stands.x[z]);
      start.home[z] = Math.min(start.home[z], Math.max(start.x[z], stands.home[z]));
    }
  }
}
