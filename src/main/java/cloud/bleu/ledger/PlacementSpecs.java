package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
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

  /** The evacuation plan as the API writes it. */
  static List<cloud.bleu.api.v1alpha1.Contingency> contingency(List<Contingency> contingency) {
    List<cloud.bleu.api.v1alpha1.Contingency> written = new ArrayList<>();
    for (Contingency c : contingency) {
      written.add(
          new cloud.bleu.api.v1alpha1.Contingency(
              c.event().toString(),
              c.moves().stream()
                  .map(
                      m ->
                          new cloud.bleu.api.v1alpha1.Contingency.Move(
                              m.from(), m.to(), m.replicas()))
                  .toList(),
              c.evicts().stream()
                  .map(
                      e ->
                          new cloud.bleu.api.v1alpha1.Contingency.Eviction(
                              e.workload().namespace(),
                              e.workload().name(),
                              e.zone(),
                              e.replicas()))
                  .toList(),
              c.keeps()));
    }
    return written;
  }

  /** The current state that a written decision stands for. */
  static Placement placement(WorkloadId id, WorkloadPlacementSpec spec, int movesInLastHour) {
    return new Placement(
        id,
        spec.workloadRef().uid(),
        spec.assignments().stream().map(PlacementSpecs::assignment).toList(),
        spec.contingency().stream().map(PlacementSpecs::contingency).toList(),
        movesInLastHour);
  }

  private static Assignment assignment(cloud.bleu.api.v1alpha1.Assignment a) {
    int replicas = or(a.replicas(), 0);
    return new Assignment(a.zone(), replicas, or(a.home(), replicas));
  }

  private static Contingency contingency(cloud.bleu.api.v1alpha1.Contingency c) {
    return new Contingency(
        event(c.event()),
        c.moves().stream()
            .map(m -> new Contingency.Move(m.from(), m.to(), or(m.replicas(), 0)))
            .toList(),
        c.evicts().stream()
            .map(
                e ->
                    new Contingency.Eviction(
                        new WorkloadId(e.namespace(), e.name()), e.zone(), or(e.replicas(), 0)))
            .toList(),
        or(c.keeps(), 0));
  }

  /** Reads {@code site idf-1} back; the reverse of {@link Contingency.Event#toString()}. */
  static Contingency.Event event(String text) {
    int space = text.indexOf(' ');
    String scope = space < 0 ? text : text.substring(0, space);
    String value = space < 0 ? "" : text.substring(space + 1);
    Scope known =
        switch (scope) {
          case "zone" -> Scope.ZONE;
          case "site" -> Scope.SITE;
          case "region" -> Scope.REGION;
          case "provider" -> Scope.PROVIDER;
          default -> new Scope(scope);
        };
    return new Contingency.Event(known, value);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
