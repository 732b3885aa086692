package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Set;

/** Taints by which somebody keeps pods from a node, as on nodes of a control plane. */
public final class NodeTaints {

  private static final Set<String> KEEPING = Set.of("NoSchedule", "NoExecute");

  /** Of Kubernetes itself: they say in other words what conditions of the node say. */
  private static final String OF_CONDITIONS = "node.kubernetes.io/";

  private NodeTaints() {}

  /** The taints that pods have to tolerate, without those that follow from conditions. */
  public static List<Taint> standing(Node node) {
    List<Taint> taints = node.getSpec() == null ? null : node.getSpec().getTaints();
    return taints == null
        ? List.of()
        : taints.stream()
            .filter(t -> t != null && KEEPING.contains(String.valueOf(t.getEffect())))
            .filter(t -> !String.valueOf(t.getKey()).startsWith(OF_CONDITIONS))
            .toList();
  }
}
