package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.published.LossGroup;
import cloud.bleu.placement.published.PlanGroups;
import cloud.bleu.placement.published.WrittenPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between the engine's records and those of the API: what a decision says, and nothing else. */
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
    return PlanGroups.of(contingency, assignments).stream()
        .map(
            group ->
                new Evacuation(
                    group.zones(),
                    group.otherZones() ? true : null,
                    group.losses().stream().map(PlacementSpecs::loss).toList(),
                    group.to().stream()
                        .map(to -> new Evacuation.Target(to.zones(), to.through(), to.replicas()))
                        .toList(),
                    group.evicts().stream().map(PlacementSpecs::eviction).toList(),
                    group.keeps()))
        .toList();
  }

  private static Evacuation.Loss loss(LossGroup.Loss loss) {
    return new Evacuation.Loss(
        loss.event().toString(),
        loss.from(),
        loss.moves().stream()
            .map(m -> new cloud.bleu.api.v1alpha1.Contingency.Move(m.from(), m.to(), m.replicas()))
            .toList());
  }

  private static cloud.bleu.api.v1alpha1.Contingency.Eviction eviction(Contingency.Eviction e) {
    return new cloud.bleu.api.v1alpha1.Contingency.Eviction(
        e.workload().namespace(), e.workload().name(), e.zone(), e.replicas());
  }

  /**
   * The evacuation plan of a written decision, sorted by event.
   *
   * @throws IllegalArgumentException when it names what is no event, or says more than any decision
   */
  static List<Contingency> contingency(WorkloadPlacementSpec spec) {
    return WrittenPlan.contingency(
        spec.plan().stream().map(PlacementSpecs::group).toList(), assignments(spec));
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

  private static LossGroup group(Evacuation e) {
    return new LossGroup(
        e.zones(),
        Boolean.TRUE.equals(e.otherZones()),
        e.losses().stream().map(PlacementSpecs::loss).toList(),
        e.to().stream()
            .map(to -> new LossGroup.Target(to.zones(), to.through(), or(to.replicas(), 0)))
            .toList(),
        e.evicts().stream().map(PlacementSpecs::eviction).toList(),
        or(e.keeps(), 0));
  }

  private static LossGroup.Loss loss(Evacuation.Loss loss) {
    return new LossGroup.Loss(
        Contingency.Event.of(String.valueOf(loss.event())),
        loss.from(),
        loss.moves().stream()
            .map(m -> new Contingency.Move(m.from(), m.to(), or(m.replicas(), 0)))
            .toList());
  }

  private static Contingency.Eviction eviction(cloud.bleu.api.v1alpha1.Contingency.Eviction e) {
    return new Contingency.Eviction(
        new WorkloadId(e.namespace(), e.name()), e.zone(), or(e.replicas(), 0));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
