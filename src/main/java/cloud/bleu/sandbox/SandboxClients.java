package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

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
}
