package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Bleu;
import cloud.bleu.layers.ChildJvm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code bleu run} logs when its API server is not there, and when its port is taken. Lines
 * for people are those of a process in {@code FrozenLeaderTest}, from its start to its end.
 */
@Tag("wiring")
@Timeout(300)
class RunLogTest {

  private static final String SECRET = "bearer-that-nobody-may-read";

  @TempDir Path folder;

  /** Bound and not listening: nobody answers there, and nobody else can come to. */
  private final Socket nobody = new Socket();

  @BeforeEach
  void bind() throws IOException {
    nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void unbind() throws IOException {
    nobody.close();
  }

  @Test
  void jsonIsOneObjectForEachThing() throws Exception {
    String line = firstLine();
    JsonNode entry = new JsonMapper().readTree(line);
    for (String field : List.of("timestamp", "level", "loggerName", "formattedMessage")) {
      assertTrue(entry.hasNonNull(field), line);
    }
    assertFalse(entry.hasNonNull("throwable"), line);
  }

  @Test
  void takenPortIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Process process = start("--port", port);
      try (BufferedReader reader = reader(process)) {
        List<String> said = reader.lines().toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertEquals(1, said.size(), String.join("\n", said));
        assertTrue(said.get(0).startsWith("bleu run: cannot listen on 127.0.0.1:" + port));
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** What a process that finds no API server says first; that none is reached is told once. */
  private String firstLine() throws IOException {
    Process process = start("--port", "0", "--log-format", "json");
    try (BufferedReader reader = reader(process)) {
      String line = reader.readLine();
      assertTrue(line != null, "it ended without a word");
      assertFalse(line.contains(SECRET), line);
      return line;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... arguments) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(nobody.getLocalPort(), SECRET));
    List<String> command = ChildJvm.command(Bleu.class);
    command.add("run");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    // The client's default are ten tries with growing pauses before anything is said.
    builder.environment().put("KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "1");
    return builder.start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
