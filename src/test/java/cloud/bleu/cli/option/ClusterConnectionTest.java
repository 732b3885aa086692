package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ReservedPort;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verb says of a cluster that answers late, in part or not at all. */
@Tag("wiring")
class ClusterConnectionTest {

  private SilentServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SilentServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Config config() {
    Config config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.port());
    config.setOauthToken(server.token);
    config.setHttp2Disable(true);
    return config;
  }

  private String failure(ClusterConnection connection, Consumer<KubernetesClient> asks) {
    try (KubernetesClient client = connection.client()) {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, () -> asks.accept(client));
      return connection.failure(e) + "; " + connection.advice(e);
    }
  }

  private static void read(KubernetesClient client) {
    client.namespaces().withName("n").get();
  }

  private static void write(KubernetesClient client) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("n").endMetadata().build())
        .create();
  }

  /** The time for the head of an answer is not all the time that there is. */
  @Test
  void answerThatDoesNotEndIsNone() {
    server.beginning =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    for (String stated : new String[] {null, "30s"}) {
      ClusterConnection connection =
          ClusterConnection.interactive(
              config(), stated == null ? null : RequestTimeout.of(stated), Duration.ofSeconds(1));
      assertEquals(
          connection.cluster()
              + " began an answer, and nothing more came of it for 1s; check the context and the"
              + " network",
          failure(connection, ClusterConnectionTest::read));
    }
    assertEquals(2, server.begun.get(), "it began, and was asked for once each time");
  }

  /** Nobody waits for names, so a shell is not held up. */
  @Test
  void namesThatDoNotEndAreNone() throws IOException {
    server.beginning =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    ClusterConnection connection = ClusterConnection.quick(config(), null);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> failure(connection, ClusterConnectionTest::read));
    assertEquals(1, server.begun.get());
  }

  /** As an API server does while a kind is new. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void whatIsToBeAskedAgainIs(int code) {
    server.beginning = "HTTP/1.1 " + code + " Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    server.afterwards = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    ClusterConnection connection =
        ClusterConnection.interactive(config(), RequestTimeout.of("60s"));
    try (KubernetesClient client = connection.client()) {
      assertNull(client.namespaces().withName("n").get());
    }
    assertTrue(server.begun.get() > 1, "it is asked again");
  }

  /**
   * How often that is depends on the time that is stated: all tries have it together. The last one
   * may begin so late that it finds no end within it.
   */
  @Test
  void connectionsThatBreakAreTriedWithinTheTime() {
    server.breaksWhenAsked = true;
    ClusterConnection connection = ClusterConnection.interactive(config(), RequestTimeout.of("3s"));
    // A read is tried once more by the client of the JDK itself.
    String said = failure(connection, ClusterConnectionTest::write);
    assertTrue(said.startsWith(connection.cluster() + " "), said);
    assertTrue(
        said.contains("; it may be done all the same, so look before you ask again; "), said);
    int asked = server.asked.get();
    assertTrue(0 < asked && asked <= 5, asked + " times, the sixth is 3.1 s after the first");
  }

  /** Who would have to wait for longer than that is told at once. */
  @Test
  void serverThatAsksForMorePatienceThanThereIsIsNotAskedAgain() {
    server.beginning = "HTTP/1.1 429 Later\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n";
    ClusterConnection connection =
        ClusterConnection.interactive(config(), RequestTimeout.of("10s"));
    assertEquals(
        connection.cluster() + " answered 429; the server is overloaded, so try again later",
        failure(connection, ClusterConnectionTest::read));
    assertEquals(1, server.begun.get());
  }

  /** As behind a proxy, or with another authority: the server is there, so the network is well. */
  @Test
  void whereNoTlsComesAboutThatIsSaid() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answers =
          new Thread(
              () -> {
                try {
                  while (true) {
                    try (Socket socket = plain.accept()) {
                      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                      // Until the client ends it: closed sooner, it would be reset.
                      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      answers.setDaemon(true);
      answers.start();
      Config config = Config.empty();
      config.setMasterUrl("https://127.0.0.1:" + plain.getLocalPort());
      ClusterConnection connection = ClusterConnection.interactive(config, null);
      String said = failure(connection, ClusterConnectionTest::read);
      assertTrue(said.startsWith(connection.cluster() + " is there, but TLS fails: "), said);
      assertTrue(
          said.endsWith(
              "; check the certificate authority of the context and the client certificate of its"
                  + " user, and whether a proxy stands between"),
          said);
    }
  }

  @Test
  void whoIsNotKnownIsToldToLogIn() {
    server.beginning = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
    ClusterConnection connection = ClusterConnection.interactive(config(), null);
    assertEquals(
        connection.cluster() + " answered 401; log in again, or check the context and its user",
        failure(connection, ClusterConnectionTest::read));
  }

  /** What a server says of it is of no use to who asks: there is something to do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | ; log in again, or check the context and its user",
        "429 | ; the server is overloaded, so try again later",
        "409 | : words",
      })
  void wordsOfTheServerDoNotHideWhatToDo(int code, String end) {
    ClusterConnection connection = ClusterConnection.interactive(Config.empty(), null);
    KubernetesClientException e =
        new KubernetesClientException(
            "words", code, new StatusBuilder().withCode(code).withMessage("words").build());
    assertEquals(connection.cluster() + " answered " + code + end, connection.refusal(e));
  }

  /** A write that arrived may have been done; one that did not arrive was not. */
  @Test
  void unansweredWriteMayBeDone() throws IOException {
    ClusterConnection connection = ClusterConnection.interactive(config(), RequestTimeout.of("2s"));
    String advice = "it may be done all the same, so look before you ask again; ";
    assertFalse(failure(connection, ClusterConnectionTest::read).contains(advice));
    String said = failure(connection, ClusterConnectionTest::write);
    assertTrue(said.contains(" gave no answer within 2s; " + advice), said);
  }

  /** As where the API server is started anew: it took the write, and then there is none. */
  @Test
  void writeWhoseServerEndedMayBeDone() {
    server.endsWhenAsked = true;
    ClusterConnection connection = ClusterConnection.interactive(config(), null);
    assertEquals(
        connection.cluster()
            + " is not reachable; it may be done all the same, so look before you ask again; check"
            + " the context and the network",
        failure(connection, ClusterConnectionTest::write));
  }

  @Test
  void writeThatDidNotArriveIsNotDone() {
    try (ReservedPort nobody = new ReservedPort()) {
      Config config = config();
      config.setMasterUrl("http://127.0.0.1:" + nobody.number());
      ClusterConnection connection = ClusterConnection.interactive(config, null);
      assertEquals(
          connection.cluster() + " is not reachable; check the context and the network",
          failure(connection, ClusterConnectionTest::write));
    }
  }

  /** A time that is stated is no more patience with a server that is not there. */
  @ParameterizedTest
  @CsvSource({"60s, 5000", "500ms, 500", "0, 5000"})
  void connectionIsMadeSoon(String text, int millis) {
    Config patient = Config.empty();
    ClusterConnection.interactive(patient, RequestTimeout.of(text));
    assertEquals(millis, patient.getConnectionTimeout());
  }
}
