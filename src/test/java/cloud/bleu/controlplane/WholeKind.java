package cloud.bleu.controlplane;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/** All objects of a kind, of a namespace or of the cluster, that go by one request. */
final class WholeKind {
  private static final DeleteOptions NOW =
      new DeleteOptionsBuilder()
          .withGracePeriodSeconds(0L)
          .withPropagationPolicy("Background")
          .build();

  private WholeKind() {}

  /**
   * Deletes them; returns those that stay until somebody takes their finalizers off, as they were.
   *
   * @param path as in {@code /api/v1/namespaces/default/pods}; of a kind that the server does not
   *     have there are none
   */
  static List<GenericKubernetesResource> delete(KubernetesClient admin, String path) {
    String were;
    try {
      were = admin.raw(path, "DELETE", NOW);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
    return admin
        .getKubernetesSerialization()
        .unmarshal(were, GenericKubernetesResourceList.class)
        .getItems()
        .stream()
        .filter(object -> !object.getMetadata().getFinalizers().isEmpty())
        .toList();
  }
}
