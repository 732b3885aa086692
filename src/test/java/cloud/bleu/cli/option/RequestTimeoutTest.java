package cloud.bleu.cli.option;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.VerbParser;
import cloud.bleu.cli.plan.Glossary;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
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
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** How long a verb waits for a cluster that takes connections and does not answer. */
@Tag("wiring")
class RequestTimeoutTest {

  @TempDir private Path directory;

  private SilentServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SilentServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
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
            .formatted(server.port(), server.token));
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
        "the cluster at http://127.0.0.1:%d/".formatted(server.port())
            + noAnswer("1s")
            + ", or give manifests with -f\n",
        typed.err());
    await("it is asked").atMost(Duration.ofSeconds(60)).until(() -> server.asked.get() > 0);
    assertEquals(1, server.asked.get(), "once");
  }

  /** How each verb is typed so that it asks the cluster; those that ask moments only: null. */
  private static final Map<String, @Nullable String> ASKING = asking();

  private static Map<String, @Nullable String> asking() {
    Map<String, @Nullable String> asking = new HashMap<>();
    for (String verb :
        List.of(
            "assess",
            "check",
            "doctor -n x",
            "drill",
            "init",
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
      asking.put(verb.replaceAll(" (w|w --end|-n x|web|-o csv|--lose a|az/z.*)$", ""), verb);
    }
    // It shows on its page whether the cluster answers.
    asking.put("ui", null);
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
            new IOStreams(nowhere, nowhere, InputStream.nullInputStream(), Clock.systemUTC()));
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
