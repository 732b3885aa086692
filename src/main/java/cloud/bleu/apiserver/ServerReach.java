package cloud.bleu.apiserver;

import cloud.bleu.credential.Credentials;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once that the API server is not reachable, with the first request that does not get there,
 * and once that it is again. The client tries each request many times before anybody else hears of
 * it.
 */
public final class ServerReach implements Interceptor {

  public static final String NAME = "BLEU_SERVER_REACH";

  /** What to do where TLS with the API server fails, as a clause. */
  public static final String TLS_ADVICE =
      "check the certificate authority of the context and the client certificate of its user, and"
          + " whether a proxy stands between";

  private static final Logger LOG = LoggerFactory.getLogger(ServerReach.class);

  private final String server;
  private final AtomicBoolean away = new AtomicBoolean();

  /**
   * @param server its address
   */
  public ServerReach(String server) {
    this.server = Credentials.hidden(server);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    String what = what(failure);
    if (what != null && away.compareAndSet(false, true)) {
      LOG.warn("the cluster at {} {}", server, what);
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    if (away.compareAndSet(true, false)) {
      LOG.info("the cluster at {} is reachable again", server);
    }
  }

  /** Null for a connection that was there and ended: the next request makes another one. */
  private static @Nullable String what(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException tls) {
        return "is there, but TLS fails, trying again: "
            + Credentials.hidden(String.valueOf(tls.getMessage()))
            + "; "
            + TLS_ADVICE;
      }
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        return "is not reachable, trying again; check the context and the network";
      }
    }
    return null;
  }
}
