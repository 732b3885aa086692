package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.StrayPods;
import cloud.bleu.translate.policy.ContentCheck;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a pod of a decision: where it stands, its images, its storage, its requests.
 */
final class PodFindings {

  private final PlacementGateSpec gate;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, AvailabilityZone> zones = new HashMap<>();

  PodFindings(ApiObjects objects, PlacementGateSpec gate) {
    this.gate = gate;
    objects.nodes().forEach(n -> nodes.put(n.getMetadata().getName(), n));
    objects.zones().forEach(z -> zones.put(z.getMetadata().getName(), z));
  }

  /** All of one pod, in this order. */
  List<Finding> of(Pod pod) {
    return Stream.of(node(pod), images(pod), volumes(pod), requests(pod))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private @Nullable Finding node(Pod pod) {
    if (!StrayPods.isStray(pod, nodes::get, zones::get)) {
      return null;
    }
    return finding(
        pod,
        "NodeOutsideZone",
        "node "
            + pod.getSpec().getNodeName()
            + " is not, or no longer, of "
            + StrayPods.putInto(pod)
            + ": label the node as before, or evict the pod, and its successor goes where it is decided");
  }

  private @Nullable Finding images(Pod pod) {
    PodSpec spec = pod.getSpec();
    List<String> foreign =
        spec == null
            ? List.of()
            : ContentCheck.foreign(gate, ExistingPodCheck.statements(gate, pod), spec);
    return foreign.isEmpty()
        ? null
        : finding(
            pod,
            "ImageNotAccepted",
            String.join(", ", foreign)
                + ": not as the rules in force ask; take it from a registry that they accept");
  }

  private @Nullable Finding volumes(Pod pod) {
    List<String> elsewhere =
        pod.getSpec() == null || !ExistingPodCheck.isClaimsOnly(gate, pod)
            ? List.of()
            : ContentCheck.elsewhere(pod.getSpec());
    return elsewhere.isEmpty()
        ? null
        : finding(
            pod,
            "StorageElsewhere",
            String.join(", ", elsewhere)
                + ": storage that no zone describes; use a claim of a class that they do");
  }

  private @Nullable Finding requests(Pod pod) {
    List<String> above = new ArrayList<>();
    if (pod.getSpec() != null) {
      ExistingPodCheck.requests(gate, pod)
          .forEach(stated -> above.addAll(ReplicaRequests.beyond(pod.getSpec(), stated)));
    }
    return above.isEmpty()
        ? null
        : finding(
            pod,
            "PodsAskMore",
            "asks "
                + String.join(", ", above)
                + ": state in spec.workload.pods.requests what the pods ask, or ask for less");
  }

  private static Finding finding(Pod pod, String code, String message) {
    return new Finding("Pod", pod.getMetadata().getName(), code, message);
  }
}
