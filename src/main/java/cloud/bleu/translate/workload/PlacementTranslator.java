package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.published.LossGroup;
import cloud.bleu.placement.published.WrittenPlan;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WorkloadPlacement, which the operator wrote, to the state that is in force. */
public final class PlacementTranslator {
  private static final String PATH = "spec.assignments";

  private PlacementTranslator() {}

  /**
   * The state in force; null for one that names no workload.
   *
   * @param movesInLastHour replicas that rebalancing moved within the hour
   */
  public static @Nullable Placement translate(
      WorkloadPlacement object, int movesInLastHour, Findings findings) {
    WorkloadPlacementSpec spec = object.getSpec();
    if (spec == null) {
      return null;
    }
    String namespace = object.getMetadata().getNamespace();
    String name =
        spec.workloadRef() == null || spec.workloadRef().name() == null
            ? object.getMetadata().getName()
            : spec.workloadRef().name();
    List<Assignment> assignments = new ArrayList<>();
    int i = 0;
    for (cloud.bleu.api.v1alpha1.Assignment a : spec.assignments()) {
      String path = FieldPath.item(PATH, i++);
      int replicas = count(a.replicas(), path + ".replicas", findings);
      int home = a.home() == null ? replicas : count(a.home(), path + ".home", findings);
      String zone = String.valueOf(a.zone());
      if (assignments.stream().anyMatch(other -> other.zone().equals(zone))) {
        findings.block(path + ".zone", "the zone is named twice", null, "keep one of the two");
      } else {
        assignments.add(new Assignment(zone, replicas, home));
      }
    }
    assignments.sort(Comparator.comparing(Assignment::zone));
    boolean early = spec.evacuation().isEmpty();
    List<LossGroup> groups = new ArrayList<>();
    i = 0;
    for (Evacuation e : spec.plan()) {
      String path = FieldPath.item(early ? "spec.contingency" : "spec.evacuation", i++);
      groups.add(group(e, path, early, findings));
    }
    return new Placement(
        ObjectRef.workload(namespace, name),
        spec.workloadRef() == null ? null : spec.workloadRef().uid(),
        assignments,
        contingency(groups, assignments, findings),
        movesInLastHour);
  }

  private static List<Contingency> contingency(
      List<LossGroup> groups, List<Assignment> assignments, Findings findings) {
    try {
      return WrittenPlan.contingency(groups, assignments);
    } catch (IllegalArgumentException e) {
      findings.block(
          "spec.evacuation", String.valueOf(e.getMessage()), null, "let the operator write it");
      return List.of();
    }
  }

  /**
   * @param early whether the object has it in the early form, an event to an item
   */
  private static LossGroup group(Evacuation api, String path, boolean early, Findings findings) {
    List<LossGroup.Loss> losses = new ArrayList<>();
    int i = 0;
    for (Evacuation.Loss loss : api.losses()) {
      LossGroup.Loss one =
          loss(loss, early ? path : FieldPath.item(path + ".losses", i++), findings);
      if (one != null) {
        losses.add(one);
      }
    }
    List<LossGroup.Target> to = new ArrayList<>();
    for (Evacuation.Target target : api.to()) {
      to.add(
          new LossGroup.Target(
              target.zones(), target.through(), count(target.replicas(), path + ".to", findings)));
    }
    List<Contingency.Eviction> evicts = new ArrayList<>();
    for (cloud.bleu.api.v1alpha1.Contingency.Eviction e : api.evicts()) {
      evicts.add(
          new Contingency.Eviction(
              new WorkloadId(String.valueOf(e.namespace()), String.valueOf(e.name())),
              String.valueOf(e.zone()),
              count(e.replicas(), path + ".evicts", findings)));
    }
    return new LossGroup(
        api.zones(),
        Boolean.TRUE.equals(api.otherZones()),
        losses,
        to,
        evicts,
        count(api.keeps(), path + ".keeps", findings));
  }

  private static LossGroup.@Nullable Loss loss(
      Evacuation.Loss api, String path, Findings findings) {
    Contingency.Event event;
    try {
      event = Contingency.Event.of(String.valueOf(api.event()));
    } catch (IllegalArgumentException e) {
      findings.block(
          path + ".event",
          "not an event: " + Problem.quote(String.valueOf(api.event())),
          "a scope and a value such as `site idf-1`",
          "let the operator write it");
      return null;
    }
    List<Contingency.Move> moves = new ArrayList<>();
    for (cloud.bleu.api.v1alpha1.Contingency.Move m : api.moves()) {
      moves.add(
          new Contingency.Move(
              String.valueOf(m.from()),
              String.valueOf(m.to()),
              count(m.replicas(), path + ".moves", findings)));
    }
    return new LossGroup.Loss(event, api.from(), moves);
  }

  private static int count(@Nullable Integer value, String path, Findings findings) {
    return findings.whole(path, value == null ? 0 : value, 0, WorkloadTranslator.MOST_REPLICAS);
  }
}
