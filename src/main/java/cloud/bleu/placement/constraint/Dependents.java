package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;

/** The workloads that need a given one near them, by its counts. */
public final class Dependents {
  private Dependents() {}

  /**
   * Whether other counts of a workload would leave another one alone that needs it near and has it
   * now. Only those count that do not come after it in this plan: their turn is over, or replicas
   * of theirs came in this plan.
   */
  public static boolean leavesAlone(PlanState planState, CompiledWorkload compiled, int[] then) {
    int[] now = planState.workloadStates[compiled.number].counts();
    for (WorkloadRelation neededBy : compiled.relations()) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        boolean comesAfter =
            other.turnRole().follows() || !other.turnRole().decided() && !other.gained();
        for (int z = 0; z < other.zones() && !comesAfter; z++) {
          if (other.replicas(z) > 0 && !holds(then, neededBy, z) && holds(now, neededBy, z)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Zones of workloads that need one which does not stand there, nor stood there before. */
  public static int leftAlone(
      PlanState planState, CompiledWorkload compiled, int[] x, int[] before) {
    int alone = 0;
    for (WorkloadRelation neededBy : compiled.relations()) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        for (int z = 0; z < other.zones() && !other.turnRole().follows(); z++) {
          alone +=
              other.replicas(z) > 0 && !holds(x, neededBy, z) && !holds(before, neededBy, z)
                  ? 1
                  : 0;
        }
      }
    }
    return alone;
  }

  /** Whether replicas that came in this plan have a workload by these counts, and not by those. */
  public static boolean leavesThoseThatCame(
      PlanState planState, CompiledWorkload compiled, int[] now, int[] then) {
    for (WorkloadRelation neededBy : compiled.relations()) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        for (int z = 0; z < then.length; z++) {
          if (other.replicas(z) > other.before(z)
              && holds(now, neededBy, z)
              && !holds(then, neededBy, z)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether counts hold something in the domain of a zone. */
  private static boolean holds(int[] x, WorkloadRelation relation, int zone) {
    int domain = relation.over().of(zone);
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && domain >= 0 && relation.over().of(z) == domain) {
        return true;
      }
    }
    return false;
  }
}
