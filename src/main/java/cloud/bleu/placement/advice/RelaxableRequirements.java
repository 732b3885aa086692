package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.RelaxableItem;
import cloud.bleu.placement.constraint.RelaxableItems;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;

/**
 * The closed list of what a workload could ask less of, each with the steps to try, the smallest
 * first. Rules of policies are not in the list, as they cannot be given up. Soft requirements are
 * not in it either, as they stop nothing.
 */
final class RelaxableRequirements {
  private RelaxableRequirements() {}

  /**
   * What this workload could ask less of: replicas, then placement, resilience and residency, each
   * by path; empty when its policies allow it no zone at all.
   *
   * @param placed so many replicas have their place: nobody has to ask for fewer
   */
  static List<RelaxableItem> of(Estate estate, Workload workload, int placed) {
    RelaxableItems items =
        new RelaxableItems(estate, workload, zonesWithinPolicies(estate, workload));
    if (!items.zones().isEmpty()) {
      RelaxablePlacement.collect(items, placed);
      Constraints.ALL.forEach(constraint -> constraint.relax(items));
      RelaxableResidency.collect(items);
    }
    return items.sorted();
  }

  /** Zones in service that no rule of a policy excludes: no other can be gained. */
  private static List<Zone> zonesWithinPolicies(Estate estate, Workload workload) {
    return estate.zones().stream()
        .filter(z -> z.state() == ZoneState.Active)
        .filter(
            z ->
                workload.rules().stream()
                    .filter(r -> r.policy() != null)
                    .noneMatch(r -> r.evaluate(workload, z, estate).excludes()))
        .toList();
  }
}
