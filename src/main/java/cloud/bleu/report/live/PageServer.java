package cloud.bleu.report.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a page that changes, on 127.0.0.1 and nowhere else, to read only. Its address has a key of
 * 128 random bits, as other users of the machine reach the port too. A request that names another
 * host is refused, so that no site in the browser can reach the page by a name of its own that
 * leads here (DNS rebinding).
 */
public final class PageServer implements AutoCloseable {

  /** Browsers that are told of changes at once; each holds a thread. */
  static final int MOST_FOLLOWERS = 16;

  private static final int MOST_THREADS = MOST_FOLLOWERS + 8;
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final int HTTP = 80;
  private static final int KEY_BYTES = 16;

  static {
    // Seconds for a request to arrive. Without an end, a user of this machine who sends none could
    // hold every thread. The server of the JDK reads it once in a process.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }
  }

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final HttpServer server;
  private final ExecutorService threads;
  private final PageFeed feed;
  private final String path;
  private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);

  /**
   * Starts it.
   *
   * @param port 0: any that is free
   * @param every how long from the end of one reading of the source to the begin of the next
   * @throws IOException if the port is taken
   */
  public PageServer(int port, PageSource source, Duration every) throws IOException {
    this.path = "/" + key() + "/";
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    this.feed = new PageFeed(source, every);
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "page-server");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address of the page, with its key: who has it can read the page. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  @Override
  public void close() {
    feed.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static String key() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      headers.set("Content-Security-Policy", "frame-ancestors 'none'");
      String asked = exchange.getRequestURI().getPath();
      if (!isHere(exchange.getRequestHeaders().getFirst("Host"))) {
        text(exchange, 421, "this address is not served here; open the one that bleu printed");
      } else if (is(asked, path + "events")) {
        read(exchange, this::events);
      } else if (is(asked, path)) {
        read(exchange, this::page);
      } else {
        text(exchange, 404, "nothing is here; open the address that bleu printed, with its key");
      }
    }
  }

  /** Browsers leave the port of HTTP out. */
  private boolean isHere(@Nullable String host) {
    String port = port() == HTTP ? "" : ":" + port();
    return ("127.0.0.1" + port).equals(host) || ("localhost" + port).equals(host);
  }

  /** Takes as long whatever the two have in common. */
  private static boolean is(@Nullable String asked, String path) {
    return asked != null
        && MessageDigest.isEqual(
            asked.getBytes(StandardCharsets.UTF_8), path.getBytes(StandardCharsets.UTF_8));
  }

  /** What answers one request. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static void read(HttpExchange exchange, Answer answer) throws IOException {
    if (READING.contains(exchange.getRequestMethod())) {
      answer.to(exchange);
    } else {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      text(exchange, 405, "the page is to read only");
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    PageFeed.Known known = feed.now();
    if (known.page() == null) {
      text(exchange, 503, String.valueOf(known.failure()));
    } else {
      body(exchange, 200, "text/html; charset=utf-8", known.page().html());
    }
  }

  /** As server-sent events: one for each new page or failure, and a comment from time to time. */
  private void events(HttpExchange exchange) throws IOException {
    if (!followers.tryAcquire()) {
      text(exchange, 503, "too many follow this page; reload it by hand");
      return;
    }
    feed.follow();
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, isHead(exchange) ? -1 : 0);
      if (!isHead(exchange)) {
        stream(exchange.getResponseBody());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      feed.leave();
      followers.release();
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    PageFeed.Known last = null;
    PageFeed.Known known = feed.now();
    while (known != null) {
      out.write(
          (known.equals(last) ? ": still here\n\n" : event(known))
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      last = known;
      known = feed.await(last, HEARTBEAT);
    }
  }

  private static String event(PageFeed.Known known) {
    return known.failure() != null
        ? "event: failed\ndata: " + known.failure().replaceAll("\\R", " ") + "\n\n"
        : "event: page\ndata: " + (known.page() == null ? "" : known.page().at()) + "\n\n";
  }

  private static void text(HttpExchange exchange, int code, String text) throws IOException {
    body(exchange, code, TEXT, text + "\n");
  }

  private static void body(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, isHead(exchange) ? -1 : bytes.length);
    if (!isHead(exchange)) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static boolean isHead(HttpExchange exchange) {
    return "HEAD".equals(exchange.getRequestMethod());
  }
}
