package cloud.bleu.translate.load;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;

/**
 * What is seen of the nodes of another cluster. Two are the same only as one object: they are made
 * anew when something of them changes.
 */
public final class ClusterNodes {

  private final List<Node> nodes;
  private final List<Pod> pods;

  /**
   * @param nodes in any order
   * @param pods of all namespaces there; none where they may not be listed
   */
  public ClusterNodes(List<Node> nodes, List<Pod> pods) {
    this.nodes =
        nodes.stream()
            .sorted(Comparator.comparing(node -> String.valueOf(node.getMetadata().getName())))
            .toList();
    this.pods = List.copyOf(pods);
  }

  /** Its nodes, sorted by name. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What runs there, of all namespaces, as far as it was listed. */
  public List<Pod> pods() {
    return pods;
  }
}
