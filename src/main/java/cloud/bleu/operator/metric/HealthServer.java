package cloud.bleu.operator.metric;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /livez}, {@code /readyz} and {@code /metrics} on the JDK's own HTTP server. */
public final class HealthServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Starts it.
   *
   * @param alive null while this process works, else why it does not
   * @param ready null while it is in service, else why it is not
   * @param metrics in the text format of Prometheus
   */
  public HealthServer(
      String bindAddress,
      int port,
      Supplier<@Nullable String> alive,
      Supplier<@Nullable String> ready,
      Supplier<String> metrics)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(bindAddress), port), 0);
    threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "probes");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/livez", exchange -> probe(exchange, alive));
    server.createContext("/readyz", exchange -> probe(exchange, ready));
    server.createContext(
        "/metrics",
        exchange ->
            answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void probe(HttpExchange exchange, Supplier<@Nullable String> check)
      throws IOException {
    String wrong = check.get();
    answer(
        exchange,
        wrong == null ? 200 : 503,
        "text/plain; charset=utf-8",
        wrong == null ? "ok" : wrong);
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
