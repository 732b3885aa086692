package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.time.Duration;

/** A client for questions whose answer is of no use when it comes late. */
public final class QuickClient {
  private QuickClient() {}

  /**
   * A client of the same server that waits a short time and asks once. It shares the connections of
   * the given client, so only that one is closed.
   *
   * @param patience to the head of an answer, and as long again to its end
   */
  public static KubernetesClient of(KubernetesClient client, Duration patience) {
    BaseClient base = client.adapt(BaseClient.class);
    Config config =
        new ConfigBuilder(client.getConfiguration())
            .withRequestTimeout((int) patience.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientImpl(
        client
            .getHttpClient()
            .newBuilder()
            .tag(config.getRequestConfig())
            .addOrReplaceInterceptor(AnswerDeadline.NAME, new AnswerDeadline(patience))
            .build(),
        config,
        base::getExecutor,
        client.getKubernetesSerialization());
  }
}
