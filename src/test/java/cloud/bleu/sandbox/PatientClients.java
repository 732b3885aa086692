package cloud.bleu.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes the clients with which tests write and read. A creation that is sent again, for want of an
 * answer, is refused because of the first: so they wait long, as the machine may be at load, and
 * send nothing again but what the server asks for by 429, as where a CRD is new. A request that is
 * never answered still fails.
 */
public final class PatientClients {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int AGAIN = 5;

  private PatientClients() {}

  /** A new client; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return of(config, new Interceptor() {});
  }

  /**
   * The same.
   *
   * @param told of each request
   */
  public static KubernetesClient of(Config config, Interceptor told) {
    return SandboxClients.builder(
            new ConfigBuilder(config)
                .withRequestTimeout((int) PATIENCE.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientBuilderConsumer(
            http -> {
              http.addOrReplaceInterceptor("told", told);
              for (int i = 0; i < AGAIN; i++) {
                http.addOrReplaceInterceptor("again-" + i, new OnceAgain());
              }
            })
        .build();
  }

  /** The same of a server in this process. */
  public static KubernetesClient of(EmbeddedApiServer server) {
    return of(server.config());
  }

  /** Sends once more, after a second, what is answered with 429. */
  private static final class OnceAgain implements Interceptor {
    @Override
    public CompletableFuture<Boolean> afterFailure(
        BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
      return response.code() == TOO_MANY_REQUESTS
          ? CompletableFuture.supplyAsync(
              () -> true, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
          : CompletableFuture.completedFuture(false);
    }
  }
}
