package cloud.bleu.translate.pod;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pods of decisions that stand where they were not put: Kubernetes asks a node selector once, and
 * does not move a pod when the labels of its node change.
 */
public final class StrayPods {

  private StrayPods() {}

  /**
   * Whether a pod of a decision stands on a node that is not, or no longer, one of the zone that it
   * was put into; false while its node, or which nodes the zone has, is not known.
   *
   * @param nodes by name
   * @param zones by name
   */
  public static boolean isStray(
      Pod pod,
      Function<String, @Nullable Node> nodes,
      Function<String, @Nullable AvailabilityZone> zones) {
    String on = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    String put = putInto(pod);
    if (on == null || put == null) {
      return false;
    }
    Node node = nodes.apply(on);
    AvailabilityZone zone = zones.apply(put);
    if (node == null || zone == null || zone.getSpec() == null || zone.getSpec().target() == null) {
      return false;
    }
    Map<String, String> selector = zone.getSpec().target().ownNodes();
    Map<String, String> labels = node.getMetadata().getLabels();
    return !selector.isEmpty()
        && (labels == null || !labels.entrySet().containsAll(selector.entrySet()));
  }

  /** The zone that a pod of a decision was put into; null for any other pod. */
  public static @Nullable String putInto(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null || !labels.containsKey(ObjectLabels.WORKLOAD)
        ? null
        : labels.get(ObjectLabels.ZONE);
  }
}
