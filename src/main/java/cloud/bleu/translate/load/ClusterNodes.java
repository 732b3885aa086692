package cloud.bleu.translate.load;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is seen of the nodes of another cluster. Two are the same only as one object: they are made
 * anew when something of them changes.
 */
public final class ClusterNodes {

  private final List<Node> nodes;
  private final List<Pod> pods;
  private final Set<Pod> foreign = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param nodes in any order
   * @param pods of all namespaces there; none where they may not be listed
   * @param foreign whether a pod is none of the hub, though it has the labels of one; asked now
   */
  public ClusterNodes(List<Node> nodes, List<Pod> pods, Predicate<Pod> foreign) {
    this.nodes =
        nodes.stream()
            .sorted(Comparator.comparing(node -> String.valueOf(node.getMetadata().getName())))
            .toList();
    this.pods = List.copyOf(pods);
    this.pods.stream().filter(foreign).forEach(this.foreign::add);
  }

  /** Its nodes, sorted by name. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What runs there, of all namespaces, as far as it was listed. */
  public List<Pod> pods() {
    return pods;
  }

  /** Whether one of these pods is none of the hub, whatever its labels say. */
  public boolean isForeign(Pod pod) {
    return foreign.contains(pod);
  }
}
