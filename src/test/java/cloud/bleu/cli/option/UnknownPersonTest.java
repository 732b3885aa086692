package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verb says to somebody whom the cluster does not know, as with a token that has ended. */
@Tag("wiring")
class UnknownPersonTest {

  /** As an API server sends it. */
  private static final byte[] STATUS =
      """
      {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
       "message": "Unauthorized", "reason": "Unauthorized", "code": 401}
      """
          .getBytes(StandardCharsets.UTF_8);

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(401, STATUS.length);
          exchange.getResponseBody().write(STATUS);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "check",
        "release",
        "drill",
        "drill --run a",
        "waivers approve late -n archives",
        "break-glass sante/web --end",
        "break-glass sante/web --zone a --until 8h --reason flood",
        "facts confirm AvailabilityZone/a location --basis Press --source x",
      })
  void everyVerbSaysToLogIn(String verb, @TempDir Path directory) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Path file =
        Files.writeString(
            directory.resolve("config"),
            """
            current-context: a
            clusters: [{name: a, cluster: {server: "URL"}}]
            users: [{name: a, user: {token: ended}}]
            contexts: [{name: a, context: {cluster: a, user: a}}]
            """
                .replace("URL", url));
    List<String> line = new ArrayList<>(List.of(verb.split(" ")));
    line.addAll(List.of("--kubeconfig", file.toString()));

    Typed typed = Typed.bleu(line.toArray(String[]::new));

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
    String said =
        "the cluster at " + url + "/ answered 401; log in again, or check the context and its user";
    assertEquals(said, typed.err().substring(0, Math.min(said.length(), typed.err().length())));
  }
}
