package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;

/** What required relations ask of growth. */
public final class RelatedGrowth {
  private RelatedGrowth() {}

  /**
   * Whether more come where a relation is not met, or while a loss would leave some without what
   * they need: like any loss that is not survived, that gates growth.
   *
   * @param before the counts that grow
   * @param x what they grow to
   */
  public static boolean isBarred(
      PlanState planState, CompiledWorkload compiled, int[] before, int[] x) {
    for (WorkloadRelation relation : compiled.relations()) {
      boolean needs = relation.kind() == WorkloadRelation.Kind.Needs;
      if (!needs && relation.kind() != WorkloadRelation.Kind.Apart) {
        continue;
      }
      for (int z = 0; z < x.length; z++) {
        boolean met =
            needs
                && x[z] > 0
                && planState.holds(relation.other(), relation.over(), relation.over().of(z));
        if ((met || x[z] > before[z])
            && RelationConstraint.unmet(planState, compiled, x, relation, z)) {
          return true;
        }
      }
    }
    return false;
  }
}
