package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.ExponentialBackoffIntervalCalculator;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests again in place of the client, as often as that is configured to: a client does so
 * by itself, and tells nobody. The client waits its own interval before that, whatever it is asked;
 * here a {@code Retry-After} counts.
 */
public final class RepeatedRequests {

  private final HttpClient once;
  private final RequestConfig config;
  private final boolean together;
  private final LongSupplier nanos;
  private final Timer timer;

  /** Runs a task later. */
  interface Timer {
    void after(long millis, Runnable task);
  }

  /**
   * @param nanos a clock that never goes back
   */
  RepeatedRequests(
      HttpClient sender, RequestConfig config, boolean together, LongSupplier nanos, Timer timer) {
    this.config = config;
    this.together = together;
    this.nanos = nanos;
    this.timer = timer;
    this.once =
        sender
            .newBuilder()
            .tag(new RequestConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
  }

  private RepeatedRequests(HttpClient sender, RequestConfig config, boolean together) {
    this(
        sender,
        config,
        together,
        System::nanoTime,
        (millis, task) ->
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task));
  }

  /**
   * Those whose every try has the time of the request.
   *
   * @param sender is not changed
   * @param config says how often a request is sent again
   */
  public static RepeatedRequests each(HttpClient sender, RequestConfig config) {
    return new RepeatedRequests(sender, config, false);
  }

  /**
   * Those whose tries have the time of the request together, with the pauses between them.
   *
   * @param sender is not changed
   * @param config says how often a request is sent again, and its time; without one each has its
   *     own
   */
  public static RepeatedRequests together(HttpClient sender, RequestConfig config) {
    return new RepeatedRequests(sender, config, true);
  }

  /** A sender derived from the given one that repeats nothing, whatever its configuration says. */
  public HttpClient once() {
    return once;
  }

  /**
   * What becomes of a request in the end. Before it is sent again it waits as the client is
   * configured to, or for longer where the answer asks for that by a {@code Retry-After} in
   * seconds: up to 10 seconds at a time, and 30 in all. The answer that asks for more than that in
   * all is the last. Nothing is sent any more once the future is done, as when it is cancelled.
   *
   * @param send sends once what it is given
   * @param isWorthRepeating asked of the answer, or else of the problem
   */
  public <R extends HttpResponse<?>> CompletableFuture<R> repeated(
      HttpRequest request,
      Function<HttpRequest, CompletableFuture<R>> send,
      BiPredicate<@Nullable HttpResponse<?>, @Nullable Throwable> isWorthRepeating) {
    Repeated<R> repeated =
        new Repeated<>(
            new RequestTries(request, together ? time() : null, nanos), send, isWorthRepeating);
    repeated.send();
    return repeated.end;
  }

  private @Nullable Duration time() {
    Integer millis = config.getRequestTimeout();
    return millis == null || millis <= 0 ? null : Duration.ofMillis(millis);
  }

  private final class Repeated<R extends HttpResponse<?>> {
    final CompletableFuture<R> end = new CompletableFuture<>();
    private final ExponentialBackoffIntervalCalculator intervals =
        ExponentialBackoffIntervalCalculator.from(config);
    private final RequestTries tries;
    private final Function<HttpRequest, CompletableFuture<R>> send;
    private final BiPredicate<@Nullable HttpResponse<?>, @Nullable Throwable> isWorthRepeating;

    Repeated(
        RequestTries tries,
        Function<HttpRequest, CompletableFuture<R>> send,
        BiPredicate<@Nullable HttpResponse<?>, @Nullable Throwable> isWorthRepeating) {
      this.tries = tries;
      this.send = send;
      this.isWorthRepeating = isWorthRepeating;
    }

    void send() {
      if (end.isDone()) {
        return;
      }
      CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
      // What the sender throws instead of returning a future ends this like anything else.
      now.thenCompose(nothing -> send.apply(tries.next())).whenComplete(this::answered);
    }

    private void answered(@Nullable R response, @Nullable Throwable problem) {
      try {
        decided(response, problem);
      } catch (RuntimeException e) {
        // Nobody else would tell who waits.
        letGo(response);
        end.completeExceptionally(e);
      }
    }

    private void decided(@Nullable R response, @Nullable Throwable problem) {
      long pause = end.isDone() ? RequestTries.NONE : pause(response, problem);
      if (pause != RequestTries.NONE) {
        letGo(response);
        timer.after(pause, this::send);
      } else if (problem != null) {
        end.completeExceptionally(problem);
      } else if (!end.complete(response)) {
        letGo(response);
      }
    }

    private long pause(@Nullable R response, @Nullable Throwable problem) {
      return intervals.shouldRetry() && isWorthRepeating.test(response, problem)
          ? tries.pause(response, intervals.nextReconnectInterval())
          : RequestTries.NONE;
    }
  }

  private static void letGo(@Nullable HttpResponse<?> response) {
    if (response == null) {
      return;
    }
    if (response.body() instanceof AsyncBody body) {
      body.cancel();
    } else if (response.body() instanceof Closeable body) {
      Utils.closeQuietly(body);
    }
  }
}
