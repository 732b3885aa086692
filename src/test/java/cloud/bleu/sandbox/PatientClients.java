package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/**
 * Makes the clients with which tests write and read. A creation that is sent again, for want of an
 * answer, is refused because of the first: so they wait long, as the machine may be at load. What a
 * server answers with 429 for a moment, as where a CRD is new, is sent again a few times. A request
 * that is never answered still fails.
 */
public final class PatientClients {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int AGAIN = 5;

  private PatientClients() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return SandboxClients.of(
        new ConfigBuilder(config)
            .withRequestTimeout((int) PATIENCE.toMillis())
            .withRequestRetryBackoffLimit(AGAIN)
            .build());
  }

  /** The same of a server in this process. */
  public static KubernetesClient of(EmbeddedApiServer server) {
    return of(server.config());
  }
}
