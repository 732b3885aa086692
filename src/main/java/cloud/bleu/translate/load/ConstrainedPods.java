package cloud.bleu.translate.load;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pods that others created and a workload selects: which of them run in the room of its decision,
 * so that they are not counted a second time as something foreign.
 */
final class ConstrainedPods {

  /** Of a cluster in which no workload selects pods. */
  static final ConstrainedPods NONE = new ConstrainedPods(null);

  private final Map<String, String> zoneOfNode = new HashMap<>();
  private final Map<Pod, WorkloadId> housed = new IdentityHashMap<>();
  private final Set<Pod> selected = Collections.newSetFromMap(new IdentityHashMap<>());

  private ConstrainedPods(@Nullable ApiObjects objects) {
    if (objects == null) {
      return;
    }
    List<AvailabilityZone> zones = new ArrayList<>(objects.zones());
    zones.sort(Comparator.comparing(z -> z.getMetadata().getName()));
    for (Node node : objects.nodes()) {
      Map<String, String> labels = labels(node.getMetadata().getLabels());
      for (AvailabilityZone zone : zones) {
        Map<String, String> selector =
            zone.getSpec() == null || zone.getSpec().target() == null
                ? Map.of()
                : zone.getSpec().target().ownNodes();
        if (!selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet())) {
          zoneOfNode.putIfAbsent(node.getMetadata().getName(), zone.getMetadata().getName());
        }
      }
    }
  }

  /** The pods of the input by what selects them. */
  static ConstrainedPods of(ApiObjects objects) {
    List<BleuWorkload> workloads =
        objects.workloads().stream()
            .filter(w -> PodSelectors.of(w) != null)
            .sorted(Comparator.comparing(w -> w.getMetadata().getName()))
            .toList();
    ConstrainedPods constrained = new ConstrainedPods(workloads.isEmpty() ? null : objects);
    if (workloads.isEmpty()) {
      return constrained;
    }
    // Where there are more than the decision has room for, which of them have it is the same in
    // every pass.
    Map<String, List<Pod>> pods = new HashMap<>();
    for (Pod pod : objects.pods()) {
      pods.computeIfAbsent(
              Objects.toString(pod.getMetadata().getNamespace(), ""), n -> new ArrayList<>())
          .add(pod);
    }
    pods.values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparing(
                        p -> p.getMetadata().getName(),
                        Comparator.nullsFirst(Comparator.naturalOrder()))));
    for (BleuWorkload w : workloads) {
      constrained.house(
          w,
          objects,
          pods.getOrDefault(Objects.toString(w.getMetadata().getNamespace(), ""), List.of()));
    }
    return constrained;
  }

  /** The workload in the room of which a pod runs; null for one that no decision has room for. */
  @Nullable WorkloadId housing(Pod pod) {
    return housed.get(pod);
  }

  /** Whether a workload selects the pod, in its room or beyond it. */
  boolean selects(Pod pod) {
    return selected.contains(pod);
  }

  private void house(BleuWorkload w, ApiObjects objects, List<Pod> pods) {
    Map<String, Integer> room = new HashMap<>();
    for (WorkloadPlacement wp : objects.placements()) {
      if (same(wp.getMetadata().getNamespace(), w)
          && wp.getMetadata().getName().equals(w.getMetadata().getName())
          && wp.getSpec() != null) {
        for (Assignment a : wp.getSpec().assignments()) {
          room.merge(a.zone(), a.replicas(), Integer::sum);
        }
      }
    }
    LabelSelector selector = PodSelectors.of(w);
    for (Pod pod : pods) {
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      String zone = node == null ? null : zoneOfNode.get(node);
      if (zone == null
          || PodPhase.isOver(pod)
          || !same(pod.getMetadata().getNamespace(), w)
          || housed.containsKey(pod)) {
        continue;
      }
      Map<String, String> labels = labels(pod.getMetadata().getLabels());
      String workload = labels.get(ObjectLabels.WORKLOAD);
      boolean of =
          workload == null
              ? selector != null
                  && LabelSelectors.wellFormed(selector)
                  && LabelSelectors.matches(selector, labels)
              : workload.equals(w.getMetadata().getName());
      if (of) {
        selected.add(pod);
      }
      if (of && room.getOrDefault(zone, 0) > 0) {
        room.merge(zone, -1, Integer::sum);
        housed.put(pod, ObjectRef.workload(w));
      }
    }
  }

  private static boolean same(@Nullable String namespace, BleuWorkload w) {
    return Objects.equals(namespace, w.getMetadata().getNamespace());
  }

  private static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }
}
