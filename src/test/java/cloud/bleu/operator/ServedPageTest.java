package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.UiOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that cannot be served beside an operator that goes on. */
class ServedPageTest {
  @TempDir Path folder;

  @Test
  void aBadCertificateStopsNoDecision() throws Exception {
    UiOptions ui =
        new UiOptions("127.0.0.1", 0, folder.resolve("tls.crt"), folder.resolve("tls.key"));
    AtomicReference<String> failed = new AtomicReference<>("");
    try (Operator operator =
        OperatorUnderTest.of(
            OperatorUnderTest.clientOf(1), OperatorOptions.alone().with(ui), () -> {})) {
      Thread start = new Thread(operator::start);
      start.setUncaughtExceptionHandler((thread, e) -> failed.set(String.valueOf(e)));
      start.start();
      await().atMost(Duration.ofMinutes(1)).until(() -> isTriedAgain() || !start.isAlive());
      assertTrue(isTriedAgain(), failed.get());
      assertEquals(-1, operator.pagePort());
      operator.close();
      start.join();
    }
    assertTrue(!failed.get().contains("tls."), failed.get());
  }

  private static boolean isTriedAgain() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("page-start"));
  }
}
