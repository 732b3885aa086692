package cloud.bleu.operator;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;

/** What a probe of a zone asks: a front that answers, or where nobody listens. */
final class ZoneFront implements AutoCloseable {

  private HttpServer server;
  private final int port;

  /** One that answers. */
  ZoneFront() {
    server = listening(0);
    port = server.getAddress().getPort();
  }

  private static HttpServer listening(int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      server.createContext(
          "/healthz",
          exchange -> {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_NO_CONTENT, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has this be the one probe of a zone, which fails at the first answer that does not come. */
  void probes(KubernetesClient hub, Scene scene, String zone) {
    hub.resource(scene.zone(zone))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"health": {"probes": [
              {"name": "front", "period": "5s", "failureThreshold": 1,
               "http": {"url": "http://127.0.0.1:%d/healthz"}}]}}}
            """
                .formatted(port));
    scene.until(zone + " is answered for", () -> answers(scene, zone));
  }

  private static boolean answers(Scene scene, String zone) {
    var health = scene.zone(zone).getStatus().health();
    return health != null && health.probes().stream().anyMatch(p -> p.state().equals("Answers"));
  }

  /** From now on nobody listens. */
  void fallSilent() {
    server.stop(0);
  }

  /** It answers again, at the same address. */
  void speak() {
    server = listening(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
