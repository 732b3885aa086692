package cloud.bleu.operator.leadership;

import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.apiserver.DelegatingHttpClient;
import cloud.bleu.apiserver.RepeatedRequests;
import cloud.bleu.apiserver.StatusCodes;
import cloud.bleu.apiserver.watch.PlainWatch;
import cloud.bleu.apiserver.watch.WatchHeartbeat;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends no write while the {@link Fence} is shut, whoever asks: the reconcilers, the ledger, the
 * framework's patches of status. The lease itself passes unfenced: that is how the fence opens.
 *
 * <p>A write that comes to nothing is repeated as the client is configured to, and each time passes
 * the fence again: one whose time ran out while the process was stopped is repeated first thing
 * when it goes on. The repeating is done here, by a sender that does not repeat, because the client
 * tells nobody that it does; an interceptor that throws at that moment leaves its caller waiting
 * for ever.
 *
 * <p>A request about the lease that is not answered, with all its repetitions, and an answer that
 * begins and does not end are given up while there is time to ask again before the fence shuts.
 *
 * <p>Watches pass unfenced; a {@link WatchHeartbeat} looks after them, and {@link PlainWatch} after
 * those by plain HTTP.
 */
public final class FencedHttpClient extends DelegatingHttpClient {

  private static final String ELECTION = "/apis/coordination.k8s.io/";

  /** Asked about one's own rights before an election; changes nothing. */
  private static final String REVIEWS = "/apis/authorization.k8s.io/";

  /** A request about the lease has this part of the time for which a renewal opens the fence. */
  private static final int LEASE_ANSWER = 3;

  private final RepeatedRequests leases;
  private final RepeatedRequests requests;
  private final Fence fence;
  private final WatchHeartbeat heartbeat;

  /**
   * @param heartbeat of this client and of all that are derived from it: each watch has one
   */
  private FencedHttpClient(HttpClient sender, Fence fence, WatchHeartbeat heartbeat) {
    super(sender);
    this.heartbeat = heartbeat;
    this.fence = fence;
    RequestConfig config = configOf(sender);
    Duration answer = fence.limit().dividedBy(LEASE_ANSWER);
    this.leases =
        RepeatedRequests.together(
            sender
                .newBuilder()
                .addOrReplaceInterceptor("lease-" + AnswerDeadline.NAME, new AnswerDeadline(answer))
                .build(),
            within(answer, config));
    this.requests = RepeatedRequests.each(sender, config);
  }

  private static RequestConfig configOf(HttpClient sender) {
    RequestConfig config =
        sender instanceof Interceptor.RequestTags tags ? tags.getTag(RequestConfig.class) : null;
    return Objects.requireNonNullElseGet(config, () -> new RequestConfigBuilder().build());
  }

  private static RequestConfig within(Duration most, RequestConfig config) {
    Integer time = config.getRequestTimeout();
    long own = time == null || time <= 0 ? Integer.MAX_VALUE : time;
    return new RequestConfigBuilder(config)
        .withRequestTimeout((int) Math.min(own, most.toMillis()))
        .build();
  }

  /**
   * A client of the same server behind a fence. It shares the connections of the given client, so
   * only that one is closed.
   */
  public static KubernetesClient fenced(KubernetesClient client, Fence fence) {
    BaseClient base = client.adapt(BaseClient.class);
    return new KubernetesClientImpl(
        new FencedHttpClient(client.getHttpClient(), fence, new WatchHeartbeat()),
        client.getConfiguration(),
        base::getExecutor,
        client.getKubernetesSerialization());
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
    if (isOfOneLease(request)) {
      return ofLease(request, tried -> leases.once().sendAsync(tried, type));
    }
    return isFenced(request)
        ? repeated(request, () -> requests.once().sendAsync(request, type))
        : asked(() -> sender.sendAsync(request, type));
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
      HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (PlainWatch.is(request)) {
      return PlainWatch.opened(asked(() -> sender.consumeBytes(request, consumer)));
    }
    if (isOfOneLease(request)) {
      return ofLease(request, tried -> leases.once().consumeBytes(tried, consumer));
    }
    return isFenced(request)
        ? repeated(request, () -> requests.once().consumeBytes(request, consumer))
        : asked(() -> sender.consumeBytes(request, consumer));
  }

  /**
   * What the sender throws instead of returning a future fails like anything else: a client that
   * was closed meanwhile, a thread that cannot be had. A cache that lists in a thread of its own
   * would end with that thread, tell nobody, and never list again.
   */
  private static <R> CompletableFuture<R> asked(Supplier<CompletableFuture<R>> send) {
    try {
      return send.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <R extends HttpResponse<?>> CompletableFuture<R> ofLease(
      HttpRequest request, Function<HttpRequest, CompletableFuture<R>> send) {
    return leases.repeated(
        request,
        tried -> asked(() -> send.apply(tried)),
        (response, problem) -> response == null ? isBroken(problem) : isBusy(response));
  }

  /** Not a list of leases, which may be long. */
  private static boolean isOfOneLease(HttpRequest request) {
    String path = request.uri().getPath();
    return path.contains(ELECTION)
        && !(request.method().equalsIgnoreCase("GET") && path.endsWith("/leases"));
  }

  private static boolean isFenced(HttpRequest request) {
    String path = request.uri().getPath();
    return !request.method().toUpperCase(Locale.ROOT).equals("GET")
        && !path.contains(REVIEWS)
        && !path.contains(ELECTION);
  }

  private <R extends HttpResponse<?>> CompletableFuture<R> fenced(
      HttpRequest request, Supplier<CompletableFuture<R>> send) {
    // Told of first: who shuts the fence and then finds it idle can be sure that nothing follows.
    fence.sending();
    if (!fence.open()) {
      fence.tellShut();
      fence.answered();
      return CompletableFuture.failedFuture(
          new NotLeadingException(request.method(), request.uri().getPath()));
    }
    return asked(send)
        .whenComplete(
            (response, problem) -> {
              // A gateway timeout says no more about the write than silence does.
              if (problem == null && response.code() != HttpURLConnection.HTTP_GATEWAY_TIMEOUT) {
                fence.answered();
              } else {
                fence.unanswered();
              }
            });
  }

  private <R extends HttpResponse<?>> CompletableFuture<R> repeated(
      HttpRequest request, Supplier<CompletableFuture<R>> send) {
    return requests.repeated(
        request, tried -> fenced(tried, send), FencedHttpClient::isWorthRepeating);
  }

  /**
   * As the client itself decides, with exceptions. What this process may not send any more is not
   * repeated. Nor is a request after an internal error or without an answer in time: that is
   * usually a webhook that hangs, which may concern one namespace only, and the writer is to go on
   * with the next one.
   */
  private static boolean isWorthRepeating(
      @Nullable HttpResponse<?> response, @Nullable Throwable problem) {
    return response == null
        // Whose time ran out may hang behind a webhook of one namespace: the writer decides.
        ? isBroken(problem) && !(cause(problem) instanceof HttpTimeoutException)
        : isBusy(response) && response.code() != HttpURLConnection.HTTP_INTERNAL_ERROR;
  }

  private static boolean isBusy(HttpResponse<?> response) {
    return response.code() == StatusCodes.TOO_MANY_REQUESTS
        || response.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR;
  }

  private static boolean isBroken(@Nullable Throwable problem) {
    return cause(problem) instanceof IOException
        && !(cause(problem) instanceof NotLeadingException);
  }

  private static @Nullable Throwable cause(@Nullable Throwable problem) {
    return problem instanceof CompletionException ? problem.getCause() : problem;
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return heartbeat.over(sender.newWebSocketBuilder());
  }

  /** What is derived from a fenced client is fenced too. */
  @Override
  protected HttpClient derived(HttpClient derivedSender, @Nullable RequestConfig config) {
    return new FencedHttpClient(derivedSender, fence, heartbeat);
  }
}
