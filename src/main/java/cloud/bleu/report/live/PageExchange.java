package cloud.bleu.report.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a page and its answer, which nobody keeps, frames or takes for something else. */
public final class PageExchange implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final HttpExchange exchange;
  private final SlowReaders slow;

  /**
   * Of a request that nothing was answered to yet.
   *
   * @param slow cuts off who does not read the answer
   */
  public PageExchange(HttpExchange exchange, SlowReaders slow) {
    this.exchange = exchange;
    this.slow = slow;
    Headers headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Content-Security-Policy", "frame-ancestors 'none'");
  }

  /** The path that is asked for, without its query. */
  public @Nullable String path() {
    return exchange.getRequestURI().getPath();
  }

  /** A parameter of the address as it is written there; null without one. */
  public @Nullable String parameter(String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (String part : query.split("&")) {
        if (part.startsWith(name + "=")) {
          return part.substring(name.length() + 1);
        }
      }
    }
    return null;
  }

  /** The first header of that name in the request; null without one. */
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** Sets a header of the answer. */
  public void set(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /** Whether the method of the request is this one. */
  public boolean isMethod(String method) {
    return method.equals(exchange.getRequestMethod());
  }

  /**
   * Whether the request only reads. Another one is answered here.
   *
   * @throws IOException if who asks has gone
   */
  public boolean isReading() throws IOException {
    if (READING.contains(exchange.getRequestMethod())) {
      return true;
    }
    set("Allow", "GET, HEAD");
    text(405, "the page is to read only");
    return false;
  }

  /**
   * What a form sent.
   *
   * @param most bytes; null if there are more
   * @throws IOException if who asks has gone
   */
  public @Nullable String sent(int most) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(most + 1);
    return bytes.length > most ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Answers with a line of text.
   *
   * @throws IOException if who asks has gone
   */
  public void text(int code, String text) throws IOException {
    body(code, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers with a page.
   *
   * @throws IOException if who asks has gone
   */
  public void html(int code, String html) throws IOException {
    body(code, HTML, html.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers with what a feed has: its page, or why there is none.
   *
   * @throws IOException if who asks has gone
   */
  public void page(PageFeed feed) throws IOException {
    PageFeed.Known known = feed.now();
    if (known.page() == null) {
      text(503, String.valueOf(known.failure()));
    } else {
      page(known.page());
    }
  }

  /**
   * Answers with a page that was read.
   *
   * @throws IOException if who asks has gone
   */
  public void page(LivePage page) throws IOException {
    body(200, HTML, page.html());
  }

  /** Begins an answer without a known end; each part of it is sent by {@link #send}. */
  void open(String type) throws IOException {
    begin(200, type, 0);
  }

  /** Sends a part of an answer that was begun. */
  void send(String part) throws IOException {
    slow.send(
        () -> {
          exchange.getResponseBody().write(part.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        });
  }

  /** The end of the answer: what of it is not sent yet, and what of the request nobody read. */
  @Override
  public void close() throws IOException {
    slow.send(exchange::close);
  }

  boolean isHead() {
    return isMethod("HEAD");
  }

  private void body(int code, String type, byte[] bytes) throws IOException {
    begin(code, type, bytes.length);
    if (!isHead()) {
      slow.send(exchange.getResponseBody(), bytes);
      slow.send(() -> exchange.getResponseBody().close());
    }
  }

  /**
   * Sends the head of the answer, for which who asks may have to make room first.
   *
   * @param length of the body in bytes; 0: nobody knows yet
   */
  private void begin(int code, String type, long length) throws IOException {
    set("Content-Type", type);
    slow.send(() -> exchange.sendResponseHeaders(code, isHead() ? -1 : length));
  }
}
