package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.UiOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a process of its own, as the server of the JDK reads its limits once in a process. */
@Tag("wiring")
class ServerLimitsTest {

  /** The probes are there before the page is. */
  @Test
  void halfARequestIsEndedBesideTheProbes() throws Exception {
    Process process =
        new ProcessBuilder(ChildJvm.command(ServerLimitsTest.class))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals("ended", said.lines().reduce("", (a, b) -> b), said);
  }

  /** An operator without a cluster, and somebody who sends half a request for its page. */
  public static void main(String[] arguments) throws IOException {
    OperatorOptions options =
        new OperatorOptions(
            "127.0.0.1",
            0,
            false,
            "bleu",
            "alone",
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Clock.systemUTC(),
            null);
    Operator operator =
        OperatorUnderTest.of(
            OperatorUnderTest.clientOf(1),
            options.with(new UiOptions("127.0.0.1", 0, null, null)),
            () -> {});
    Thread start = new Thread(operator::start);
    start.setUncaughtExceptionHandler((thread, e) -> {});
    start.setDaemon(true);
    start.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> operator.pagePort() > 0 || !start.isAlive());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), operator.pagePort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.UTF_8));
      System.out.println(socket.getInputStream().read() < 0 ? "ended" : "answered");
    } catch (IOException e) {
      System.out.println("held: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
