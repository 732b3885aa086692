package cloud.bleu.source;

import cloud.bleu.assess.model.InputOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a cluster is read.
 *
 * @param namespaces in this order; empty: all but those of Kubernetes itself
 * @param selector of the labels of workloads, as {@code kubectl -l} takes it; null: all
 * @param provider the CloudProvider that is the target; null where it needs none
 */
public record ClusterScope(
    List<String> namespaces, @Nullable String selector, @Nullable String provider) {

  /** Namespaces of Kubernetes itself: the target has its own. */
  static final List<String> OF_KUBERNETES =
      List.of("kube-node-lease", "kube-public", "kube-system");

  public ClusterScope {
    namespaces = List.copyOf(namespaces);
  }

  /** What is read, for people and for programs. */
  public InputOrigin origin() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("namespaces", namespaces.isEmpty() ? "*" : String.join(",", namespaces));
    if (selector != null) {
      facts.put("selector", selector);
    }
    String where =
        namespaces.isEmpty()
            ? "All namespaces of the cluster but those of Kubernetes itself"
            : (namespaces.size() == 1 ? "Namespace " : "Namespaces ")
                + String.join(", ", namespaces)
                + " of the cluster";
    return new InputOrigin(
        where + (selector == null ? "" : ", workloads with the labels " + selector), facts);
  }
}
