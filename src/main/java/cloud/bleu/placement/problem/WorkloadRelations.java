package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The relations between the workloads of one plan, known from both sides, and the priority that a
 * workload inherits from those that need it.
 */
final class WorkloadRelations {
  private final Topology topology;
  private final Map<WorkloadId, Integer> numbers = new HashMap<>();
  private final List<List<WorkloadRelation>> byNumber = new ArrayList<>();

  private WorkloadRelations(List<CompiledWorkload> compiledWorkloads, Topology topology) {
    this.topology = topology;
    for (CompiledWorkload compiled : compiledWorkloads) {
      numbers.put(compiled.workload.id(), compiled.number);
      byNumber.add(new ArrayList<>());
    }
  }

  /**
   * Leaves with each workload its relations, those that others declare with it included, and what
   * the highest of those who need it has: its priority, and whether it preempts.
   */
  static void tie(List<CompiledWorkload> compiledWorkloads, Topology topology) {
    boolean related = false;
    for (CompiledWorkload compiled : compiledWorkloads) {
      related |=
          !compiled.workload.affinity().isEmpty() || !compiled.workload.antiAffinity().isEmpty();
    }
    if (!related) {
      return;
    }
    WorkloadRelations relations = new WorkloadRelations(compiledWorkloads, topology);
    compiledWorkloads.forEach(relations::declare);
    for (CompiledWorkload compiled : compiledWorkloads) {
      List<WorkloadRelation> own = relations.byNumber.get(compiled.number);
      compiled.relationSet = compiled.relationSet.with(own.toArray(new WorkloadRelation[0]));
    }
    inherit(compiledWorkloads);
  }

  private void declare(CompiledWorkload compiled) {
    for (Workload.Affinity a : compiled.workload.affinity()) {
      link(
          compiled,
          a,
          WorkloadRelation.Kind.Needs,
          WorkloadRelation.Kind.NeededBy,
          WorkloadRelation.Kind.Likes);
    }
    for (Workload.Affinity a : compiled.workload.antiAffinity()) {
      link(
          compiled,
          a,
          WorkloadRelation.Kind.Apart,
          WorkloadRelation.Kind.Apart,
          WorkloadRelation.Kind.Dislikes);
    }
  }

  /**
   * Adds one relation.
   *
   * @param forth what it is to who declares it, if it is required
   * @param back what it is to the other one then
   * @param preferred what it is to who declares it, if it is not required
   */
  private void link(
      CompiledWorkload compiled,
      Workload.Affinity affinity,
      WorkloadRelation.Kind forth,
      WorkloadRelation.Kind back,
      WorkloadRelation.Kind preferred) {
    WorkloadId id = new WorkloadId(compiled.workload.id().namespace(), affinity.with());
    int other = numbers.getOrDefault(id, -1);
    if (other == compiled.number) {
      return;
    }
    Domains over = topology.domains(affinity.topology());
    WorkloadRelation.Kind kind = affinity.required() ? forth : preferred;
    byNumber.get(compiled.number).add(new WorkloadRelation(other, affinity.with(), over, kind));
    if (affinity.required() && other >= 0) {
      String name = compiled.workload.id().name();
      byNumber.get(other).add(new WorkloadRelation(compiled.number, name, over, back));
    }
  }

  private static void inherit(List<CompiledWorkload> compiledWorkloads) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (CompiledWorkload compiled : compiledWorkloads) {
        RelationSet own = compiled.relationSet;
        for (WorkloadRelation relation : own.relations) {
          if (relation.kind() == WorkloadRelation.Kind.NeededBy) {
            own = own.inheriting(compiledWorkloads.get(relation.other()).relationSet);
          }
        }
        changed |= own != compiled.relationSet;
        compiled.relationSet = own;
      }
    }
  }
}
