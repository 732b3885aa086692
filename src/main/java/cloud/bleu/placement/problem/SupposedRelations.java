package cloud.bleu.placement.problem;

import java.util.List;

/**
 * Relations and inherited priorities as they would be if some workloads asked for something else.
 * Once closed, all are as before.
 */
public final class SupposedRelations implements AutoCloseable {
  private final List<CompiledWorkload> compiledWorkloads;
  private final RelationSet[] before;

  /** Supposes, until that is closed, that these are all workloads of the plan. */
  public SupposedRelations(List<CompiledWorkload> all, Topology topology) {
    compiledWorkloads = List.copyOf(all);
    before = new RelationSet[compiledWorkloads.size()];
    for (CompiledWorkload compiled : compiledWorkloads) {
      before[compiled.number] = compiled.relationSet;
      compiled.relationSet = RelationSet.alone(compiled.workload);
    }
    WorkloadRelations.tie(compiledWorkloads, topology);
  }

  @Override
  public void close() {
    for (CompiledWorkload compiled : compiledWorkloads) {
      compiled.relationSet = before[compiled.number];
    }
  }
}
