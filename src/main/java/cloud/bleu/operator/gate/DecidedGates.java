package cloud.bleu.operator.gate;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EnforcedContents;
import cloud.bleu.translate.Translation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The gates of other clusters from the decisions in force, governed here or not. */
final class DecidedGates implements GatePlan {

  private final Translation translation;
  private final Predicate<String> served;
  private final Map<String, Map<WorkloadId, DecisionInForce>> byNamespace = new HashMap<>();

  /**
   * @param decided every decision in force
   * @param served whether the gate of a namespace may be written; any other stays as it is
   */
  DecidedGates(
      Translation translation, Map<WorkloadId, DecisionInForce> decided, Predicate<String> served) {
    this.translation = translation;
    this.served = served;
    decided.forEach(
        (id, inForce) ->
            byNamespace.computeIfAbsent(id.namespace(), n -> new HashMap<>()).put(id, inForce));
  }

  @Override
  public GateContent gate(
      String namespace,
      Map<String, Map<String, String>> selectors,
      @Nullable PlacementGateSpec before) {
    if (!served.test(namespace)) {
      return standing(before);
    }
    Map<String, WorkloadPlacementSpec> published = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    Map<WorkloadId, DecisionInForce> there = new HashMap<>();
    byNamespace
        .getOrDefault(namespace, Map.of())
        .forEach(
            (id, inForce) -> {
              WorkloadPlacementSpec part = part(inForce.spec(), selectors.keySet());
              if (!inForce.published()) {
                waiting.add(id.name());
              } else if (!part.assignments().isEmpty()) {
                published.put(id.name(), part);
              }
              if (!part.assignments().isEmpty()) {
                there.put(id, inForce);
              }
            });
    return GateContent.of(
        published,
        waiting,
        selectors,
        contents(translation, namespace, there, selectors::containsKey),
        GateContent.Others.NONE,
        before);
  }

  private static GateContent standing(@Nullable PlacementGateSpec before) {
    return before == null
        ? GateContent.of(Map.of(), Set.of(), Map.of(), null)
        : new GateContent(before, Set.of(), Set.of());
  }

  /** The part of a decision that is in some zones: a gate says nothing of losses. */
  private static WorkloadPlacementSpec part(WorkloadPlacementSpec spec, Set<String> zones) {
    List<Assignment> some =
        spec.assignments().stream()
            .filter(a -> a.replicas() > 0 && zones.contains(a.zone()))
            .toList();
    return new WorkloadPlacementSpec(spec.workloadRef(), some, List.of(), spec.decision());
  }

  /**
   * What goes into the pods and claims of a namespace.
   *
   * @param decided the decisions of the namespace
   * @param zones those that it is about
   */
  static AdmittedContents contents(
      Translation translation,
      String namespace,
      Map<WorkloadId, DecisionInForce> decided,
      Predicate<String> zones) {
    Map<String, Set<String>> inUse = new HashMap<>();
    decided.forEach((id, inForce) -> inUse.put(id.name(), zones(inForce, zones)));
    return EnforcedContents.of(translation, namespace, inUse);
  }

  private static Set<String> zones(DecisionInForce inForce, Predicate<String> zones) {
    return inForce.spec().assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(Assignment::zone)
        .filter(zones)
        .collect(Collectors.toSet());
  }
}
