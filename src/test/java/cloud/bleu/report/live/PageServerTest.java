package cloud.bleu.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.live.PageSource.UnreadableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page that changes, asked for by hand. */
class PageServerTest {
  private static final String FIRST = "1a";

  private final AtomicReference<LivePage> page =
      new AtomicReference<>(new LivePage(FIRST, "<p>first</p>"));
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final AtomicInteger readings = new AtomicInteger();
  private PageServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new PageServer(0, this::read, Duration.ofMillis(20));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private LivePage read() throws UnreadableException {
    readings.incrementAndGet();
    if (failure.get() != null) {
      throw new UnreadableException(failure.get());
    }
    return page.get();
  }

  @ParameterizedTest(name = "{0} {1}, Host: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | KEY/             | 127.0.0.1:PORT        | 200 | <p>first</p>
          GET    | KEY/?state=Open  | localhost:PORT        | 200 | <p>first</p>
          HEAD   | KEY/             | 127.0.0.1:PORT        | 200 | ''
          HEAD   | KEY/events       | 127.0.0.1:PORT        | 200 | ''
          POST   | KEY/             | 127.0.0.1:PORT        | 405 | the page is to read only
          DELETE | KEY/events       | 127.0.0.1:PORT        | 405 | the page is to read only
          GET    | KEY              | 127.0.0.1:PORT        | 404 | nothing is here; open the address that bleu printed, with its key
          GET    | KEY/other        | 127.0.0.1:PORT        | 404 | nothing is here; open the address that bleu printed, with its key
          GET    | /                | 127.0.0.1:PORT        | 404 | nothing is here; open the address that bleu printed, with its key
          GET    | /events          | 127.0.0.1:PORT        | 404 | nothing is here; open the address that bleu printed, with its key
          GET    | /AAAAAAAAAAAAAAAAAAAAAA/ | 127.0.0.1:PORT | 404 | nothing is here; open the address that bleu printed, with its key
          GET    | KEY/             | evil.example:PORT     | 421 | this address is not served here; open the one that bleu printed
          GET    | KEY/             | 127.0.0.1             | 421 | this address is not served here; open the one that bleu printed
          """)
  void whoHasTheAddressReads(String method, String path, String host, int code, String body)
      throws IOException {
    URI address = server.address();
    String key = address.getPath().substring(0, address.getPath().length() - 1);
    List<String> answer =
        ask(method, path.replace("KEY", key), host.replace("PORT", "" + address.getPort()));
    assertEquals("HTTP/1.1 " + code, answer.get(0).substring(0, 12));
    assertTrue(answer.contains("Cache-control: no-store"), () -> answer.toString());
    assertTrue(answer.contains("X-content-type-options: nosniff"), () -> answer.toString());
    assertTrue(
        answer.contains("Content-security-policy: frame-ancestors 'none'"),
        () -> answer.toString());
    assertEquals(
        body, String.join("\n", answer.subList(answer.indexOf("") + 1, answer.size())).strip());
  }

  @Test
  void theKeyIsAnotherOneEachTime() throws IOException {
    try (PageServer other = new PageServer(0, this::read, Duration.ofSeconds(1))) {
      assertFalse(other.address().getPath().equals(server.address().getPath()));
      assertEquals(24, other.address().getPath().length());
      assertEquals("127.0.0.1", other.address().getHost());
    }
  }

  @Test
  void aPageThatCannotBeReadSaysWhy() throws IOException {
    failure.set("the cluster gave no answer");
    List<String> answer = ask("GET", server.address().getPath(), host());
    assertEquals("HTTP/1.1 503", answer.get(0).substring(0, 12));
    assertEquals("the cluster gave no answer", answer.get(answer.size() - 1));
  }

  @Test
  void whoFollowsIsToldOfEachChange() throws IOException {
    try (Events events = new Events()) {
      assertEquals("event: page/data: " + FIRST, events.next());
      page.set(new LivePage("2b", "<p>second</p>"));
      assertEquals("event: page/data: 2b", events.next());
      failure.set("no\nanswer");
      assertEquals("event: failed/data: no answer", events.next());
      failure.set(null);
      assertEquals("event: page/data: 2b", events.next());
      assertTrue(ask("GET", server.address().getPath(), host()).contains("<p>second</p>"));
    }
  }

  @Test
  void anErrorOfTheSourceIsToldAndTheNextReadingComes() throws IOException {
    page.set(null);
    try (Events events = new Events()) {
      assertEquals("event: page/data: ", events.next());
      page.set(new LivePage(FIRST, "<p>third</p>"));
      assertEquals("event: page/data: " + FIRST, events.next());
    }
  }

  @Test
  void nobodyFollowsAndNothingIsRead() throws IOException {
    assertEquals(0, readings.get());
    ask("GET", server.address().getPath(), host());
    assertEquals(1, readings.get());
  }

  @Test
  void tooManyAreSentAwayAndThoseThereStay() throws IOException {
    List<Events> all = new ArrayList<>();
    try {
      for (int i = 0; i < PageEvents.MOST_FOLLOWERS; i++) {
        all.add(new Events());
        all.get(i).next();
      }
      List<String> answer = ask("GET", server.address().getPath() + "events", host());
      assertEquals("HTTP/1.1 503", answer.get(0).substring(0, 12));
      assertTrue(ask("GET", server.address().getPath(), host()).contains("<p>first</p>"));
      page.set(new LivePage("3c", "<p>next</p>"));
      for (Events events : all) {
        assertEquals("event: page/data: 3c", events.next());
      }
    } finally {
      for (Events events : all) {
        events.close();
      }
    }
  }

  @Test
  void theEndEndsTheStreams() throws IOException {
    try (Events events = new Events()) {
      events.next();
      server.close();
      assertEquals("", events.next());
    }
  }

  private String host() {
    return "127.0.0.1:" + server.address().getPort();
  }

  /** The lines of an answer, as they come over a socket: no client adds or forbids a header. */
  private List<String> ask(String method, String path, String host) throws IOException {
    try (Socket socket = open(method, path, host, "close");
        BufferedReader in = reader(socket)) {
      return in.lines().toList();
    }
  }

  private Socket open(String method, String path, String host, String connection)
      throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.address().getPort());
    OutputStream out = socket.getOutputStream();
    out.write(
        "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n"
            .formatted(method, path, host, connection)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One who follows. */
  private final class Events implements AutoCloseable {
    private final Socket socket =
        open("GET", server.address().getPath() + "events", host(), "keep-alive");
    private final BufferedReader in = reader(socket);

    private Events() throws IOException {}

    /** The next event, its lines with a stroke between; empty at the end of the stream. */
    private String next() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ") || line.startsWith("data: ")) {
          lines.add(line);
        } else if (line.isEmpty() && !lines.isEmpty()) {
          return String.join("/", lines);
        }
      }
      return "";
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
