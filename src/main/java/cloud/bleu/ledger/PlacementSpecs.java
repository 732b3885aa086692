package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.placement.evacuation.PlanGroups;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts between the engine's records and those of the API: what a decision says, and nothing
 * else.
 */
final class PlacementSpecs {

  private PlacementSpecs() {}

  /** Assignments as the API writes them: {@code home} only while it differs. */
  static List<cloud.bleu.api.v1alpha1.Assignment> assignments(List<Assignment> assignments) {
    List<cloud.bleu.api.v1alpha1.Assignment> written = new ArrayList<>();
    for (Assignment a : assignments) {
      Integer home = a.home() == a.replicas() ? null : (Integer) a.home();
      written.add(new cloud.bleu.api.v1alpha1.Assignment(a.zone(), a.replicas(), home, null));
    }
    return written;
  }

  /**
   * The evacuation plan as the API writes it.
   *
   * @param assignments of the same decision
   */
  static List<Evacuation> evacuation(List<Contingency> contingency, List<Assignment> assignments) {
    return EvacuationConversion.written(
        PlanGroups.of(contingency, assignments), contingency.size());
  }

  /**
   * The evacuation plan of a written decision, sorted by event.
   *
   * @throws IllegalArgumentException when it names what is no event, or says more than any decision
   */
  static List<Contingency> contingency(WorkloadPlacementSpec spec) {
    return EvacuationConversion.read(spec, ValueCheck.AS_WRITTEN).contingency(assignments(spec));
  }

  /** Where the replicas of a written decision run; what names no zone is nowhere. */
  static List<Assignment> assignments(WorkloadPlacementSpec spec) {
    return spec.assignments().stream()
        .filter(a -> a.zone() != null)
        .map(PlacementSpecs::assignment)
        .toList();
  }

  private static Assignment assignment(cloud.bleu.api.v1alpha1.Assignment a) {
    int replicas = or(a.replicas(), 0);
    return new Assignment(a.zone(), replicas, or(a.home(), replicas));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
