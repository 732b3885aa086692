package cloud.bleu.cli.option;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a verb waits for a cluster that takes connections and does not answer. */
@Tag("wiring")
class RequestTimeoutTest {

  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  /**
   * Who else connects, such as one that looks for a server that had this port before, is no matter.
   */
  private final String token = UUID.randomUUID().toString();

  private final AtomicInteger asked = new AtomicInteger();
  private ServerSocket door;

  /** What whoever asks is told before nothing comes any more. */
  private volatile String beginning = "";

  @TempDir private Path directory;

  @BeforeEach
  void start() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::take);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "silent server");
    thread.setDaemon(true);
    thread.start();
  }

  private void take() {
    try {
      while (true) {
        Socket socket = door.accept();
        taken.add(socket);
        daemon(() -> begin(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void begin(Socket socket) {
    try {
      byte[] request = new byte[8192];
      int length = socket.getInputStream().read(request);
      if (length > 0 && new String(request, 0, length, StandardCharsets.UTF_8).contains(token)) {
        asked.incrementAndGet();
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException closed) {
      // Who asked has gone, or the test is over.
    }
  }

  @AfterEach
  void stop() throws IOException {
    door.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }

  private Typed typed(String line) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: silent, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: user, user: {token: %s}}]
        contexts: [{name: silent, context: {cluster: silent, user: user}}]
        current-context: silent
        """
            .formatted(door.getLocalPort(), token));
    return Typed.bleu(
        Stream.concat(Stream.of(line.split(" ")), Stream.of("--kubeconfig", kubeconfig.toString()))
            .toArray(String[]::new));
  }

  private static String noAnswer(String time) {
    return " gave no answer within "
        + time
        + "; check the context and the network, or allow more time with --request-timeout";
  }

  @Test
  void verbEndsAfterTheTimeAndSaysWhatToDo() throws IOException {
    Typed typed = typed("plan --request-timeout 1s");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(
        "the cluster at http://127.0.0.1:%d/".formatted(door.getLocalPort())
            + noAnswer("1s")
            + ", or give manifests with -f\n",
        typed.err());
    await("it is asked").atMost(Duration.ofSeconds(60)).until(() -> asked.get() > 0);
    assertEquals(1, asked.get(), "once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "waivers approve w",
        "assess",
        "break-glass w --end",
        "check",
        "drill",
        "facts due",
        "explain web",
        "release",
        "report -o csv",
        "waivers",
        "what-if --lose a",
      })
  void eachVerbThatAsksAClusterHasIt(String verb) throws IOException {
    Typed typed = typed(verb + " --request-timeout 100ms");
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
    assertTrue(typed.err().replaceAll("\\s+", " ").contains(noAnswer("100ms")), typed.err());
  }

  /** The time for the head of an answer is not all the time that there is. */
  @Test
  void answerThatDoesNotEndIsNone() throws IOException {
    beginning = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    String err = typed("plan --request-timeout 100ms").err();
    assertTrue(err.contains(noAnswer("100ms")), err);
  }

  @ParameterizedTest
  @CsvSource({
    "5s, 5000",
    "250ms, 250",
    "2m, 120000",
    "1h30m, 5400000",
    "30, 30000",
    "0, 2147483647",
    "0s, 2147483647",
    "999999h, 2147483647",
    "0.0001s, 1",
    "soon, ",
    "-5s, ",
    "5 s, ",
    "'', ",
  })
  void timeIsThatOfKubectl(String text, @Nullable Integer millis) {
    RequestTimeout timeout = RequestTimeout.of(text);
    assertEquals(millis, timeout == null ? null : Integer.valueOf(timeout.millis()));
  }

  /** It counts for those who wait as long as for those who are in a hurry. */
  @ParameterizedTest
  @CsvSource({", 30000, 2000", "60s, 60000, 60000", "500ms, 500, 500"})
  void statedTimeCountsInPlaceOfEachOther(@Nullable String text, int interactive, int quick) {
    RequestTimeout stated = text == null ? null : RequestTimeout.of(text);
    Config patient = Config.empty();
    ClusterConnection.interactive(patient, stated);
    assertEquals(interactive, patient.getRequestTimeout());
    Config hurried = Config.empty();
    ClusterConnection.quick(hurried, stated);
    assertEquals(quick, hurried.getRequestTimeout());
  }

  @Test
  void clusterIsReadWithoutABoundToo() throws IOException {
    Path kubeconfig = directory.resolve("answers");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all())) {
      server.writeKubeconfig(kubeconfig);
      Typed typed =
          Typed.bleu("waivers", "--request-timeout", "0", "--kubeconfig", kubeconfig.toString());
      assertEquals(ExitCode.OK, typed.code(), typed.err());
    }
  }

  @Test
  void whatIsNoTimeIsSaid() {
    Typed typed = Typed.bleu("plan", "--request-timeout", "soon");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(
        """
        bleu plan: Invalid value for option '--request-timeout': "soon" is no time; give a number with a unit, such as 500ms, 5s, 2m or 1h, or 0 for no bound
        see `bleu plan --help`
        """,
        typed.err());
  }

  /** What is advised to be typed next has it too. */
  @Test
  void itIsTypedAgainWithTheOtherOptions() {
    InputOptions input = new InputOptions();
    input.context = "prod";
    input.requestTimeout = RequestTimeout.of("2m");
    assertEquals(" --context prod --request-timeout 2m", input.typed());
    assertEquals(" --kube-context prod", input.typedForHelm());
  }
}
