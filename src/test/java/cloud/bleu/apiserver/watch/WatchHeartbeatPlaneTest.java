package cloud.bleu.apiserver.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a real API server makes of the messages. */
@RealControlPlane
class WatchHeartbeatPlaneTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** A message that is not sent before the next one is due counts as the end of a connection. */
  private static final Duration BEAT = Duration.ofMillis(500);

  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void theServerIgnoresThemAndTheWatchGoesOn(KubernetesClient client) {
    String server = client.getMasterUrl().toString();
    CompletableFuture<WebSocket> watch =
        new WatchHeartbeat(BEAT, Duration.ofHours(1))
            .over(new Counting(client.getHttpClient().newWebSocketBuilder()))
            .header("Origin", server)
            .uri(
                URI.create(server)
                    .resolve(
                        "/api/v1/namespaces/" + client.getNamespace() + "/configmaps?watch=true"))
            .buildAsync(new Told());
    awaitSent(3);
    client
        .resource(new ConfigMapBuilder().withNewMetadata().withName("heard").endMetadata().build())
        .create();
    await("an event")
        .atMost(SOON)
        .until(() -> told.stream().anyMatch(t -> t.contains("\"heard\"")));
    awaitSent(3);
    assertEquals(List.of(), told.stream().filter(t -> t.startsWith("end")).toList());
    watch.join().sendClose(1000, null);
  }

  private void awaitSent(int more) {
    int before = sent.get();
    await("messages").atMost(SOON).until(() -> sent.get() >= before + more);
  }

  /** Counts what is sent over what it builds. */
  private final class Counting implements WebSocket.Builder {
    private final WebSocket.Builder builder;

    Counting(WebSocket.Builder builder) {
      this.builder = builder;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(WebSocket.Listener listener) {
      return builder.buildAsync(
          new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) {
              listener.onOpen(new Counted(socket));
            }

            @Override
            public void onMessage(WebSocket socket, String text) {
              listener.onMessage(socket, text);
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason) {
              listener.onClose(socket, code, reason);
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
              listener.onError(socket, error);
            }
          });
    }

    @Override
    public WebSocket.Builder subprotocol(String protocol) {
      builder.subprotocol(protocol);
      return this;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder setHeader(String name, String value) {
      builder.setHeader(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder uri(URI uri) {
      builder.uri(uri);
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(long timeout, TimeUnit unit) {
      builder.connectTimeout(timeout, unit);
      return this;
    }
  }

  private final class Counted implements WebSocket {
    private final WebSocket socket;

    Counted(WebSocket socket) {
      this.socket = socket;
    }

    @Override
    public boolean send(ByteBuffer buffer) {
      sent.incrementAndGet();
      return socket.send(buffer);
    }

    @Override
    public boolean sendClose(int code, String reason) {
      return socket.sendClose(code, reason);
    }

    @Override
    public long queueSize() {
      return socket.queueSize();
    }

    @Override
    public void request() {
      socket.request();
    }
  }

  /** What a watch was told, and how it ended. */
  private final class Told implements WebSocket.Listener {
    @Override
    public void onMessage(WebSocket watch, String text) {
      told.add(text);
      watch.request();
    }

    @Override
    public void onClose(WebSocket watch, int code, String reason) {
      told.add("end " + code);
    }

    @Override
    public void onError(WebSocket watch, Throwable error) {
      told.add("end " + error);
    }
  }
}
