package cloud.bleu.cli.option;

import cloud.bleu.apiserver.DelegatingHttpClient;
import cloud.bleu.apiserver.RepeatedRequests;
import cloud.bleu.apiserver.StatusCodes;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits once for an answer: what gets none in time is not sent again, or the time that a person
 * stated would be that of one try among several. What the server asks to send again, or whose
 * connection breaks, is sent again as the client is configured to, within that time.
 */
final class SingleWaitHttpClient extends DelegatingHttpClient {

  private final RepeatedRequests requests;
  private final RequestConfig config;
  private final Runnable writeUnanswered;

  /**
   * @param config says how often what is answered so is sent again
   * @param writeUnanswered told when a write gets no answer in the end, and one of its tries may
   *     have arrived
   */
  SingleWaitHttpClient(HttpClient sender, RequestConfig config, Runnable writeUnanswered) {
    super(sender);
    this.config = config;
    this.writeUnanswered = writeUnanswered;
    this.requests = RepeatedRequests.together(sender, config);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
    return repeated(request, tried -> requests.once().sendAsync(tried, type));
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
      HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return repeated(request, tried -> requests.once().consumeBytes(tried, consumer));
  }

  private <R extends HttpResponse<?>> CompletableFuture<R> repeated(
      HttpRequest request, Function<HttpRequest, CompletableFuture<R>> send) {
    AtomicBoolean arrived = new AtomicBoolean();
    CompletableFuture<R> answer =
        requests.repeated(
            request,
            tried ->
                send.apply(tried)
                    .whenComplete(
                        (response, problem) -> {
                          if (problem != null && mayHaveArrived(problem)) {
                            arrived.set(true);
                          }
                        }),
            SingleWaitHttpClient::isWorthRepeating);
    // In the same stage, so that whoever waits for the answer finds it told.
    CompletableFuture<R> told =
        answer.whenComplete(
            (response, problem) -> {
              if (problem != null && isWrite(request) && arrived.get()) {
                writeUnanswered.run();
              }
            });
    // What nobody waits for any more is not sent again.
    told.whenComplete((response, problem) -> answer.cancel(false));
    return told;
  }

  private static boolean isWorthRepeating(
      @Nullable HttpResponse<?> response, @Nullable Throwable problem) {
    if (response != null) {
      return response.code() == StatusCodes.TOO_MANY_REQUESTS
          || response.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }
    Throwable cause = unwrapped(problem);
    return cause instanceof IOException && !(cause instanceof HttpTimeoutException);
  }

  /** Questions about oneself are asked by a POST that changes nothing. */
  private static boolean isWrite(HttpRequest request) {
    String path = request.uri().getPath();
    return !request.method().toUpperCase(Locale.ROOT).equals("GET")
        && !path.contains("/apis/authentication.k8s.io/")
        && !path.contains("/apis/authorization.k8s.io/");
  }

  /** A connection that was not made, or not in time, has carried nothing. */
  private static boolean mayHaveArrived(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      // The time-out of a connection has this as its cause.
      if (cause instanceof ConnectException) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable problem) {
    return problem instanceof CompletionException ? problem.getCause() : problem;
  }

  /** What is derived waits once too. */
  @Override
  protected HttpClient derived(HttpClient derivedSender, @Nullable RequestConfig other) {
    return new SingleWaitHttpClient(derivedSender, other == null ? config : other, writeUnanswered);
  }
}
