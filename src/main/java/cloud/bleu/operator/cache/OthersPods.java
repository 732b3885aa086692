package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Assigned;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.node.NodeZones;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Workloads of pods that others create, and the zones of these pods. */
public final class OthersPods {

  private OthersPods() {}

  /**
   * The assignments by namespace, for every namespace with such a workload.
   *
   * @param before what was assigned so far in a namespace
   */
  public static Map<String, PodAssignments> of(
      ApiObjects objects,
      Map<WorkloadId, DecisionInForce> decided,
      Map<String, Map<String, String>> selectors,
      Function<String, Map<String, Assigned>> before) {
    Map<String, Map<String, PodAssignments.Decided>> workloads = new TreeMap<>();
    Map<String, List<Pod>> podsOf = new HashMap<>();
    if (objects.workloads().stream().anyMatch(w -> PodSelectors.of(w) != null)) {
      objects
          .pods()
          .forEach(
              p ->
                  podsOf
                      .computeIfAbsent(p.getMetadata().getNamespace(), n -> new ArrayList<>())
                      .add(p));
    }
    for (BleuWorkload w : objects.workloads()) {
      LabelSelector selector = PodSelectors.of(w);
      if (selector == null) {
        continue;
      }
      WorkloadId id = ObjectRef.workload(w);
      DecisionInForce inForce = decided.get(id);
      Map<String, Integer> zones = new TreeMap<>();
      WorkloadPlacementSpec written =
          inForce != null && inForce.uid().equals(w.getMetadata().getUid())
              ? inForce.written()
              : null;
      if (written != null) {
        for (Assignment a : written.assignments()) {
          zones.put(a.zone(), a.replicas());
        }
      }
      workloads
          .computeIfAbsent(id.namespace(), n -> new TreeMap<>())
          .put(
              id.name(),
              new PodAssignments.Decided(
                  selector, zones, oversized(w, podsOf.getOrDefault(id.namespace(), List.of()))));
    }
    Map<String, PodAssignments> assignments = new HashMap<>();
    if (workloads.isEmpty()) {
      return assignments;
    }
    Map<String, String> zoneOfNode = NodeZones.of(objects.nodes(), selectors);
    Map<String, ZoneLabels> labels = ZoneLabels.of(selectors, objects.nodes());
    workloads.forEach(
        (namespace, of) -> {
          List<Pod> pods = podsOf.getOrDefault(namespace, List.of());
          assignments.put(
              namespace, PodAssignments.of(of, pods, zoneOfNode, labels, before.apply(namespace)));
        });
    return assignments;
  }

  /**
   * The names of the pods of such a workload that wait and ask more than it states.
   *
   * @param pods of its namespace
   */
  private static Set<String> oversized(BleuWorkload w, List<Pod> pods) {
    Map<String, String> stated = ReplicaRequests.stated(w);
    LabelSelector selector = PodSelectors.of(w);
    Set<String> oversized = new HashSet<>();
    for (Pod pod : pods) {
      if (PodAssignments.waits(pod)
          && PodAssignments.isMember(w.getMetadata().getName(), selector, pod)
          && !ReplicaRequests.beyond(pod.getSpec(), stated).isEmpty()) {
        oversized.add(pod.getMetadata().getName());
      }
    }
    return oversized;
  }

  /**
   * The workloads that a pod belongs to: by its label, or as one that others create and nobody
   * labels.
   *
   * @param about the workloads of its namespace that are about pods of others
   */
  static Set<WorkloadId> workloads(Pod pod, List<BleuWorkload> about) {
    String namespace = pod.getMetadata().getNamespace();
    String name = ObjectLabels.get(pod, Labels.WORKLOAD);
    if (name != null) {
      return Set.of(new WorkloadId(namespace, name));
    }
    Set<WorkloadId> workloads = new HashSet<>();
    for (BleuWorkload w : about) {
      if (PodAssignments.isMember(w.getMetadata().getName(), PodSelectors.of(w), pod)) {
        workloads.add(new WorkloadId(namespace, w.getMetadata().getName()));
      }
    }
    return workloads;
  }

  /** The selectors of a namespace, by name of the workload. */
  public static Map<String, LabelSelector> selectors(ApiObjects objects, String namespace) {
    Map<String, LabelSelector> selectors = new TreeMap<>();
    for (BleuWorkload w : objects.workloads()) {
      LabelSelector selector = PodSelectors.of(w);
      if (selector != null && namespace.equals(w.getMetadata().getNamespace())) {
        selectors.put(w.getMetadata().getName(), selector);
      }
    }
    return selectors;
  }
}
