package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Deletions in one cluster, each with what it rests on: nothing newer is deleted by it. */
final class Deletions {

  private final KubernetesClient client;

  Deletions(KubernetesClient client) {
    this.client = client;
  }

  /** Of the version that was read; what the object owns goes in the background. */
  void ofVersion(HasMetadata live) {
    client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
  }

  /** Of the version that was read, of the object that was read. */
  void ofExactly(HasMetadata live, String propagation) {
    ObjectMeta meta = live.getMetadata();
    send(live, propagation, new Preconditions(meta.getResourceVersion(), meta.getUid()));
  }

  /** Of the object that was read, in any version. */
  void ofObject(HasMetadata live) {
    send(live, "Background", new Preconditions(null, live.getMetadata().getUid()));
  }

  private void send(HasMetadata live, String propagation, Preconditions preconditions) {
    ObjectMeta meta = live.getMetadata();
    String path =
        "/%s/namespaces/%s/%s/%s"
            .formatted(group(live), meta.getNamespace(), live.getPlural(), meta.getName());
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withPropagationPolicy(propagation)
            .withPreconditions(preconditions)
            .build();
    client.raw(path, "DELETE", options);
  }

  /** The path of the API group of an object, without a slash before it. */
  static String group(HasMetadata object) {
    String version = object.getApiVersion();
    return (version.indexOf('/') < 0 ? "api/" : "apis/") + version;
  }
}
