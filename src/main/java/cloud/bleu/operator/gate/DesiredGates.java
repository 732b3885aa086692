package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.cache.OthersPods;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the gates are to say: one for each governed namespace, from the decisions in force. */
final class DesiredGates {

  private final ApiObjects objects;
  private final Translation translation;
  private final Map<WorkloadId, DecisionInForce> decided;
  private final Set<String> governed;
  private final Set<String> ending;
  private final Map<WorkloadId, DecisionInForce> external = new HashMap<>();
  private final Map<String, Map<String, String>> selectors;
  private final Map<String, Map<WorkloadId, DecisionInForce>> byNamespace = new HashMap<>();

  DesiredGates(
      ApiObjects objects, Translation translation, Map<WorkloadId, DecisionInForce> decided) {
    this.objects = objects;
    this.translation = translation;
    this.decided = decided;
    governed = governed(objects);
    ending = ending(objects);
    selectors = DeliveryOrders.selectors(objects.zones());
    Set<WorkloadId> podless = external(objects);
    decided.forEach(
        (id, inForce) -> {
          if (podless.contains(id)) {
            external.put(id, inForce);
          } else if (governed.contains(id.namespace())) {
            byNamespace.computeIfAbsent(id.namespace(), n -> new HashMap<>()).put(id, inForce);
          }
        });
  }

  /** The namespaces that ask for admission to keep, or to report on, the decisions. */
  static Set<String> governed(ApiObjects objects) {
    Set<String> governed = new HashSet<>();
    for (Namespace namespace : objects.namespaces()) {
      if (GovernedNamespaces.level(namespace) != null) {
        governed.add(namespace.getMetadata().getName());
      }
    }
    return governed;
  }

  /** The namespaces that have a gate. */
  Set<String> governed() {
    return governed;
  }

  /** Whether a namespace is being deleted. */
  boolean isEnding(String namespace) {
    return ending.contains(namespace);
  }

  /** The decisions for workloads that create no pods here: no gate has to let any in. */
  Map<WorkloadId, DecisionInForce> external() {
    return external;
  }

  /** The decisions that the gate of a namespace is about. */
  Map<WorkloadId, DecisionInForce> decided(String namespace) {
    return byNamespace.getOrDefault(namespace, Map.of());
  }

  /**
   * The zones of pods that others created, by namespace, for every namespace with such a workload.
   *
   * @param before what was assigned so far in a namespace
   */
  Map<String, PodAssignments> pods(
      Function<String, Map<String, PlacementGateSpec.Assigned>> before) {
    return OthersPods.of(objects, decided, selectors, before);
  }

  /**
   * The gate of a governed namespace.
   *
   * @param pods of the namespace that others created
   * @param before the gate that there is, null: none
   */
  GateContent gate(String namespace, PodAssignments pods, @Nullable PlacementGateSpec before) {
    Map<String, WorkloadPlacementSpec> published = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    decided(namespace)
        .forEach(
            (id, inForce) -> {
              if (inForce.published()) {
                published.put(id.name(), inForce.spec());
              } else {
                waiting.add(id.name());
              }
            });
    return GateContent.of(
        published,
        waiting,
        selectors,
        DecidedGates.contents(translation, namespace, decided(namespace), zone -> true),
        new GateContent.Others(OthersPods.selectors(objects, namespace), pods.assigned()),
        before);
  }

  private static Set<String> ending(ApiObjects objects) {
    return objects.namespaces().stream()
        .filter(n -> n.getMetadata().getDeletionTimestamp() != null)
        .map(n -> n.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static Set<WorkloadId> external(ApiObjects objects) {
    Set<WorkloadId> external = new HashSet<>();
    for (BleuWorkload w : objects.workloads()) {
      if (w.getSpec() != null
          && w.getSpec().workload() != null
          && w.getSpec().workload().external() != null) {
        external.add(ObjectRef.workload(w));
      }
    }
    return external;
  }
}
