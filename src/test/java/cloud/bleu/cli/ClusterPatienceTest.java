package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.terminal.ExitCode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks for a moment of patience, as one does whose CRDs have only just come. */
class ClusterPatienceTest {

  private static final String EMPTY = "{\"metadata\": {}, \"items\": []}";

  @TempDir Path folder;

  @Test
  void aServerThatAsksForPatienceIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean first = asked.getAndIncrement() == 0;
          if (first) {
            exchange.getResponseHeaders().add("Retry-After", "1");
          }
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          byte[] body = (first ? "{}" : EMPTY).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(first ? 429 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
          contexts: [{name: it, context: {cluster: it, user: me}}]
          users: [{name: me, user: {}}]
          current-context: it
          """
              .formatted(server.getAddress().getPort()));
      Typed typed = Typed.bleu("release", "--kubeconfig", kubeconfig.toString());
      assertEquals("nothing is held\n", typed.err());
      assertEquals(ExitCode.OK, typed.code());
    } finally {
      server.stop(0);
    }
  }
}
