package cloud.bleu.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends no write while the {@link Fence} is shut, whoever asks: the reconcilers, the ledger, the
 * framework's patches of status. It sees the lease being renewed, because the election runs over it
 * as well.
 *
 * <p>Not an interceptor: one that throws while a request is repeated leaves its caller waiting for
 * ever.
 */
final class FencedHttpClient implements HttpClient {

  private static final String ELECTION = "/apis/coordination.k8s.io/";

  /** Asked about one's own rights before an election; changes nothing. */
  private static final String REVIEWS = "/apis/authorization.k8s.io/";

  private final HttpClient sender;
  private final Fence fence;

  private FencedHttpClient(HttpClient sender, Fence fence) {
    this.sender = sender;
    this.fence = fence;
  }

  /** The same client behind a fence. To be closed is only the one that is given. */
  static KubernetesClient fenced(KubernetesClient client, Fence fence) {
    BaseClient base = client.adapt(BaseClient.class);
    return new KubernetesClientImpl(
        new FencedHttpClient(client.getHttpClient(), fence),
        client.getConfiguration(),
        base::getExecutor,
        client.getKubernetesSerialization());
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
    return fenced(request, () -> sender.sendAsync(request, type));
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
      HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return fenced(request, () -> sender.consumeBytes(request, consumer));
  }

  private <R extends HttpResponse<?>> CompletableFuture<R> fenced(
      HttpRequest request, Supplier<CompletableFuture<R>> send) {
    String path = request.uri().getPath();
    if (request.method().toUpperCase(Locale.ROOT).equals("GET") || path.contains(REVIEWS)) {
      return send.get();
    }
    if (path.contains(ELECTION)) {
      Fence.Instants sent = fence.now();
      return send.get()
          .thenApply(
              response -> {
                if (response.isSuccessful()) {
                  fence.renewed(sent);
                }
                return response;
              });
    }
    // Told of first: who shuts the fence and then finds it idle can be sure that nothing follows.
    fence.sending();
    if (!fence.open()) {
      fence.answered();
      return CompletableFuture.failedFuture(new NotLeadingException(request.method(), path));
    }
    return send.get()
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

  @Override
  public DerivedClientBuilder newBuilder() {
    return new Derived(sender.newBuilder());
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return sender.newWebSocketBuilder();
  }

  @Override
  public HttpRequest.Builder newHttpRequestBuilder() {
    return sender.newHttpRequestBuilder();
  }

  @Override
  public boolean isClosed() {
    return sender.isClosed();
  }

  @Override
  public void close() {
    sender.close();
  }

  /** What is derived from a fenced client is fenced too. */
  private final class Derived implements DerivedClientBuilder {
    private final DerivedClientBuilder builder;

    Derived(DerivedClientBuilder builder) {
      this.builder = builder;
    }

    @Override
    public HttpClient build() {
      return new FencedHttpClient(builder.build(), fence);
    }

    @Override
    public DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
      builder.addOrReplaceInterceptor(name, interceptor);
      return this;
    }

    @Override
    public DerivedClientBuilder authenticatorNone() {
      builder.authenticatorNone();
      return this;
    }

    @Override
    public DerivedClientBuilder tag(Object value) {
      builder.tag(value);
      return this;
    }
  }
}
