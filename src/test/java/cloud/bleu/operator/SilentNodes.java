package cloud.bleu.operator;

import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes of which nothing is heard, in the words of the controller manager: at once, and not after
 * its grace.
 */
final class SilentNodes {

  private SilentNodes() {}

  /**
   * Silences the two nodes of each of these zones, and says that they are, and that what runs on
   * them is not Ready. A pod may have no node yet, or go meanwhile: nobody speaks of it then.
   *
   * @param cluster that the zones are in
   * @param namespace of the pods
   */
  static void of(KubernetesClient cluster, FakeNodes nodes, String namespace, String... zones) {
    Set<String> silent = new TreeSet<>();
    for (String zone : zones) {
      silent.addAll(List.of(zone + "-1", zone + "-2"));
    }
    of(cluster, nodes, namespace, silent);
  }

  /**
   * Silences nodes by their names, in the same words.
   *
   * @param cluster that the nodes are in
   * @param namespace of the pods
   */
  static void of(KubernetesClient cluster, FakeNodes nodes, String namespace, Set<String> silent) {
    nodes.silence(silent.toArray(String[]::new));
    silent.forEach(node -> ready(cluster.nodes().withName(node), "Unknown"));
    for (Pod pod : cluster.pods().inNamespace(namespace).list().getItems()) {
      String node = pod.getSpec().getNodeName();
      if (node != null && silent.contains(node)) {
        unready(cluster.pods().inNamespace(namespace).withName(pod.getMetadata().getName()));
      }
    }
  }

  private static void unready(Resource<Pod> pod) {
    try {
      ready(pod, "False");
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private static <T> void ready(Resource<T> object, String status) {
    object
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"%s\"}]}}"
                .formatted(status));
  }
}
