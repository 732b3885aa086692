package cloud.bleu.cli.option;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.VerbParser;
import cloud.bleu.cli.plan.Glossary;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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

  /** The same to whoever asks later; empty: as before. */
  private volatile String afterwards = "";

  /** How often a beginning, be it empty, was sent. */
  private final AtomicInteger begun = new AtomicInteger();

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
        String answer = begun.get() > 0 && !afterwards.isEmpty() ? afterwards : beginning;
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        begun.incrementAndGet();
        if (answer.contains("Content-Length: 0")) {
          socket.shutdownOutput();
        }
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

  /** How each verb is typed so that it asks the cluster; those that ask moments only: null. */
  private static final Map<String, @Nullable String> ASKING = asking();

  private static Map<String, @Nullable String> asking() {
    Map<String, @Nullable String> asking = new HashMap<>();
    for (String verb :
        List.of(
            "assess",
            "check",
            "drill",
            "facts due",
            "plan",
            "release",
            "waivers",
            "waivers approve w",
            "break-glass w --end",
            "explain web",
            "report -o csv",
            "what-if --lose a",
            "facts confirm az/z site --basis Assumption --source s")) {
      asking.put(verb.replaceAll(" (w|w --end|web|-o csv|--lose a|az/z.*)$", ""), verb);
    }
    // It asks for names alone, and has others to fall back on.
    asking.put("rules", null);
    return asking;
  }

  private static Stream<CommandSpec> verbs(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .distinct()
        .flatMap(verb -> Stream.concat(Stream.of(verb), verbs(verb)));
  }

  /** Those that have the option. */
  private static SortedSet<String> verbs() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine program =
        VerbParser.of(
            new Surface(nowhere, nowhere, InputStream.nullInputStream(), Clock.systemUTC()));
    return verbs(program.getCommandSpec())
        .filter(verb -> verb.optionsMap().containsKey(RequestTimeout.NAME))
        .map(verb -> verb.qualifiedName().replaceFirst("^bleu ", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachVerbThatHasTheOptionGoesByIt() throws IOException {
    assertEquals(new TreeSet<>(ASKING.keySet()), verbs());
    for (String verb : ASKING.values()) {
      if (verb != null) {
        Typed typed = typed(verb + " --request-timeout 100ms");
        assertEquals(ExitCode.BAD_INPUT, typed.code(), verb + ": " + typed.err());
        String said = typed.err().replaceAll("\\s+", " ");
        assertTrue(said.contains(noAnswer("100ms")), verb + ": " + said);
      }
    }
  }

  /** Its lease is to be renewed in time, whatever somebody types. */
  @Test
  void operatorHasNoSuchOption() {
    assertFalse(verbs().contains("run"));
  }

  private Config config() {
    Config config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + door.getLocalPort());
    config.setOauthToken(token);
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
    beginning = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    for (String stated : new String[] {null, "30s"}) {
      ClusterConnection connection =
          ClusterConnection.interactive(
              config(), stated == null ? null : RequestTimeout.of(stated), Duration.ofSeconds(1));
      assertEquals(
          connection.cluster()
              + " began an answer, and nothing more came of it for 1s; check the context and the"
              + " network",
          failure(connection, RequestTimeoutTest::read));
    }
    assertEquals(2, begun.get(), "it began, and was asked for once each time");
  }

  /** Nobody waits for names, so a shell is not held up. */
  @Test
  void namesThatDoNotEndAreNone() throws IOException {
    beginning = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    ClusterConnection connection = ClusterConnection.quick(config(), null);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> failure(connection, RequestTimeoutTest::read));
    assertEquals(1, begun.get());
  }

  /** As an API server does while a kind is new. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void whatIsToBeAskedAgainIs(int code) {
    beginning = "HTTP/1.1 " + code + " Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    afterwards = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    ClusterConnection connection =
        ClusterConnection.interactive(config(), RequestTimeout.of("60s"));
    try (KubernetesClient client = connection.client()) {
      assertNull(client.namespaces().withName("n").get());
    }
    assertTrue(begun.get() > 1, "it is asked again");
  }

  /** A write that arrived may have been done; one that did not arrive was not. */
  @Test
  void unansweredWriteMayBeDone() throws IOException {
    ClusterConnection connection =
        ClusterConnection.interactive(config(), RequestTimeout.of("500ms"));
    String advice = "it may be done all the same, so look before you ask again; ";
    assertFalse(failure(connection, RequestTimeoutTest::read).contains(advice));
    String said = failure(connection, RequestTimeoutTest::write);
    assertTrue(said.contains(" gave no answer within 500ms; " + advice), said);
  }

  @Test
  void writeThatDidNotArriveIsNotDone() throws IOException {
    door.close();
    ClusterConnection connection = ClusterConnection.interactive(config(), null);
    assertEquals(
        connection.cluster() + " is not reachable; check the context and the network",
        failure(connection, RequestTimeoutTest::write));
  }

  /** A time that is stated is no more patience with a server that is not there. */
  @ParameterizedTest
  @CsvSource({"60s, 5000", "500ms, 500", "0, 5000"})
  void connectionIsMadeSoon(String text, int millis) {
    Config patient = Config.empty();
    ClusterConnection.interactive(patient, RequestTimeout.of(text));
    assertEquals(millis, patient.getConnectionTimeout());
  }

  /** It names no cluster, so what is shipped is explained from the shipped glossary. */
  @Test
  void timeAloneIsNoInput() {
    String statement = new Glossary().statements().iterator().next();
    Typed plain = Typed.bleu("rules", statement);
    assertEquals(ExitCode.OK, plain.code(), plain.err());
    assertEquals(plain, Typed.bleu("rules", statement, "--request-timeout", "5s"));
    assertEquals(Typed.bleu("rules"), Typed.bleu("rules", "--request-timeout", "5s"));
    assertEquals(
        ExitCode.OK, Typed.bleu("report", "-o", "oscal-catalog", "--request-timeout", "5s").code());
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
    "0.0001s, ",
    "1ms, 1",
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
        bleu plan: Invalid value for option '--request-timeout': "soon" is no time of a millisecond or more; give a number with a unit, such as 500ms, 5s, 2m or 1h, or 0 for no bound
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
