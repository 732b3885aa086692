package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The operator as the README has people start it, a process of its own, until it is closed. */
final class DocumentedOperator implements AutoCloseable {

  private final Process process;
  private final Path log;

  DocumentedOperator(DocumentTerminal terminal, Path folder) throws IOException {
    log = folder.resolve("operator.log");
    process = terminal.starts(DocumentedCommands.ofReadme("./bleu run") + " --port 0", log);
  }

  /**
   * Waits for what it brings about, and fails with its log where it has ended.
   *
   * @param condition asks the API server, by no process
   */
  void until(Callable<Boolean> condition) {
    await()
        .atMost(DocumentTerminal.BOUND)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              assertTrue(process.isAlive(), Files.readString(log));
              return condition.call();
            });
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the operator did not end");
  }
}
