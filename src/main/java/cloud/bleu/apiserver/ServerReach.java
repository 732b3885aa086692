package cloud.bleu.apiserver;

import cloud.bleu.credential.Credentials;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    ConnectionFault fault = ConnectionFault.of(failure);
    // A connection that was there and ended, or is slow: the next request makes another one.
    if (fault != ConnectionFault.Other
        && fault != ConnectionFault.NoAnswer
        && away.compareAndSet(false, true)) {
      LOG.warn(
          "the cluster at {} {}, trying again; {}", server, fault.clause(failure), fault.advice());
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
}
