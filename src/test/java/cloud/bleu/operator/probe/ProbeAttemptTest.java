package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.ClientCertificate;
import cloud.bleu.translate.zone.StatedProbe;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One question, put to servers of this machine that answer well, badly or never. */
class ProbeAttemptTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final ProbeNetworks HERE = ProbeNetworks.of(List.of("127.0.0.1/32"));

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ExecutorService servers = Executors.newCachedThreadPool();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** What came in, as far as it was read. */
  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();

  /** What a server does with a connection, after it has read the question. */
  private interface Answer {
    void give(Socket socket) throws IOException;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    timer.shutdownNow();
    servers.shutdownNow();
  }

  private int server(Answer answer) throws IOException {
    return serve(new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1")), answer);
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

  private String asked(StatedProbe probe, ProbeNetworks networks, ProbeAttempt.Names names) {
    ProbeOutcome outcome = new ProbeAttempt(networks, Set::of, names, timer).ask(probe);
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
        questions.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void connectionThatIsAcceptedIsAnAnswer() throws Exception {
    assertEquals("ANSWERED Answered", asked(tcp("zone.example", server(socket -> {}))));
  }

  @Test
  void connectionThatIsRefusedIsNone() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = gone.getLocalPort();
    }
    assertEquals("FAILED Refused", asked(tcp("zone.example", port)));
  }

  @Test
  void serverThatNeverAnswersIsGivenUp() throws Exception {
    assertEquals("FAILED TimedOut", asked(http(server(socket -> {}), false, SHORT)));
  }

  @Test
  void bytesThatDripAreGivenUp() throws Exception {
    int port = server(socket -> drip(socket));
    long begun = System.nanoTime();
    assertEquals("FAILED TimedOut", asked(http(port, false, SHORT)));
    // 256 of them would have taken five seconds.
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 4);
  }

  /** Each read of a handshake is in time, and its end does not come. */
  @Test
  void handshakeThatNeverEndsIsGivenUp() throws Exception {
    int port = server(socket -> {});
    assertEquals("FAILED TimedOut", asked(http(port, true, SHORT)));
  }

  private void drip(Socket socket) {
    timer.scheduleAtFixedRate(
        () -> {
          try {
            socket.getOutputStream().write('H');
          } catch (IOException e) {
            throw new IllegalStateException("given up", e);
          }
        },
        0,
        20,
        TimeUnit.MILLISECONDS);
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

  @Test
  void certificateThatNobodyTrustsSaysNothingOfTheZone() throws Exception {
    ClientCertificate server = ClientCertificate.of("zone.example");
    char[] password = "changeit".toCharArray();
    KeyStore keys =
        CertUtils.createKeyStore(
            new ByteArrayInputStream(server.certificate().getBytes(StandardCharsets.UTF_8)),
            new ByteArrayInputStream(server.key().getBytes(StandardCharsets.UTF_8)),
            "EC",
            password,
            null,
            null);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    int port =
        serve(
            tls.getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getByName("127.0.0.1")),
            says("HTTP/1.1 200 OK\r\n\r\n"));
    assertEquals("UNCLEAR BadCertificate", asked(http(port, true, LONG)));
  }

  @Test
  void whatSpeaksNoTlsSaysNothingOfTheZone() throws Exception {
    ServerSocket listening = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    open.add(listening);
    servers.execute(
        () -> {
          try (Socket socket = listening.accept()) {
            socket
                .getOutputStream()
                .write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.UTF_8));
            questions.add(String.valueOf(socket.getInputStream().read()));
          } catch (IOException e) {
            questions.add("");
          }
        });
    assertEquals("UNCLEAR TlsFailed", asked(http(listening.getLocalPort(), true, LONG)));
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
  @CsvSource({"1, ANSWERED Answered", "3, ANSWERED Answered", "4, FAILED TimedOut"})
  void silentAddressStandsForNoOther(int silent, String outcome) throws Exception {
    int port = server(says("HTTP/1.1 200 OK\r\n\r\n"));
    List<String> listed = new ArrayList<>(List.of("127.0.0.1/32"));
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i < silent; i++) {
      String address = "127.0.0.1" + i;
      listed.add(address + "/32");
      addresses.add(InetAddress.getByName(address));
      open.add(new ServerSocket(port, 8, addresses.get(i)));
    }
    addresses.add(InetAddress.getByName("127.0.0.1"));
    assertEquals(
        outcome,
        asked(
            http(port, false, Duration.ofSeconds(2)),
            ProbeNetworks.of(listed),
            host -> addresses.toArray(InetAddress[]::new)));
  }

  /** Until it is known where the API server is, only what is listed by itself is asked. */
  @Test
  void nothingIsAskedWhileTheApiServerIsNotFound() throws Exception {
    int port = server(socket -> {});
    InetAddress here = InetAddress.getByName("127.0.0.1");
    ProbeAttempt attempt =
        new ProbeAttempt(
            ProbeNetworks.of(List.of("198.51.100.0/24", "127.0.0.1/32")),
            () -> null,
            host ->
                new InetAddress[] {
                  host.equals("here") ? here : InetAddress.getByName("198.51.100.7")
                },
            timer);
    assertEquals("NotAskable", attempt.ask(tcp("there", port)).reason());
    assertEquals(ProbeOutcome.ANSWERED, attempt.ask(tcp("here", port)));
  }

  @Test
  void apiServerIsNotAsked() throws Exception {
    InetAddress here = InetAddress.getByName("198.51.100.7");
    ProbeAttempt attempt =
        new ProbeAttempt(
            ProbeNetworks.of(List.of("198.51.100.0/24")),
            () -> Set.of(here),
            host -> new InetAddress[] {here},
            timer);
    assertEquals(ProbeOutcome.NOT_ALLOWED, attempt.ask(tcp("kubernetes", 6443)));
  }
}
