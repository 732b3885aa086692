package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.AsyncUtils;
import io.fabric8.kubernetes.client.utils.ExponentialBackoffIntervalCalculator;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests again in place of the client, as often and as far apart as that is configured to:
 * a client does so by itself, and tells nobody.
 */
public final class RepeatedRequests {

  private static final long NOT_AGAIN = -1;

  private final HttpClient once;
  private final RequestConfig config;

  /**
   * @param sender is not changed
   * @param config says how often a request is sent again
   */
  public RepeatedRequests(HttpClient sender, RequestConfig config) {
    this.config = config;
    this.once =
        sender
            .newBuilder()
            .tag(new RequestConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
  }

  /** The same sender, which repeats nothing. */
  public HttpClient once() {
    return once;
  }

  /**
   * What becomes of a request in the end.
   *
   * @param send sends it once
   * @param isWorthRepeating asked of the answer, or else of the problem
   */
  public <R extends HttpResponse<?>> CompletableFuture<R> repeated(
      Supplier<CompletableFuture<R>> send,
      BiPredicate<@Nullable HttpResponse<?>, @Nullable Throwable> isWorthRepeating) {
    return AsyncUtils.retryWithExponentialBackoff(
        send,
        RepeatedRequests::letGo,
        null,
        ExponentialBackoffIntervalCalculator.from(config),
        (response, problem, interval) ->
            isWorthRepeating.test(response, problem) ? interval : NOT_AGAIN);
  }

  private static void letGo(HttpResponse<?> response) {
    if (response.body() instanceof AsyncBody body) {
      body.cancel();
    } else if (response.body() instanceof Closeable body) {
      Utils.closeQuietly(body);
    }
  }
}
