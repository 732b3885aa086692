package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import cloud.bleu.apiserver.ServerReach;
import cloud.bleu.layers.OperatorLog;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says of a server that is not there, at once and not when all tries have failed. */
@Tag("wiring")
class HubClientTest {
  private static final byte[] VERSION =
      "{\"major\": \"1\", \"minor\": \"36\"}".getBytes(StandardCharsets.UTF_8);

  @RegisterExtension private final OperatorLog log = OperatorLog.of(ServerReach.class);

  @Test
  void firstRequestThatDoesNotGetThereIsToldAndThatItDoesAgain() throws Exception {
    InetSocketAddress address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) free.getLocalSocketAddress();
    }
    String url = "http://127.0.0.1:" + address.getPort() + "/";
    String away =
        "the cluster at "
            + url
            + " is not reachable, trying again; check the context and"
            + " the network";
    try (KubernetesClient client =
        HubClient.of(new ConfigBuilder().withMasterUrl(url).withOauthToken("t").build())) {
      CompletableFuture<String> major =
          CompletableFuture.supplyAsync(() -> client.getKubernetesVersion().getMajor());
      await().atMost(Duration.ofSeconds(60)).until(() -> !log.lines().isEmpty());
      assertEquals(List.of(away), log.lines(Level.WARN));
      HttpServer server = server(address);
      try {
        assertEquals("1", major.get());
        assertEquals(List.of(away, "the cluster at " + url + " is reachable again"), log.lines());
        client.getKubernetesVersion();
        assertEquals(2, log.lines().size(), log.lines().toString());
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void nothingIsToldOfServerThatAnswers() throws Exception {
    HttpServer server = server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (KubernetesClient client =
        HubClient.of(new ConfigBuilder().withMasterUrl(url).withOauthToken("t").build())) {
      assertEquals("1", client.getKubernetesVersion().getMajor());
      assertEquals(List.of(), log.lines());
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, VERSION.length);
          exchange.getResponseBody().write(VERSION);
          exchange.close();
        });
    server.start();
    return server;
  }
}
