package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers with their tokens, asking by hand: no client adds or forbids a header. */
class ReaderServerTest {
  private static final String NAME = "1a";
  private static final Duration HEARTBEAT = Duration.ofMillis(100);

  /** A stream that has not ended after so many lines does not end: two are sent each time. */
  private static final int MOST_LINES = 1_200;

  private final StatedReviews reviews = new StatedReviews();
  private final AtomicLong now = new AtomicLong();
  private final List<WantedPage> made = new ArrayList<>();
  private AccessMemory memory;
  private ReaderFeeds feeds;
  private ReaderServer server;

  @BeforeEach
  void serve() throws IOException {
    reviews.rights.put("admin", Set.of("bleuworkloads", "sovereigntywaivers"));
    reviews.rights.put("dora", Set.of("shop/bleuworkloads"));
    reviews.rights.put("guest", Set.of());
    AccessReview review =
        new AccessReview(
            reviews, () -> new TreeSet<>(Set.of("clinic", "shop")), () -> "", now::get);
    memory = new AccessMemory(review::of, now::get);
    feeds =
        new ReaderFeeds(
            wanted -> {
              made.add(wanted);
              return () ->
                  new LivePage(
                      NAME,
                      "<p>%s %s"
                          .formatted(
                              Objects.requireNonNullElse(wanted.access().namespaces(), "all"),
                              wanted.language()));
            },
            () -> {},
            now::get);
    server = new ReaderServer(anyPort(), null, memory, feeds, HEARTBEAT, now::get);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1}, {2}, Host: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /           | Bearer token-of-admin | localhost:PORT   | 200 | <p>all
          HEAD   | /           | Bearer token-of-admin | localhost:PORT   | 200 | ''
          GET    | /           | bearer token-of-dora  | 127.0.0.1:9000   | 200 | <p>[shop]
          GET    | /?state=Open | Bearer token-of-dora | [::1]:9000       | 200 | <p>[shop]
          GET    | /           | Bearer token-of-guest | localhost        | 403 | guest may not list bleuworkloads.placement.bleu.cloud
          GET    | /events     | Bearer token-of-guest | localhost        | 403 | --clusterrole=bleu-reader --user=guest
          GET    | /           | Bearer token-of-nobody | localhost       | 401 | knows nobody of this token
          GET    | /events     | Bearer token-of-nobody | localhost       | 401 | knows nobody of this token
          GET    | /           | Basic YWRtaW46YQ==    | localhost        | 401 | type="password"
          GET    | /           | Bearer                | localhost        | 401 | type="password"
          GET    | /           | -                     | localhost        | 401 | type="password"
          GET    | /events     | -                     | localhost        | 401 | type="password"
          GET    | /sign-in    | -                     | localhost        | 200 | type="password"
          GET    | /sign-out   | -                     | localhost        | 405 | sign out by the button
          DELETE | /           | Bearer token-of-admin | localhost        | 405 | to read only
          DELETE | /sign-in    | -                     | localhost        | 405 | to read only
          GET    | /token-of-admin | -                 | localhost        | 404 | nothing is here
          GET    | /           | Bearer token-of-admin | evil.example     | 421 | this host is not served here
          GET    | /           | Bearer token-of-admin | localhost.evil.example | 421 | this host is not served here
          """)
  void eachReaderSeesWhatTheyMayList(
      String method, String path, String authorization, String host, int code, String said)
      throws IOException {
    List<String> answer =
        ask(
            method,
            path,
            host.replace("PORT", "" + server.port()),
            authorization.equals("-") ? "" : "Authorization: " + authorization + "\r\n",
            "");
    String whole = String.join("\n", answer);
    assertEquals("HTTP/1.1 " + code, answer.get(0).substring(0, 12), whole);
    assertTrue(whole.contains(said), whole);
    assertTrue(answer.contains("Cache-control: no-store"), whole);
    assertTrue(whole.contains("frame-ancestors 'none'"), whole);
    assertEquals(code == 401, answer.contains("Www-authenticate: Bearer"), whole);
    assertFalse(whole.contains("clinic"), whole);
  }

  /** What the address says counts, then what the browser wants, by its weights. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                 | ''                          | EN
          /                 | fr                          | FR
          /                 | fr-FR,fr;q=0.9,en;q=0.8     | FR
          /                 | de, en;q=0.4, fr-CA;q=0.7   | FR
          /                 | fr;q=0, en                  | EN
          /                 | de                          | EN
          /                 | ;;q=x,,                     | EN
          /?lang=fr         | en                          | FR
          /?state=Open&lang=en | fr                       | EN
          /?lang=%3Cimg     | fr                          | FR
          /?lang=           | ''                          | EN
          /?lang            | ''                          | EN
          /                 | -                           | EN
          /                 | fr, -                       | EN
          /                 | *                           | EN
          /                 | fr;q=0.5, *;q=0.1           | FR
          """)
  void aReaderHasThePageInTheirLanguage(String path, String accepts, String language)
      throws IOException {
    String header = accepts.isEmpty() ? "" : "Accept-Language: " + accepts + "\r\n";
    List<String> answer = ask("GET", path, "localhost", BEARER_ADMIN + header, "");
    assertTrue(answer.contains("<p>all " + language), answer.toString());
    String form = String.join("\n", ask("GET", path, "localhost", header, ""));
    String tag = language.toLowerCase(Locale.ROOT);
    assertTrue(form.contains("<html lang=\"" + tag + "\">"), form);
    assertTrue(form.contains("action=\"sign-in?lang=" + tag + "\""), form);
    assertTrue(form.contains(tag.equals("fr") ? "Se connecter" : "Sign in"), form);
    assertFalse(form.contains("html."), form);
  }

  @Test
  void theLanguageStaysInTheAddress() throws IOException {
    List<String> in = post("/sign-in?lang=fr", "", "token=token-of-dora");
    assertTrue(in.contains("Location: ./?lang=fr"), in.toString());
    List<String> out = post("/sign-out?lang=fr", "", "");
    assertTrue(out.contains("Location: sign-in?lang=fr"), out.toString());
    List<String> wrong = post("/sign-in?lang=fr", "", "nothing");
    assertTrue(
        wrong.contains("<p role=\"status\">Ce qui a été envoyé ne contient pas de jeton.</p>"),
        wrong.toString());
  }

  @Test
  void withoutTheApiServerNothingIsShown() throws IOException {
    reviews.fault = 500;
    List<String> answer = asAdmin("/");
    assertEquals("HTTP/1.1 503", answer.get(0).substring(0, 12));
    assertTrue(
        answer.get(answer.size() - 1).startsWith("the API server did not say who you are"),
        answer.toString());
    reviews.fault = 0;
    assertTrue(asAdmin("/").contains("<p>all EN"));
  }

  @Test
  void aTokenIsPastedOnceAndIsInNoAddress() throws IOException {
    List<String> signedIn = post("/sign-in", "", "a=b&token=+token-of-dora%0A&c=d");
    assertEquals("HTTP/1.1 303", signedIn.get(0).substring(0, 12), signedIn.toString());
    assertTrue(signedIn.contains("Location: ./"), signedIn.toString());
    String cookie = header(signedIn, "Set-cookie: ");
    assertTrue(
        cookie.matches("bleu-page=[-_A-Za-z0-9]{22}; Path=/; HttpOnly; SameSite=Strict"), cookie);
    assertFalse(String.join("", signedIn).contains("token-of"), signedIn.toString());
    String sent = "Cookie: other=1; " + cookie.substring(0, cookie.indexOf(';')) + "\r\n";
    assertTrue(ask("GET", "/", "localhost", sent, "").contains("<p>[shop] EN"));

    List<String> out = post("/sign-out", sent, "");
    assertTrue(header(out, "Set-cookie: ").startsWith("bleu-page=; Max-Age=0"), out.toString());
    assertEquals("HTTP/1.1 401", ask("GET", "/", "localhost", sent, "").get(0).substring(0, 12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token=token-of-guest  | ''                           | 403
          token=token-of-nobody | ''                           | 401
          token=                | ''                           | 400
          token=a%0d%0ab        | ''                           | 400
          token=%zz             | ''                           | 400
          nothing               | ''                           | 400
          token=token-of-dora   | Sec-Fetch-Site: cross-site   | 403
          token=token-of-dora   | Sec-Fetch-Site: same-site    | 403
          token=token-of-dora   | Sec-Fetch-Site: same-origin  | 303
          """)
  void whoMaySeeNothingGetsNoSession(String form, String header, int code) throws IOException {
    List<String> answer = post("/sign-in", header.isEmpty() ? "" : header + "\r\n", form);
    assertEquals("HTTP/1.1 " + code, answer.get(0).substring(0, 12), answer.toString());
    assertEquals(
        code == 303, answer.stream().anyMatch(l -> l.startsWith("Set-cookie")), answer.toString());
  }

  @Test
  void moreThanATokenIsNotRead() throws IOException {
    List<String> answer = post("/sign-in", "", "token=" + "a".repeat(20_000));
    assertEquals("HTTP/1.1 400", answer.get(0).substring(0, 12), answer.toString());
  }

  /** Within the time for which an answer holds, and without a word on why. */
  @Test
  void whoLosesTheirRightsIsToldNoMore() throws IOException {
    try (Socket socket = open("GET", "/events", "localhost", BEARER_ADMIN, "close", "");
        BufferedReader in = reader(socket)) {
      String line = in.readLine();
      while (!line.startsWith("data: ")) {
        line = in.readLine();
      }
      assertEquals("data: " + NAME, line);
      reviews.rights.put("admin", Set.of("shop/bleuworkloads"));
      now.addAndGet(AccessMemory.HOLDS.toNanos());
      List<String> rest = in.lines().limit(MOST_LINES).toList();
      assertTrue(rest.size() < MOST_LINES, "the stream ends: " + rest);
      assertFalse(rest.toString().contains("data"), rest.toString());
    }
    assertTrue(asAdmin("/").contains("<p>[shop] EN"));
  }

  /** A stream lasts no longer than the session that it came with. */
  @Test
  void whoSignsOutOrInAnewIsToldNoMore() throws IOException {
    for (String next : List.of("/sign-out", "/sign-in")) {
      String cookie = header(post("/sign-in", "", "token=token-of-admin"), "Set-cookie: ");
      String sent = "Cookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n";
      try (Socket socket = open("GET", "/events", "localhost", sent, "close", "");
          BufferedReader in = reader(socket)) {
        String line = in.readLine();
        while (!line.startsWith("data: ")) {
          line = in.readLine();
        }
        post(next, sent, "token=token-of-dora");
        assertTrue(
            in.lines().limit(MOST_LINES).count() < MOST_LINES, "the stream ends after " + next);
      }
      assertEquals("HTTP/1.1 401", ask("GET", "/", "localhost", sent, "").get(0).substring(0, 12));
    }
  }

  /** The others here have a heartbeat of their own: nobody waits for that of the operator. */
  @Test
  void theOperatorAsksEveryFewSecondsWhetherSomebodyMayFollow() throws IOException {
    try (ReaderServer served = new ReaderServer(anyPort(), null, memory, feeds, now::get)) {
      assertTrue(
          served.heartbeat().compareTo(Duration.ofSeconds(5)) <= 0, served.heartbeat().toString());
    }
  }

  /** Its place is free then, and who still looks asks anew. */
  @Test
  void aStreamEndsAfterTenMinutes() throws IOException {
    try (Socket socket = open("GET", "/events", "localhost", BEARER_ADMIN, "close", "");
        BufferedReader in = reader(socket)) {
      String line = in.readLine();
      while (!line.startsWith("data: ")) {
        line = in.readLine();
      }
      now.addAndGet(PageEvents.LASTS.toNanos());
      List<String> rest = in.lines().limit(MOST_LINES).toList();
      assertTrue(rest.size() < MOST_LINES, "the stream ends: " + rest);
      assertTrue(rest.contains("event: again"), rest.toString());
    }
  }

  @Test
  void oneReaderLeavesRoomForOthers() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = open("GET", "/events", "localhost", BEARER_ADMIN, "close", "");
        held.add(socket);
        assertEquals("HTTP/1.1 200 OK", reader(socket).readLine());
      }
      try (Socket fifth = open("GET", "/events", "localhost", BEARER_ADMIN, "close", "")) {
        assertEquals("HTTP/1.1 503", reader(fifth).readLine().substring(0, 12));
      }
      assertTrue(asAdmin("/").contains("<p>all EN"));
      String dora = "Authorization: Bearer token-of-dora\r\n";
      try (Socket socket = open("GET", "/events", "localhost", dora, "close", "")) {
        assertEquals("HTTP/1.1 200 OK", reader(socket).readLine());
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void thereAreAsManyPagesAsSetsOfRights() throws IOException {
    for (int i = 0; i < 3; i++) {
      asAdmin("/");
      ask("GET", "/", "localhost", "Authorization: Bearer token-of-dora\r\n", "");
    }
    assertEquals(2, made.size());
  }

  private static final String BEARER_ADMIN = "Authorization: Bearer token-of-admin\r\n";

  private List<String> asAdmin(String path) throws IOException {
    return ask("GET", path, "localhost", BEARER_ADMIN, "");
  }

  private List<String> post(String path, String headers, String form) throws IOException {
    return ask(
        "POST",
        path,
        "localhost",
        headers
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length()
            + "\r\n",
        form);
  }

  private static String header(List<String> answer, String name) {
    return answer.stream()
        .filter(l -> l.startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.toString()))
        .substring(name.length());
  }

  private List<String> ask(String method, String path, String host, String headers, String body)
      throws IOException {
    try (Socket socket = open(method, path, host, headers, "close", body);
        BufferedReader in = reader(socket)) {
      return in.lines().toList();
    }
  }

  private Socket open(
      String method, String path, String host, String headers, String connection, String body)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    // A stream that does not end is a failure, and not a wait.
    socket.setSoTimeout(60_000);
    socket
        .getOutputStream()
        .write(
            "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n%s\r\n%s"
                .formatted(method, path, host, connection, headers, body)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
