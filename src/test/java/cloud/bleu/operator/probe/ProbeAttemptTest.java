package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.ServerCertificate;
import cloud.bleu.translate.zone.StatedProbe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One question, put to servers of this machine that answer well, badly or never. */
class ProbeAttemptTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ProbeNetworks HERE = ProbeNetworks.of(List.of("127.0.0.1/32"));

  /** What ends questions, in the order in which they were asked. */
  private final BlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();

  /** How long each of them was to wait, in milliseconds. */
  private final List<Long> waits = new ArrayList<>();

  /** Of so many the time is over as soon as they are set. */
  private int silent;

  private volatile long nanos;
  private SSLSocketFactory trusted = (SSLSocketFactory) SSLSocketFactory.getDefault();
  private final ExecutorService servers = Executors.newCachedThreadPool();

  /** What is closed in the end; the servers add each connection that they take. */
  private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

  /** What came in, as far as it was read. */
  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();

  private Runnable after(long millis, Runnable ring) {
    waits.add(millis);
    Runnable over =
        () -> {
          nanos += TimeUnit.MILLISECONDS.toNanos(millis);
          ring.run();
        };
    if (waits.size() <= silent) {
      over.run();
    } else {
      alarms.add(over);
    }
    return () -> alarms.remove(over);
  }

  /** The time of the question that is under way is over. */
  private void timeIsOver() {
    try {
      Runnable over = alarms.poll(60, TimeUnit.SECONDS);
      if (over != null) {
        over.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProbeAttempt attempt(
      ProbeNetworks networks,
      Function<Duration, Set<InetAddress>> apiServer,
      NameSearch.Names names) {
    NameSearch search = new NameSearch(names, name -> Thread::new, System::nanoTime);
    open.add(search);
    return new ProbeAttempt(networks, apiServer, search, () -> trusted, this::after, () -> nanos);
  }

  /** What a server does with a connection, after it has read the question. */
  private interface Answer {
    void give(Socket socket) throws IOException;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    servers.shutdownNow();
  }

  private int server(Answer answer) throws IOException {
    return serve(new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1")), answer);
  }

  /** One that has its say before any question. */
  private int raw(Answer answer) throws IOException {
    ServerSocket listening = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    open.add(listening);
    servers.execute(
        () -> {
          while (!listening.isClosed()) {
            try {
              Socket socket = listening.accept();
              open.add(socket);
              answer.give(socket);
            } catch (IOException e) {
              questions.add("");
            }
          }
        });
    return listening.getLocalPort();
  }

  private int serve(ServerSocket listening, Answer answer) {
    open.add(listening);
    servers.execute(
        () -> {
          while (!listening.isClosed()) {
            try {
              Socket socket = listening.accept();
              open.add(socket);
              StringBuilder question = new StringBuilder();
              while (question.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                  break;
                }
                question.append((char) next);
              }
              questions.add(question.toString());
              answer.give(socket);
            } catch (IOException e) {
              questions.add("");
            }
          }
        });
    return listening.getLocalPort();
  }

  private static Answer says(String text) {
    return socket -> {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.close();
    };
  }

  private static StatedProbe tcp(String host, int port) {
    return new StatedProbe("p", host, port, null, LONG, LONG, 3, 1);
  }

  private static StatedProbe http(int port, boolean tls, Duration timeout) {
    return new StatedProbe(
        "p",
        "zone.example",
        port,
        new StatedProbe.Get(tls, "zone.example:" + port, "/healthz", 200, 299),
        LONG,
        timeout,
        3,
        1);
  }

  private String asked(StatedProbe probe) {
    return asked(probe, HERE, host -> InetAddress.getAllByName("127.0.0.1"));
  }

  private String asked(StatedProbe probe, ProbeNetworks networks, NameSearch.Names names) {
    ProbeOutcome outcome = attempt(networks, limit -> Set.of(), names).ask(probe);
    return outcome.kind() + " " + outcome.reason();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK~~hello        | ANSWERED Answered
          HTTP/1.0 204~~                | ANSWERED Answered
          HTTP/1.1 200                  | ANSWERED Answered
          HTTP/1.1 301 Moved~Location: http://169.254.169.254/~~ | FAILED UnexpectedStatus301
          HTTP/1.1 503 Service Unavailable~~ | FAILED UnexpectedStatus503
          HTTP/1.1 199 Odd~~            | FAILED UnexpectedStatus199
          HTTP/2 200~~                  | UNCLEAR NotHttp
          HTTP/1.1 2000 OK~~            | UNCLEAR NotHttp
          HTTP/1.1 abc~~                | UNCLEAR NotHttp
          SSH-2.0-OpenSSH_9.6~          | UNCLEAR NotHttp
          ''                            | FAILED ClosedEarly
          """)
  void onlyTheStatusCounts(String answer, String outcome) throws Exception {
    int port = server(says(answer.replace("~", "\r\n")));
    assertEquals(outcome, asked(http(port, false, LONG)));
    assertEquals(
        "GET /healthz HTTP/1.1\r\nHost: zone.example:"
            + port
            + "\r\nUser-Agent: bleu-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        questions.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void connectionThatIsAcceptedIsAnAnswer() throws Exception {
    assertEquals("ANSWERED Answered", asked(tcp("zone.example", server(socket -> {}))));
  }

  /** Nobody else gets the port: it is taken, and nobody listens there. */
  @Test
  void connectionThatIsRefusedIsNone() throws Exception {
    Socket taken = new Socket();
    open.add(taken);
    taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    assertEquals("FAILED Refused", asked(tcp("zone.example", taken.getLocalPort())));
  }

  @Test
  void serverThatNeverAnswersIsGivenUp() throws Exception {
    assertEquals("FAILED TimedOut", asked(http(server(socket -> timeIsOver()), false, LONG)));
    assertEquals(List.of(60_000L), waits);
  }

  @Test
  void bytesThatDripAreGivenUp() throws Exception {
    int port =
        server(
            socket -> {
              drip(socket, "HTTP/1.1 2");
              timeIsOver();
            });
    assertEquals("FAILED TimedOut", asked(http(port, false, LONG)));
  }

  /** Each read of a handshake is in time, and its end does not come. */
  @ParameterizedTest(name = "after {0} bytes")
  @ValueSource(ints = {0, 1, 5, 200})
  void handshakeThatNeverEndsIsGivenUp(int bytes) throws Exception {
    // A record of TLS 1.2 with 16 kB of a handshake: its first message is a ServerHello.
    String hello =
        "\u0016\u0003\u0003\u0040\u0000\u0002\u0000\u003f\u00fc\u0003\u0003" + "x".repeat(400);
    int port =
        raw(
            socket -> {
              questions.add(String.valueOf(socket.getInputStream().read()));
              drip(socket, hello.substring(0, bytes));
              timeIsOver();
            });
    assertEquals("FAILED TimedOut", asked(http(port, true, LONG)));
    assertEquals("22", questions.poll(60, TimeUnit.SECONDS), "it was a handshake");
  }

  private static void drip(Socket socket, String text) throws IOException {
    for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
      socket.getOutputStream().write(one);
      socket.getOutputStream().flush();
    }
  }

  /** A port that somebody else has now: what is no HTTP says nothing of the zone. */
  @ParameterizedTest(name = "{0} says {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http  | SSH-2.0-OpenSSH_9.6~             | UNCLEAR NotHttp
          http  | 220 mail.example ESMTP~          | UNCLEAR NotHttp
          http  | RTSP/1.0 200 OK~                 | UNCLEAR NotHttp
          http  | -ERR unknown command~            | UNCLEAR NotHttp
          http  | ^                                | UNCLEAR NotHttp
          http  | HTTP/1.1 404 Not Found~~         | FAILED UnexpectedStatus404
          https | SSH-2.0-OpenSSH_9.6~             | UNCLEAR TlsFailed
          https | 220 mail.example ESMTP~          | UNCLEAR TlsFailed
          https | HTTP/1.1 400 Bad Request~~       | UNCLEAR TlsFailed
          https | ^                                | UNCLEAR TlsFailed
          tcp   | SSH-2.0-OpenSSH_9.6~             | ANSWERED Answered
          """)
  void portOfAnotherService(String asked, String says, String outcome) throws Exception {
    // The last is an alert of TLS: what was said is no handshake, or one of another version.
    String text =
        says.replace("~", "\r\n").replace("^", "\u0015\u0003\u0003\u0000\u0002\u0002\u0046");
    int port =
        raw(
            socket -> {
              drip(socket, text);
              socket.shutdownOutput();
              // Until who asks has enough: closed sooner, what was not read would end it.
              questions.add(String.valueOf(socket.getInputStream().readAllBytes().length));
              socket.close();
            });
    StatedProbe probe =
        asked.equals("tcp") ? tcp("zone.example", port) : http(port, asked.equals("https"), LONG);
    assertEquals(outcome, asked(probe));
  }

  @Test
  void answerWithoutEndIsReadNoFurther() throws Exception {
    AtomicInteger written = new AtomicInteger();
    int port =
        server(
            socket -> {
              byte[] much = "a".repeat(4096).getBytes(StandardCharsets.ISO_8859_1);
              while (written.addAndGet(much.length) < 1 << 28) {
                socket.getOutputStream().write(much);
              }
            });
    assertEquals("UNCLEAR NotHttp", asked(http(port, false, LONG)));
    assertTrue(written.get() < 1 << 28);
  }

  @Test
  void statusBeforeAnAnswerWithoutEndCounts() throws Exception {
    int port = server(says("HTTP/1.1 200 OK\r\n" + "a".repeat(1 << 20)));
    assertEquals("ANSWERED Answered", asked(http(port, false, LONG)));
  }

  /** By whom it is trusted, for which name it is, and what is answered. */
  @ParameterizedTest(name = "{0}, {1} {2}: {3}")
  @CsvSource({
    "trusted, zone.example, 200, ANSWERED Answered",
    "trusted, zone.example, 503, FAILED UnexpectedStatus503",
    "trusted, other.example, 200, UNCLEAR BadCertificate",
    "unknown, zone.example, 200, UNCLEAR BadCertificate",
  })
  void certificateIsChecked(String authority, String host, int status, String outcome)
      throws Exception {
    ServerCertificate server = ServerCertificate.of(host);
    if (authority.equals("trusted")) {
      trusted = trusting(server.authority()).getSocketFactory();
    }
    int port =
        serve(
            server
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getByName("127.0.0.1")),
            says("HTTP/1.1 " + status + " Some\r\n\r\n"));
    assertEquals(outcome, asked(http(port, true, LONG)));
  }

  private static SSLContext trusting(String authority) throws Exception {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    known.setCertificateEntry(
        "authority", CertificateFactory.getInstance("X.509").generateCertificate(in(authority)));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(known);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return tls;
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nameThatIsNotFoundSaysNothingOfTheZone() {
    assertEquals(
        "UNCLEAR NameNotFound",
        asked(
            tcp("zone.example", 80),
            HERE,
            host -> {
              throw new UnknownHostException(host);
            }));
  }

  /** A resolver that hangs takes the time of the question, and no more. */
  @Test
  void nameThatIsNotFoundInTimeSaysNothingOfTheZone() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    open.add(end::countDown);
    assertEquals(
        "UNCLEAR NameTimedOut",
        asked(
            new StatedProbe("p", "zone.example", 80, null, LONG, Duration.ofMillis(1), 3, 1),
            HERE,
            host -> {
              hang(end);
              return InetAddress.getAllByName("127.0.0.1");
            }));
    assertEquals(List.of(), waits, "nothing was connected to");
  }

  private static void hang(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the name took most of the time, who has no time left is not to blame. */
  @ParameterizedTest(name = "after {0} of 60 seconds: {1}")
  @CsvSource({
    "0, FAILED TimedOut, 60000",
    "30, FAILED TimedOut, 30000",
    "31, UNCLEAR NameTimedOut, 29000",
    "61, UNCLEAR NameTimedOut, 1",
  })
  void lateNameIsNoSilence(int seconds, String outcome, long left) throws Exception {
    silent = 1;
    assertEquals(
        outcome,
        asked(
            http(server(socket -> {}), false, LONG),
            HERE,
            host -> {
              nanos += TimeUnit.SECONDS.toNanos(seconds);
              return InetAddress.getAllByName("127.0.0.1");
            }));
    assertEquals(List.of(left), waits);
  }

  /** The address that was held against the list is the one that is connected to. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "127.0.0.1, ANSWERED Answered",
    "169.254.169.254 127.0.0.1, ANSWERED Answered",
    "127.0.0.1 169.254.169.254, ANSWERED Answered",
    "169.254.169.254, NOT_ALLOWED NetworkNotAllowed",
    "127.0.0.2 ::1, NOT_ALLOWED NetworkNotAllowed",
  })
  void nameIsLookedUpOnceAndEachAddressIsHeldAgainstTheList(String addresses, String outcome)
      throws Exception {
    int port = server(says("HTTP/1.1 200 OK\r\n\r\n"));
    AtomicInteger looked = new AtomicInteger();
    assertEquals(
        outcome,
        asked(
            http(port, false, LONG),
            HERE,
            host -> {
              if (looked.getAndIncrement() > 0) {
                throw new UnknownHostException("asked again");
              }
              List<InetAddress> all = new ArrayList<>();
              for (String address : addresses.split(" ")) {
                all.add(InetAddress.getByName(address));
              }
              return all.toArray(InetAddress[]::new);
            }));
    assertEquals(1, looked.get());
  }

  @Test
  void nextAddressIsAskedWhereOneRefuses() throws Exception {
    int port = server(says("HTTP/1.1 200 OK\r\n\r\n"));
    ProbeNetworks both = ProbeNetworks.of(List.of("127.0.0.1/32", "127.0.0.9/32"));
    assertEquals(
        "ANSWERED Answered",
        asked(
            http(port, false, LONG),
            both,
            host ->
                new InetAddress[] {
                  InetAddress.getByName("127.0.0.9"), InetAddress.getByName("127.0.0.1")
                }));
  }

  /** Only what is known to come from the other side is the zone's. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          java.net.ConnectException        | Connection refused       | FAILED Refused
          java.net.ConnectException        | Connection timed out     | FAILED TimedOut
          java.net.SocketTimeoutException  | Connect timed out        | FAILED TimedOut
          java.net.NoRouteToHostException  | No route to host         | FAILED Unreachable
          java.net.ConnectException        | Network is unreachable   | UNCLEAR NotAskable
          java.net.SocketException         | Network is unreachable   | UNCLEAR NotAskable
          java.net.SocketException         | Too many open files      | UNCLEAR NotAskable
          java.net.SocketException         | Operation not permitted  | UNCLEAR NotAskable
          java.net.BindException           | Permission denied        | UNCLEAR NotAskable
          java.net.BindException           | Cannot assign requested address | UNCLEAR NotAskable
          """)
  void faultOfThisMachineIsNoneOfTheZone(String type, String message, String expected)
      throws Exception {
    IOException fault =
        (IOException) Class.forName(type).getConstructor(String.class).newInstance(message);
    ProbeOutcome outcome = ProbeAttempt.unconnected(fault);
    assertEquals(expected, outcome.kind() + " " + outcome.reason());
  }

  /** A group cannot be connected to: the socket of this machine says so. */
  @Test
  void whatThisMachineCannotAskIsNotClear() {
    assertEquals(
        "UNCLEAR NotAskable",
        asked(
            tcp("zone.example", 80),
            ProbeNetworks.of(List.of("224.0.0.1/32")),
            host -> new InetAddress[] {InetAddress.getByName("224.0.0.1")}));
  }

  /** Each address has its share of the time, and of many the first four are asked. */
  @ParameterizedTest(name = "{0} silent ones before it: {1}")
  @CsvSource({
    "0, ANSWERED Answered, 60000",
    "1, ANSWERED Answered, 30000 30000",
    "3, ANSWERED Answered, 15000 15000 15000 15000",
    "4, FAILED TimedOut, 15000 15000 15000 15000",
  })
  void silentAddressStandsForNoOther(int before, String outcome, String shares) throws Exception {
    silent = before;
    int port = server(says("HTTP/1.1 200 OK\r\n\r\n"));
    List<String> listed = new ArrayList<>(List.of("127.0.0.1/32"));
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i < before; i++) {
      String address = "127.0.0.1" + i;
      listed.add(address + "/32");
      addresses.add(InetAddress.getByName(address));
    }
    addresses.add(InetAddress.getByName("127.0.0.1"));
    assertEquals(
        outcome,
        asked(
            http(port, false, LONG),
            ProbeNetworks.of(listed),
            host -> addresses.toArray(InetAddress[]::new)));
    assertEquals(shares, waits.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  /** Until it is known where the API server is, only what is listed by itself is asked. */
  @Test
  void nothingIsAskedWhileTheApiServerIsNotFound() throws Exception {
    int port = server(socket -> {});
    InetAddress here = InetAddress.getByName("127.0.0.1");
    ProbeAttempt attempt =
        attempt(
            ProbeNetworks.of(List.of("198.51.100.0/24", "127.0.0.1/32")),
            limit -> null,
            host ->
                new InetAddress[] {
                  host.equals("here") ? here : InetAddress.getByName("198.51.100.7")
                });
    assertEquals("NotAskable", attempt.ask(tcp("there", port)).reason());
    assertEquals(ProbeOutcome.ANSWERED, attempt.ask(tcp("here", port)));
  }

  @Test
  void apiServerIsNotAsked() throws Exception {
    InetAddress here = InetAddress.getByName("198.51.100.7");
    ProbeAttempt attempt =
        attempt(
            ProbeNetworks.of(List.of("198.51.100.0/24")),
            limit -> Set.of(here),
            host -> new InetAddress[] {here});
    assertEquals(ProbeOutcome.NOT_ALLOWED, attempt.ask(tcp("kubernetes", 6443)));
  }
}
