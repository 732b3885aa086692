package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import org.jspecify.annotations.Nullable;

/** A client that sends by another one; what is derived from it does so in the same way. */
public abstract class DelegatingHttpClient implements HttpClient {

  protected final HttpClient sender;

  /**
   * @param sender sends every request; closing this client closes it
   */
  protected DelegatingHttpClient(HttpClient sender) {
    this.sender = sender;
  }

  /**
   * Returns a client like this one that sends by a sender derived from its own.
   *
   * @param config with which the sender was derived; null: with that of this client
   */
  protected abstract HttpClient derived(HttpClient derivedSender, @Nullable RequestConfig config);

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

  private final class Derived implements DerivedClientBuilder {
    private final DerivedClientBuilder builder;
    private @Nullable RequestConfig config;

    Derived(DerivedClientBuilder builder) {
      this.builder = builder;
    }

    @Override
    public HttpClient build() {
      return derived(builder.build(), config);
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
      if (value instanceof RequestConfig other) {
        config = other;
      }
      builder.tag(value);
      return this;
    }
  }
}
