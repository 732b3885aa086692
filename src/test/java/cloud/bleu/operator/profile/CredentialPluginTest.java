package cloud.bleu.operator.profile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.sandbox.ClientCertificate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Cluster;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real programs do and answer, and what becomes of it. */
@Tag("wiring")
class CredentialPluginTest {

  private static final String V1 = "client.authentication.k8s.io/v1";
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String SECRET = "s3cr3tValueOfTheToken";

  @TempDir private Path folder;

  private final PluginSlots slots = new PluginSlots(1, LONG);

  @RegisterExtension
  private final OperatorLog log = OperatorLog.ofPackages("cloud.bleu.operator.profile");

  private String logged() {
    return String.join("\n", log.lines());
  }

  private Path script(String text) throws IOException {
    Path script = folder.resolve("plugin");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private CredentialPlugin plugin(String text, Duration patience) throws IOException {
    return plugin(text, patience, Map.of(), true);
  }

  private CredentialPlugin plugin(
      String text, Duration patience, Map<String, String> env, boolean informed)
      throws IOException {
    return new CredentialPlugin(
        new AccessProvider(
            "site", V1, script(text).toString(), List.of("--for", "us"), env, informed),
        patience,
        slots,
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static ProfileAccess access() {
    Cluster cluster = new Cluster();
    cluster.setServer("https://fc-1:6443");
    cluster.setCertificateAuthorityData("Y2E=");
    JsonNode config = new ObjectMapper().createObjectNode().put("clusterName", "fc-1");
    return new ProfileAccess("site", cluster, config);
  }

  private static String credential(String status) {
    return "echo '{\"apiVersion\":\""
        + V1
        + "\",\"kind\":\"ExecCredential\",\"status\":"
        + status
        + "}'";
  }

  private String fails(CredentialPlugin plugin) {
    String words = assertThrows(PluginException.class, () -> plugin.run(access())).words();
    assertFalse((words + logged()).contains(SECRET), words + logged());
    return words;
  }

  @Test
  void tokenComesWithItsExpiry() throws Exception {
    Credential credential =
        plugin(
                credential(
                    "{\"token\":\""
                        + SECRET
                        + "\",\"expirationTimestamp\":\"2026-11-28T14:00:00+01:00\"}"),
                LONG)
            .run(access());
    assertEquals(SECRET, credential.token());
    assertNull(credential.certificate());
    assertEquals(Instant.parse("2026-11-28T13:00:00Z"), credential.expiry());
    assertFalse(credential.toString().contains(SECRET));
    assertEquals("", logged());
  }

  @Test
  void certificateComesWithItsKey() throws Exception {
    ClientCertificate made = ClientCertificate.of("bleu");
    Credential credential = plugin(certificate(made.certificate(), made.key()), LONG).run(access());
    assertNull(credential.token());
    assertEquals(made.certificate(), credential.certificate());
    assertEquals(made.key(), credential.key());
    assertNull(credential.expiry());
  }

  /** The plugin is at fault, and not what the ClusterProfile says. */
  @Test
  void keyThatCannotBeReadIsSaid() throws Exception {
    String key = "-----BEGIN EC PRIVATE KEY-----\nYQ==\n-----END EC PRIVATE KEY-----\n";
    String said = fails(plugin(certificate(ClientCertificate.of("bleu").certificate(), key), LONG));
    assertTrue(said.contains("a certificate or a key that cannot be read"), said);
  }

  private static String certificate(String certificate, String key) {
    return "cat <<'EOF'\n{\"apiVersion\":\""
        + V1
        + "\",\"kind\":\"ExecCredential\",\"status\":{\"clientCertificateData\":\""
        + certificate.replace("\n", "\\n")
        + "\",\"clientKeyData\":\""
        + key.replace("\n", "\\n")
        + "\"}}\nEOF";
  }

  /** Its arguments and environment are those of the file, and no variable of the operator. */
  @Test
  void pluginKnowsTheClusterAndNothingOfTheOperator() throws Exception {
    String dump = "env > " + folder + "/env; echo \"$@\" > " + folder + "/args; ";
    plugin(dump + credential("{\"token\":\"t\"}"), LONG, Map.of("SITE", "nord"), true)
        .run(access());
    assertEquals("--for us\n", Files.readString(folder.resolve("args")));
    Map<String, String> env =
        Files.readAllLines(folder.resolve("env")).stream()
            .map(line -> line.split("=", 2))
            // What a shell sets by itself.
            .filter(pair -> !List.of("PWD", "SHLVL", "_", "OLDPWD").contains(pair[0]))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    assertEquals("nord", env.remove("SITE"));
    JsonNode info = new ObjectMapper().readTree(env.remove("KUBERNETES_EXEC_INFO"));
    assertEquals(Map.of(), env);
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                 "spec": {"interactive": false, "cluster": {"server": "https://fc-1:6443",
                  "certificate-authority-data": "Y2E=", "config": {"clusterName": "fc-1"}}}}
                """),
        info);

    plugin(dump + credential("{\"token\":\"t\"}"), LONG, Map.of(), false).run(access());
    String told = Files.readString(folder.resolve("env"));
    assertTrue(told.contains("KUBERNETES_EXEC_INFO"), told);
    assertFalse(told.contains("fc-1"), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "echo s3cr3tValueOfTheToken | is no JSON",
        "echo '{}' | is no ExecCredential",
        "true | is no ExecCredential",
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"s3cr3tValueOfTheToken\"}}' | another apiVersion",
        "exec /no/such/program | exit code 127",
        "echo s3cr3tValueOfTheToken; exit 1 | exit code 1:",
      })
  void answerThatIsNoneIsSaidWithoutItsText(String text, String words) throws Exception {
    String said = fails(plugin(text, LONG));
    assertTrue(said.contains(words), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | neither status.token",
        "{\"token\":\"s3cr3tValueOfTheToken\",\"expirationTimestamp\":\"2026-11-28T12:00:00Z\"} | expired at 2026-11-28T12:00:00Z",
        "{\"token\":\"s3cr3tValueOfTheToken\",\"expirationTimestamp\":\"tomorrow\"} | no instant",
        "{\"token\":\"s3cr3tValueOfTheToken x\"} | line break or a space",
        "{\"token\":7} | no text",
        "{\"clientCertificateData\":\"s3cr3tValueOfTheToken\"} | only one of",
        "{\"clientCertificateData\":\"s3cr3tValueOfTheToken\",\"clientKeyData\":\"k\"} | no PEM",
      })
  void credentialThatCannotBeUsedIsSaidWithoutItsText(String status, String words)
      throws Exception {
    String said = fails(plugin(credential(status), LONG));
    assertTrue(said.contains(words), said);
  }

  @Test
  void whatGoesToStandardErrorIsLoggedWithoutSecrets() throws Exception {
    String said =
        fails(
            plugin(
                "echo >&2; echo \"vault answers 403 to $SITE: token=abc\" >&2;"
                    + " echo second line >&2; exit 3",
                LONG,
                Map.of("SITE", SECRET),
                true));
    assertTrue(said.contains("exit code 3:"), said);
    assertTrue(logged().contains("vault answers 403 to ***: token***"), logged());
    assertFalse(logged().contains("abc"), logged());
    assertFalse(logged().contains("second"), logged());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connection refused by 10.0.0.1:443 | connection refused by 10.0.0.1:443",
        "bad eyJhbGciOiJSUzI1NiIsImtpZCI6.x.y here | bad *** here",
        "Password is hunter2 | Passw***",
        "the key: a b c | the key***",
      })
  void lineIsMasked(String written, String logged) {
    assertEquals(logged, MaskedLine.of(written, List.of("")));
  }

  @Test
  void longLineIsCut() {
    assertEquals(203, MaskedLine.of("word ".repeat(1000), List.of()).length());
  }

  @Test
  void programThatCannotBeRunIsSaid() throws Exception {
    CredentialPlugin plugin = plugin("true", LONG);
    Files.setPosixFilePermissions(
        folder.resolve("plugin"), PosixFilePermissions.fromString("rw-------"));
    assertTrue(fails(plugin).contains("cannot be run"));
  }

  @Test
  void programThatWritesTooMuchIsEnded() throws Exception {
    assertTrue(fails(plugin("exec cat /dev/zero", LONG)).contains("more than 1 MiB"));
  }

  @Test
  void muchOnStandardErrorHoldsUpNobody() throws Exception {
    String much = "head -c 3000000 /dev/zero >&2; ";
    assertEquals("t", plugin(much + credential("{\"token\":\"t\"}"), LONG).run(access()).token());
  }

  /** The program that it started is killed with it. */
  @Test
  void programThatHangsIsKilledWithWhatItStarted() throws Exception {
    String hang = "echo $$ > " + folder + "/pid; sleep 600 & echo $! > " + folder + "/child; wait";
    // A shell that has not begun by then has nothing to be killed: the next one has more time.
    for (int patience = 5; !isThere("child"); patience *= 2) {
      assertTrue(patience <= 40, "the shell never begins");
      String words = fails(plugin(hang, Duration.ofSeconds(patience)));
      assertTrue(words.contains("did not end within " + patience + " s"), words);
    }
    for (String name : List.of("pid", "child")) {
      long pid = Long.parseLong(Files.readString(folder.resolve(name)).strip());
      ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    }
  }

  /** What went to the background keeps the output open: there is no end of the answer. */
  @Test
  void runThatLeftSomethingBehindHoldsUpNoLaterOne() throws Exception {
    String leaves =
        "if [ ! -e "
            + folder
            + "/child ]; then sleep 600 & echo $! > "
            + folder
            + "/child; fi; "
            + credential("{\"token\":\"" + SECRET + "\"}");
    for (int patience = 5; !isThere("child"); patience *= 2) {
      assertTrue(patience <= 40, "the shell never begins");
      try {
        // Java may close the output at the end of the program by itself: then there is an answer.
        assertEquals(SECRET, plugin(leaves, Duration.ofSeconds(patience)).run(access()).token());
      } catch (PluginException e) {
        assertTrue(e.words().contains("did not end within"), e.words());
      }
    }
    try {
      assertEquals(SECRET, plugin(leaves, LONG).run(access()).token());
    } finally {
      endChild();
    }
  }

  /** Only standard output decides. */
  @Test
  void whatHoldsStandardErrorAloneHoldsUpNobody() throws Exception {
    CredentialPlugin plugin =
        plugin(
            "sleep 600 > /dev/null & echo $! > "
                + folder
                + "/child; "
                + credential("{\"token\":\"t\"}"),
            LONG);
    for (int run = 0; run < 6; run++) {
      assertEquals("t", plugin.run(access()).token());
      endChild();
    }
  }

  private boolean isThere(String name) {
    return Files.exists(folder.resolve(name));
  }

  private void endChild() throws IOException {
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void moreThanAProgramCanBeToldIsSaid() throws Exception {
    CredentialPlugin plugin = plugin(credential("{\"token\":\"t\"}"), LONG);
    Cluster cluster = new Cluster();
    cluster.setServer("https://fc-1:6443");
    JsonNode config = new ObjectMapper().createObjectNode().put("much", "x".repeat(1 << 17));
    String words =
        assertThrows(
                PluginException.class, () -> plugin.run(new ProfileAccess("site", cluster, config)))
            .words();
    assertTrue(words.contains("KUBERNETES_EXEC_INFO"), words);
  }

  /** What has to be killed is known before the program ends: then it is nobody's. */
  @Test
  void whatOutlivesTheProgramIsKilled() throws Exception {
    Path script =
        script(
            "sleep 600 > /dev/null 2>&1 & echo $! > "
                + folder
                + "/child.next; mv "
                + folder
                + "/child.next "
                + folder
                + "/child; read line");
    Process program = new ProcessBuilder(script.toString()).start();
    await().atMost(LONG).until(() -> Files.exists(folder.resolve("child")));
    ProcessTree tree = new ProcessTree(program);
    tree.look();
    program.getOutputStream().close();
    program.waitFor();
    tree.kill();
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
  }

  /** Readers are threads: some at most are left behind. */
  @Test
  void someReadersAtMostAreAbandoned() throws Exception {
    AbandonedReaders readers = new AbandonedReaders();
    List<PipedOutputStream> held = new ArrayList<>();
    for (int i = 0; i < AbandonedReaders.MOST; i++) {
      assertFalse(readers.isFull());
      PipedOutputStream open = new PipedOutputStream();
      held.add(open);
      readers.add(new BoundedText("held", new PipedInputStream(open), 10, () -> {}));
    }
    assertTrue(readers.isFull());
    held.get(1).close();
    await().atMost(LONG).until(() -> !readers.isFull());
    for (PipedOutputStream open : held) {
      open.close();
    }
  }

  /** The time of a run begins when it runs. */
  @Test
  void pluginWaitsForItsTurn() throws Exception {
    slots.take();
    CredentialPlugin plugin =
        plugin("echo > " + folder + "/ran; " + credential("{\"token\":\"t\"}"), LONG);
    FutureTask<Credential> run = new FutureTask<>(() -> plugin.run(access()));
    Thread thread = new Thread(run, "second");
    thread.start();
    await().atMost(LONG).until(slots::isAwaited);
    assertFalse(Files.exists(folder.resolve("ran")));
    slots.giveBack();
    assertEquals("t", run.get().token());
    slots.take();
  }

  @Test
  void pluginThatHasNoTurnSaysSo() {
    PluginSlots none = new PluginSlots(0, Duration.ZERO);
    String words = assertThrows(PluginException.class, none::take).words();
    assertTrue(words.contains("had no turn for 0 s, as 0 plugins run at once"), words);
  }

  /** One secret may be the beginning of another one. */
  @Test
  void longestSecretIsMaskedFirst() {
    assertEquals("is ***", MaskedLine.of("is abcdefgh", List.of("abcd", "abcdefgh")));
  }
}
