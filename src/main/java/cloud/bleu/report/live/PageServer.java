package cloud.bleu.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Serves a page that changes, on 127.0.0.1 and nowhere else, to read only. Its address has a key of
 * 128 random bits, as other users of the machine reach the port too. A request that names another
 * host is refused, so that no site in the browser can reach the page by a name of its own that
 * leads here (DNS rebinding).
 */
public final class PageServer implements AutoCloseable {

  private static final int HTTP = 80;
  private static final int KEY_BYTES = 16;

  private final HttpServer server;
  private final ExecutorService threads;
  private final PageFeed feed;
  private final String path;
  private final PageEvents events =
      new PageEvents(PageEvents.MOST_FOLLOWERS, PageEvents.HEARTBEAT, System::nanoTime);
  private final SlowReaders slow = new SlowReaders(SlowReaders.PATIENCE);

  /**
   * Starts it.
   *
   * @param port 0: any that is free
   * @param every how long from the end of one reading of the source to the begin of the next
   * @throws IOException if the port is taken
   */
  public PageServer(int port, PageSource source, Duration every) throws IOException {
    this.path = "/" + key() + "/";
    this.threads = PageThreads.of(Thread.NORM_PRIORITY);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    this.feed = new PageFeed(source, every, Thread.NORM_PRIORITY);
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
    slow.close();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static String key() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void answer(HttpExchange answered) throws IOException {
    try (PageExchange exchange = new PageExchange(answered, slow)) {
      String asked = exchange.path();
      if (!isHere(exchange.header("Host"))) {
        exchange.text(421, "this address is not served here; open the one that bleu printed");
      } else if (is(asked, path + "events")) {
        if (exchange.isReading()) {
          events.to(exchange, feed, "", () -> true);
        }
      } else if (is(asked, path)) {
        if (exchange.isReading()) {
          exchange.page(feed);
        }
      } else {
        exchange.text(404, "nothing is here; open the address that bleu printed, with its key");
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
}
