package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;

/**
 * Makes the clients of API servers that run beside this process, of which there are many in one
 * JVM. They read and write objects with one serialization: each with its own would inspect every
 * class of every kind anew, which costs more than the requests.
 */
public final class SandboxClients {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private SandboxClients() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return builder(config).build();
  }

  /** What makes such a client, for callers that add an interceptor. */
  public static KubernetesClientBuilder builder(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(SERIALIZATION);
  }

  /**
   * Creates an object whose name nobody else gives. Where an answer is late the client asks again
   * by itself, and is refused because of what it has created: then it is there.
   */
  static void create(KubernetesClient client, HasMetadata object) {
    try {
      client.resource(object).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
