package cloud.bleu.operator;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;

/** What a probe of a zone asks: a front that answers, or takes the question and hangs up. */
final class ZoneFront implements AutoCloseable {

  private final HttpServer server;
  private volatile boolean silent;

  /** One that answers. */
  ZoneFront() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/healthz",
        exchange -> {
          if (!silent) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_NO_CONTENT, -1);
          }
          exchange.close();
        });
    server.start();
  }

  /**
   * Has this be the one probe of a zone.
   *
   * @param failures after which the probe fails, one after another
   */
  void probes(KubernetesClient hub, Scene scene, String zone, int failures) {
    hub.resource(scene.zone(zone))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"health": {"probes": [
              {"name": "front", "period": "5s", "failureThreshold": %d,
               "http": {"url": "http://127.0.0.1:%d/healthz"}}]}}}
            """
                .formatted(failures, server.getAddress().getPort()));
    scene.until(zone + " is answered for", () -> answers(scene, zone));
  }

  private static boolean answers(Scene scene, String zone) {
    var health = scene.zone(zone).getStatus().health();
    return health != null && health.probes().stream().anyMatch(p -> p.state().equals("Answers"));
  }

  /** From now on nothing is answered. */
  void fallSilent() {
    silent = true;
  }

  /** It answers again. */
  void speak() {
    silent = false;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
