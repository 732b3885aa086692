package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Taints by which somebody keeps pods from a node, as on nodes of a control plane. */
public final class NodeTaints {

  private static final Set<String> KEEPING = Set.of("NoSchedule", "NoExecute");

  /** Of Kubernetes itself: they say in other words what conditions of the node say. */
  private static final List<String> OF_CONDITIONS =
      List.of("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/");

  private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

  private NodeTaints() {}

  /** The taints that pods have to tolerate, without those that follow from conditions. */
  public static List<Taint> standing(Node node) {
    List<Taint> taints = node.getSpec() == null ? null : node.getSpec().getTaints();
    return taints == null
        ? List.of()
        : taints.stream()
            .filter(t -> t != null && KEEPING.contains(String.valueOf(t.getEffect())))
            .filter(t -> OF_CONDITIONS.stream().noneMatch(String.valueOf(t.getKey())::startsWith))
            .toList();
  }

  /**
   * Whether the node is there for the control plane alone: it has that role, and a taint keeps pods
   * away. One with the role and without a taint runs pods of anybody as well.
   */
  public static boolean servesControlPlane(Node node) {
    List<Taint> standing = standing(node);
    Map<String, String> labels = node.getMetadata().getLabels();
    return standing.stream().anyMatch(t -> CONTROL_PLANE.equals(t.getKey()))
        || !standing.isEmpty() && labels != null && labels.containsKey(CONTROL_PLANE);
  }
}
