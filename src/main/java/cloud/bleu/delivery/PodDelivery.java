package cloud.bleu.delivery;

import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the pods that others created go where they are assigned, and deletes pods that have not
 * started where nothing is decided any more. It never touches a pod that is on a node.
 */
final class PodDelivery {

  private final KubernetesClient client;

  PodDelivery(KubernetesClient client) {
    this.client = client;
  }

  /**
   * One pass.
   *
   * @param frozen whether nothing is taken back
   */
  DeliveryReport deliver(PodOrder order, boolean frozen) {
    List<DeliveryProblem> problems = new ArrayList<>();
    boolean again = false;
    for (Pod pod : order.pods()) {
      if (!PodAssignments.stands(pod) || PodAssignments.node(pod) != null) {
        continue;
      }
      String zone = order.zones().get(pod.getMetadata().getName());
      try {
        if (PodAssignments.waits(pod)) {
          if (zone != null && order.selectors().containsKey(zone)) {
            release(order.workload(), pod, zone, order.selectors().get(zone));
          }
        } else if (zone == null && PodAssignments.zone(pod) != null && !frozen) {
          client.resource(pod).lockResourceVersion(pod.getMetadata().getResourceVersion()).delete();
        }
      } catch (KubernetesClientException e) {
        if (ClusterWriter.stale(e)) {
          // The watch tells what became of it.
          again = true;
        } else {
          problems.add(ClusterWriter.refused("pod " + pod.getMetadata().getName(), e));
        }
      }
    }
    return new DeliveryReport(List.of(), problems, problems.isEmpty() && !again, again, false);
  }

  private void release(String workload, Pod pod, String zone, Map<String, String> selector) {
    List<PodSchedulingGate> others =
        pod.getSpec().getSchedulingGates().stream()
            .filter(g -> !Labels.DECISION.equals(g.getName()))
            .toList();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", pod.getMetadata().getResourceVersion());
    metadata.put("labels", Labels.ofChild(workload, zone));
    Map<String, Object> patch =
        Map.of(
            "metadata",
            metadata,
            "spec",
            Map.of("nodeSelector", selector, "schedulingGates", others));
    client
        .resource(pod)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Labels.MANAGER)
                .build(),
            Serialization.asJson(patch));
  }
}
