package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The connection that all requests of a client share, by HTTP/2. Requests that are sent at once
 * while no connection is open open one each, with a handshake each: some twenty when an operator
 * starts, of which one is kept.
 */
final class SharedConnection {
  private static final long SECONDS = 2;

  private SharedConnection() {}

  /**
   * Completes when the connection is there, which a question that everybody may ask has shown, or
   * after two seconds without an answer: what is wrong then the requests that follow find out, and
   * say. Never fails.
   */
  static CompletableFuture<Void> opened(KubernetesClient client) {
    HttpClient http = client.getHttpClient();
    URI version = URI.create(client.getConfiguration().getMasterUrl()).resolve("version");
    return http.sendAsync(http.newHttpRequestBuilder().uri(version).build(), byte[].class)
        .<Void>handle((answer, problem) -> null)
        .completeOnTimeout(null, SECONDS, TimeUnit.SECONDS);
  }
}
