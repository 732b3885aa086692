package cloud.bleu.operator.page;

import cloud.bleu.report.live.PageEvents;
import cloud.bleu.report.live.PageExchange;
import cloud.bleu.report.live.PageFeed;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.live.PageThreads;
import cloud.bleu.report.live.ReaderShares;
import cloud.bleu.report.live.SlowReaders;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves each reader a page of what that reader may list, to read only. A token comes in the header
 * {@code Authorization}, or once by a form; after that the cookie of a session stands for it. It is
 * in no address and no log.
 */
final class ReaderServer implements AutoCloseable {
  private static final int MOST_BYTES = 16 * 1024;
  private static final int REQUESTS_OF_ONE = 6;
  private static final int FOLLOWED_BY_ONE = 4;

  private final HttpServer server;
  private final ExecutorService threads = PageThreads.of(Thread.NORM_PRIORITY);
  private final AccessMemory memory;
  private final ReaderFeeds feeds;
  private final Credentials credentials;
  private final Duration heartbeat;
  private final PageEvents events;
  private final SlowReaders slow = new SlowReaders(SlowReaders.PATIENCE);
  private final ReaderShares requests = new ReaderShares(REQUESTS_OF_ONE);
  private final ScheduledExecutorService tidying = tidying();
  private final HostNames hosts;

  /**
   * Starts it, with the heartbeat of {@link PageEvents#HEARTBEAT}.
   *
   * @param tls null: without
   * @param nanos a clock that nobody can set
   * @throws IOException if the address is taken
   */
  ReaderServer(
      InetSocketAddress address,
      @Nullable TlsFiles tls,
      AccessMemory memory,
      ReaderFeeds feeds,
      LongSupplier nanos)
      throws IOException {
    this(address, tls, memory, feeds, PageEvents.HEARTBEAT, nanos);
  }

  /**
   * @param heartbeat of the events
   */
  ReaderServer(
      InetSocketAddress address,
      @Nullable TlsFiles tls,
      AccessMemory memory,
      ReaderFeeds feeds,
      Duration heartbeat,
      LongSupplier nanos)
      throws IOException {
    this.heartbeat = heartbeat;
    events = new PageEvents(FOLLOWED_BY_ONE, heartbeat, nanos);
    this.memory = memory;
    this.feeds = feeds;
    credentials = new Credentials(tls != null);
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
    tidying.scheduleWithFixedDelay(this::tidy, 10, 10, TimeUnit.SECONDS);
  }

  private static ScheduledExecutorService tidying() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "page-tidying");
          thread.setDaemon(true);
          return thread;
        });
  }

  private void tidy() {
    credentials.purge();
    feeds.purge();
  }

  /** How often a reader who follows is sent something, and the right to follow is asked anew. */
  Duration heartbeat() {
    return heartbeat;
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
    tidying.shutdownNow();
    slow.close();
  }

  private void answer(HttpExchange answered) throws IOException {
    try (PageExchange exchange = new PageExchange(answered, slow)) {
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
    void to(PageExchange exchange, Credentials.Credential credential, AccessAnswer.Granted granted)
        throws IOException;
  }

  private void read(PageExchange exchange, Answer answer) throws IOException {
    if (!exchange.isReading()) {
      return;
    }
    Credentials.Credential credential = credentials.of(exchange);
    if (credential == null) {
      unknown(exchange, null);
      return;
    }
    AccessAnswer.Granted granted = granted(exchange, credential.token());
    if (granted != null) {
      answer.to(exchange, credential, granted);
    }
  }

  /** What a token may see; null where it is nothing, which is answered here. */
  private AccessAnswer.@Nullable Granted granted(PageExchange exchange, String token)
      throws IOException {
    AccessAnswer answer = memory.of(token);
    if (answer instanceof AccessAnswer.Granted granted) {
      return granted;
    }
    if (answer instanceof AccessAnswer.Refused refused) {
      exchange.text(403, RefusalText.of(refused.user()));
    } else if (answer instanceof AccessAnswer.Unanswered unanswered) {
      exchange.text(503, unanswered.why());
    } else {
      unknown(exchange, "html.signIn.unknown");
    }
    return null;
  }

  private void page(
      PageExchange exchange, Credentials.Credential credential, AccessAnswer.Granted granted)
      throws IOException {
    if (!requests.take(granted.user())) {
      exchange.text(503, "you ask for too many pages at once; ask again");
      return;
    }
    try {
      WantedPage wanted = new WantedPage(granted.access(), PageLanguage.of(exchange));
      PageFeed feed = feeds.of(wanted);
      if (feed == null) {
        exchange.page(feeds.unkept(wanted));
      } else {
        exchange.page(feed);
      }
    } catch (PageSource.UnreadableException e) {
      exchange.text(503, e.reason());
    } finally {
      requests.giveBack(granted.user());
    }
  }

  private void follow(
      PageExchange exchange, Credentials.Credential credential, AccessAnswer.Granted granted)
      throws IOException {
    PageFeed feed = feeds.of(new WantedPage(granted.access(), PageLanguage.of(exchange)));
    if (feed == null) {
      exchange.text(503, "too many readers follow pages of their own; reload by hand");
    } else {
      events.to(exchange, feed, granted.user(), () -> holds(credential, granted));
    }
  }

  private boolean holds(Credentials.Credential credential, AccessAnswer.Granted granted) {
    return credentials.hold(credential)
        && memory.of(credential.token()) instanceof AccessAnswer.Granted now
        && now.access().equals(granted.access());
  }

  private void signIn(PageExchange exchange) throws IOException {
    if (!exchange.isMethod("POST")) {
      if (exchange.isReading()) {
        form(exchange, 200, null);
      }
      return;
    }
    if (isForeign(exchange)) {
      return;
    }
    String form = exchange.sent(MOST_BYTES);
    String token = form == null ? null : Credentials.pasted(form);
    if (token == null) {
      form(exchange, 400, "html.signIn.noToken");
    } else {
      AccessAnswer.Granted granted = granted(exchange, token);
      if (granted != null) {
        credentials.begin(exchange, granted.user(), token);
        toPage(exchange);
      }
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
    credentials.end(exchange);
    exchange.set("Location", keeping(exchange, "sign-in"));
    exchange.text(303, "signed out");
  }

  private static void toPage(PageExchange exchange) throws IOException {
    exchange.set("Location", keeping(exchange, "./"));
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

  private static void unknown(PageExchange exchange, @Nullable String said) throws IOException {
    exchange.set("WWW-Authenticate", "Bearer");
    form(exchange, 401, said);
  }

  private static void form(PageExchange exchange, int code, @Nullable String said)
      throws IOException {
    exchange.set("Content-Security-Policy", SignInPage.POLICY);
    exchange.html(code, SignInPage.of(PageLanguage.of(exchange).sentences(), said));
  }

  /** Another path here, in the language that the address asks for. */
  private static String keeping(PageExchange exchange, String path) {
    PageLanguage asked = PageLanguage.asked(exchange);
    return asked == null
        ? path
        : path + "?" + PageLanguage.PARAMETER + "=" + asked.sentences().tag();
  }
}
