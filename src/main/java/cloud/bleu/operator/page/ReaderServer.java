package cloud.bleu.operator.page;

import cloud.bleu.report.live.PageEvents;
import cloud.bleu.report.live.PageExchange;
import cloud.bleu.report.live.PageFeed;
import cloud.bleu.report.live.PageThreads;
import cloud.bleu.report.page.PageAccess;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves each reader the page of what that reader may list, to read only. A token comes in the
 * header {@code Authorization}, or once by a form, and then stands in for it the cookie of a
 * session. It is in no address and no log.
 */
final class ReaderServer implements AutoCloseable {
  private static final int MOST_BYTES = 16 * 1024;
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([-._~+/A-Za-z0-9]+=*)");
  private static final Pattern TOKEN = Pattern.compile("(?:^|.*&)token=([^&]*)(?:&.*|$)");

  private final HttpServer server;
  private final ExecutorService threads = PageThreads.of(Thread.MIN_PRIORITY);
  private final AccessMemory memory;
  private final ReaderFeeds feeds;
  private final Sessions sessions = new Sessions(System::nanoTime);
  private final PageEvents events = new PageEvents();
  private final HostNames hosts;
  private final String cookie;
  private final String attributes;
  private final Pattern cookies;

  /**
   * Starts it.
   *
   * @param tls null: without
   * @throws IOException if the address is taken
   */
  ReaderServer(
      InetSocketAddress address, @Nullable TlsFiles tls, AccessMemory memory, ReaderFeeds feeds)
      throws IOException {
    this.memory = memory;
    this.feeds = feeds;
    // A browser takes a cookie with this prefix over TLS only, and from this host only.
    cookie = tls == null ? "bleu-page" : "__Host-bleu-page";
    attributes = "; Path=/; HttpOnly; SameSite=Strict" + (tls == null ? "" : "; Secure");
    cookies = Pattern.compile("(?:^|.*; *)" + cookie + "=([-_A-Za-z0-9]+)(?:;.*|$)");
    if (tls == null) {
      hosts = new HostNames(Set::of);
      server = HttpServer.create(address, 0);
    } else {
      hosts = new HostNames(tls::names);
      HttpsServer secured = HttpsServer.create(address, 0);
      secured.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
      server = secured;
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The port it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    feeds.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange answered) throws IOException {
    try (answered) {
      PageExchange exchange = new PageExchange(answered);
      if (!hosts.has(exchange.header("Host"))) {
        exchange.text(
            421, "this host is not served here; use one of the certificate, or localhost");
        return;
      }
      switch (Objects.requireNonNullElse(exchange.path(), "")) {
        case "/" -> read(exchange, this::page);
        case "/events" -> read(exchange, this::follow);
        case "/sign-in" -> signIn(exchange);
        case "/sign-out" -> signOut(exchange);
        default -> exchange.text(404, "nothing is here; the page is at /");
      }
    }
  }

  /** What answers who may see something. */
  private interface Answer {
    void to(PageExchange exchange, String token, PageAccess access) throws IOException;
  }

  private void read(PageExchange exchange, Answer answer) throws IOException {
    if (!exchange.isReading()) {
      return;
    }
    String token = token(exchange);
    if (token == null) {
      unknown(exchange, "");
      return;
    }
    PageAccess access = access(exchange, token);
    if (access != null) {
      answer.to(exchange, token, access);
    }
  }

  /** What a token may see; null where it is nothing, which is answered here. */
  private @Nullable PageAccess access(PageExchange exchange, String token) throws IOException {
    AccessAnswer answer = memory.of(token);
    if (answer instanceof AccessAnswer.Granted granted) {
      return granted.access();
    }
    if (answer instanceof AccessAnswer.Refused refused) {
      exchange.text(403, RefusalText.of(refused.user()));
    } else if (answer instanceof AccessAnswer.Unanswered unanswered) {
      exchange.text(503, unanswered.why());
    } else {
      unknown(exchange, "The API server knows nobody of this token, or it has ended.");
    }
    return null;
  }

  private void page(PageExchange exchange, String token, PageAccess access) throws IOException {
    PageFeed feed = feeds.of(access);
    if (feed == null) {
      tooMany(exchange);
    } else {
      exchange.page(feed);
    }
  }

  private void follow(PageExchange exchange, String token, PageAccess access) throws IOException {
    PageFeed feed = feeds.of(access);
    if (feed == null) {
      tooMany(exchange);
    } else {
      events.to(
          exchange,
          feed,
          () ->
              memory.of(token) instanceof AccessAnswer.Granted granted
                  && granted.access().equals(access));
    }
  }

  private static void tooMany(PageExchange exchange) throws IOException {
    exchange.text(
        503, "too many readers with different rights follow their pages; ask again later");
  }

  private void signIn(PageExchange exchange) throws IOException {
    if (!exchange.isMethod("POST")) {
      if (exchange.isReading()) {
        form(exchange, 200, "");
      }
      return;
    }
    if (isForeign(exchange)) {
      return;
    }
    String form = exchange.sent(MOST_BYTES);
    String token = form == null ? null : pasted(form);
    if (token == null) {
      form(exchange, 400, "There is no token in what was sent.");
    } else if (access(exchange, token) != null) {
      exchange.set("Set-Cookie", cookie + "=" + sessions.open(token) + attributes);
      toPage(exchange);
    }
  }

  private void signOut(PageExchange exchange) throws IOException {
    if (!exchange.isMethod("POST")) {
      exchange.set("Allow", "POST");
      exchange.text(405, "sign out by the button of /sign-in");
      return;
    }
    if (isForeign(exchange)) {
      return;
    }
    String id = session(exchange);
    if (id != null) {
      sessions.end(id);
    }
    exchange.set("Set-Cookie", cookie + "=; Max-Age=0" + attributes);
    exchange.set("Location", "sign-in");
    exchange.text(303, "signed out");
  }

  private static void toPage(PageExchange exchange) throws IOException {
    exchange.set("Location", "./");
    exchange.text(303, "signed in");
  }

  /** Whether another site sends a form in the browser of a reader, which is answered here. */
  private static boolean isForeign(PageExchange exchange) throws IOException {
    String site = exchange.header("Sec-Fetch-Site");
    if (site == null || site.equals("same-origin")) {
      return false;
    }
    exchange.text(403, "another site sent this form; open /sign-in by yourself");
    return true;
  }

  private static void unknown(PageExchange exchange, String said) throws IOException {
    exchange.set("WWW-Authenticate", "Bearer");
    form(exchange, 401, said);
  }

  private static void form(PageExchange exchange, int code, String said) throws IOException {
    exchange.set("Content-Security-Policy", SignInPage.POLICY);
    exchange.html(code, SignInPage.of(said));
  }

  private @Nullable String token(PageExchange exchange) {
    String header = exchange.header("Authorization");
    if (header != null) {
      Matcher bearer = BEARER.matcher(header);
      return bearer.matches() ? bearer.group(1) : null;
    }
    String id = session(exchange);
    return id == null ? null : sessions.token(id);
  }

  private @Nullable String session(PageExchange exchange) {
    String header = exchange.header("Cookie");
    Matcher found = cookies.matcher(header == null ? "" : header);
    return found.matches() ? found.group(1) : null;
  }

  private static @Nullable String pasted(String form) {
    Matcher found = TOKEN.matcher(form);
    if (!found.matches()) {
      return null;
    }
    try {
      String token = URLDecoder.decode(found.group(1), StandardCharsets.UTF_8).strip();
      return BEARER.matcher("Bearer " + token).matches() ? token : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
