package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;

/** Relations that are preferred and not required. */
public final class RelationPreferences {
  private RelationPreferences() {}

  /** Zones with preferred relations that are not met. */
  public static int unmetPreferences(PlanState planState, CompiledWorkload compiled, int[] x) {
    int unmet = 0;
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Likes
          || relation.kind() == WorkloadRelation.Kind.Dislikes) {
        for (int z = 0; z < x.length; z++) {
          unmet += x[z] > 0 && !prefers(planState, relation, z) ? x[z] : 0;
        }
      }
    }
    return unmet;
  }

  /** How many preferred relations a zone would not meet. */
  public static int unmetPreferences(PlanState planState, CompiledWorkload compiled, int zone) {
    int unmet = 0;
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Likes
          || relation.kind() == WorkloadRelation.Kind.Dislikes) {
        unmet += prefers(planState, relation, zone) ? 0 : 1;
      }
    }
    return unmet;
  }

  /** Whether a preferred relation is met in a zone. */
  static boolean prefers(PlanState planState, WorkloadRelation relation, int zone) {
    boolean together =
        relation.other() >= 0
            && planState.holds(relation.other(), relation.over(), relation.over().of(zone));
    return together == (relation.kind() == WorkloadRelation.Kind.Likes);
  }
}
