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
    return stands.changed(changed);
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
    WorkloadState start = new WorkloadState(changed, stands.zones());
    Topology topology = planState.topology;
    for (Assignment assignment : placement.assignments()) {
      int z = topology.number(assignment.zone());
      if (z >= 0) {
        start.motion().run(z, Math.max(0, assignment.replicas()), Math.max(0, assignment.home()));
      }
    }
    start.begin(placement.movesInLastHour());
    boolean taken = false;
    for (int z = 0; z < start.zones(); z++) {
      taken |= start.replicas(z) > stands.replicas(z);
    }
    return taken ? start : null;
  }

  /** Takes from it what the plan took from where it stands. */
  static void take(WorkloadState start, WorkloadState stands) {
    start.motion().loseBeyond(stands);
  }
}
