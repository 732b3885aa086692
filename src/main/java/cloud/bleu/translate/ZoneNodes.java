package cloud.bleu.translate;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.Capacity;
import cloud.bleu.placement.Quantities;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster as zones see them: what is free on those that are Ready and schedulable,
 * and since when none is.
 */
final class ZoneNodes {

  /** Marks the pods of what the operator delivered: they are counted as decisions, not as used. */
  static final String WORKLOAD_LABEL = "placement.bleu.cloud/workload";

  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private final List<Node> nodes;
  private final Map<String, Quantities> foreign = new HashMap<>();

  /**
   * @param pods what runs, those of decisions too
   */
  ZoneNodes(List<Node> nodes, List<Pod> pods, List<AvailabilityZone> zones) {
    this.nodes = nodes;
    Map<String, Node> nodesByName = byName(nodes);
    Map<String, AvailabilityZone> zonesByName = byName(zones);
    for (Pod pod : pods) {
      if (pod.getSpec() == null || pod.getSpec().getNodeName() == null || isOver(pod)) {
        continue;
      }
      // One that stands outside of its zone takes room that no decision counts.
      if (isOurs(pod) && !StrayPods.isStray(pod, nodesByName::get, zonesByName::get)) {
        continue;
      }
      foreign.merge(pod.getSpec().getNodeName(), PodRequests.of(pod.getSpec()), Quantities::plus);
    }
  }

  private static <T extends HasMetadata> Map<String, T> byName(List<T> objects) {
    Map<String, T> byName = new HashMap<>();
    objects.forEach(o -> byName.put(o.getMetadata().getName(), o));
    return byName;
  }

  private static boolean isOurs(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels != null && labels.containsKey(WORKLOAD_LABEL);
  }

  private static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return phase != null && FINISHED.contains(phase);
  }

  /** Nodes that carry all of these labels, none for an empty selector; sorted by name. */
  List<Node> matching(Map<String, String> selector) {
    if (selector.isEmpty()) {
      return List.of();
    }
    return nodes.stream()
        .filter(
            n ->
                n.getMetadata().getLabels() != null
                    && n.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }

  /** Allocatable minus the requests of foreign pods, of the nodes that take pods. */
  Capacity measured(List<Node> matching, int usablePercent) {
    List<Capacity.Node> free = new ArrayList<>();
    for (Node node : matching) {
      if (isReady(node) && isSchedulable(node) && node.getStatus() != null) {
        Quantities allocatable = PodRequests.typed(node.getStatus().getAllocatable());
        String name = node.getMetadata().getName();
        free.add(
            new Capacity.Node(
                name, allocatable.minus(foreign.getOrDefault(name, Quantities.NONE))));
      }
    }
    return new Capacity.Measured(free, usablePercent);
  }

  /**
   * Since when no node of the zone has been Ready: the latest change of their Ready conditions;
   * null while one is, and for a zone without nodes, of whose health nothing is known.
   */
  static @Nullable Instant unhealthySince(List<Node> matching, Instant now) {
    if (matching.isEmpty() || matching.stream().anyMatch(ZoneNodes::isReady)) {
      return null;
    }
    Instant latest = Instant.EPOCH;
    for (Node node : matching) {
      Instant changed = readyChanged(node);
      latest = changed.isAfter(latest) ? changed : latest;
    }
    return latest.equals(Instant.EPOCH) ? now : latest;
  }

  static boolean isReady(Node node) {
    NodeCondition ready = ready(node);
    return ready != null && "True".equals(ready.getStatus());
  }

  private static boolean isSchedulable(Node node) {
    return node.getSpec() == null || !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  private static Instant readyChanged(Node node) {
    NodeCondition ready = ready(node);
    try {
      return ready == null || ready.getLastTransitionTime() == null
          ? Instant.EPOCH
          : Instant.parse(ready.getLastTransitionTime());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static @Nullable NodeCondition ready(Node node) {
    if (node.getStatus() == null) {
      return null;
    }
    for (NodeCondition condition : Absent.skip(node.getStatus().getConditions())) {
      if ("Ready".equals(condition.getType())) {
        return condition;
      }
    }
    return null;
  }
}
