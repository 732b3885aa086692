package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.problem.WorkloadRelations;
import java.util.List;

/**
 * Which workloads need which, and the priorities that they inherit, to be restored after a trial.
 */
final class RelationSnapshot {
  private final PlanState planState;
  private final WorkloadRelation[][] relations;
  private final int[] priorities;
  private final boolean[] preempts;
  private final List<CompiledWorkload> compiledWorkloads;

  RelationSnapshot(PlanState planState) {
    this.planState = planState;
    compiledWorkloads = List.copyOf(planState.compiledWorkloads);
    relations = new WorkloadRelation[compiledWorkloads.size()][];
    priorities = new int[compiledWorkloads.size()];
    preempts = new boolean[compiledWorkloads.size()];
    for (CompiledWorkload compiled : compiledWorkloads) {
      relations[compiled.number] = compiled.relations;
      priorities[compiled.number] = compiled.priority;
      preempts[compiled.number] = compiled.preempts;
    }
  }

  /** As they are for the workloads that stand in the plan state now. */
  void renew() {
    for (CompiledWorkload compiled : compiledWorkloads) {
      compiled.relations = new WorkloadRelation[0];
      compiled.priority = compiled.workload.priority().value();
      compiled.preempts = compiled.workload.priority().preempts();
    }
    WorkloadRelations.tie(planState.compiledWorkloads, planState.topology);
    WorkloadRelations.inherit(planState.compiledWorkloads);
  }

  void restore() {
    for (CompiledWorkload compiled : compiledWorkloads) {
      compiled.relations = relations[compiled.number];
      compiled.priority = priorities[compiled.number];
      compiled.preempts = preempts[compiled.number];
    }
  }
}
