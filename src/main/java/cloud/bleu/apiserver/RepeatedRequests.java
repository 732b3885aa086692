package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.AsyncUtils;
import io.fabric8.kubernetes.client.utils.ExponentialBackoffIntervalCalculator;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests again in place of the client, as often and as far apart as that is configured to:
 * a client does so by itself, and tells nobody.
 */
public final class RepeatedRequests {

  private final HttpClient once;
  private final RequestConfig config;
  private final boolean together;

  private RepeatedRequests(HttpClient sender, RequestConfig config, boolean together) {
    this.config = config;
    this.together = together;
    this.once =
        sender
            .newBuilder()
            .tag(new RequestConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
  }

  /**
   * Those whose every try has the time of the request.
   *
   * @param sender is not changed
   * @param config says how often a request is sent again, and the longest time that an answer may
   *     ask to wait before that: as long as for an answer
   */
  public static RepeatedRequests each(HttpClient sender, RequestConfig config) {
    return new RepeatedRequests(sender, config, false);
  }

  /**
   * Those whose tries have the time of the request together, with the pauses between them.
   *
   * @param sender is not changed
   * @param config says how often a request is sent again, and its time
   */
  public static RepeatedRequests together(HttpClient sender, RequestConfig config) {
    return new RepeatedRequests(sender, config, true);
  }

  /** The same sender, which repeats nothing. */
  public HttpClient once() {
    return once;
  }

  /**
   * What becomes of a request in the end. It is sent again no sooner than the answer asks for by a
   * {@code Retry-After} in seconds.
   *
   * @param send sends once what it is given
   * @param isWorthRepeating asked of the answer, or else of the problem
   */
  public <R extends HttpResponse<?>> CompletableFuture<R> repeated(
      HttpRequest request,
      Function<HttpRequest, CompletableFuture<R>> send,
      BiPredicate<@Nullable HttpResponse<?>, @Nullable Throwable> isWorthRepeating) {
    Duration time = time();
    RequestTries tries = new RequestTries(request, together ? time : null, time, System::nanoTime);
    return AsyncUtils.retryWithExponentialBackoff(
        () -> send.apply(tries.next()),
        RepeatedRequests::letGo,
        null,
        ExponentialBackoffIntervalCalculator.from(config),
        (response, problem, interval) ->
            isWorthRepeating.test(response, problem)
                ? tries.pause(response, interval)
                : RequestTries.NONE);
  }

  private Duration time() {
    Integer millis = config.getRequestTimeout();
    return Duration.ofMillis(millis == null || millis <= 0 ? Integer.MAX_VALUE : millis);
  }

  private static void letGo(HttpResponse<?> response) {
    if (response.body() instanceof AsyncBody body) {
      body.cancel();
    } else if (response.body() instanceof Closeable body) {
      Utils.closeQuietly(body);
    }
  }
}
