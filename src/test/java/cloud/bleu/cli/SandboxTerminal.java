package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What a person reads who has typed {@code bleu sandbox}. */
public abstract class SandboxTerminal implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(240);

  /** How long what it started may take to end after it. */
  private static final Duration GONE = Duration.ofSeconds(30);

  /** What this JVM has started, and what that has, as it runs now. */
  static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  /** Waits until nothing runs that this JVM has started but what is named. */
  static void awaitNoneBut(Set<ProcessHandle> before) {
    await("nothing is left").atMost(GONE).until(() -> before.containsAll(descendants()));
  }

  /** Whether it has not ended so far. */
  abstract boolean isRunning();

  public abstract String out();

  public abstract String err();

  /** Waits until all is settled; returns the kubeconfig that it prints for other terminals. */
  public final Path awaitWatching() throws IOException {
    await().atMost(BOUND).until(() -> !isRunning() || err().contains("Watching; Ctrl-C"));
    assertTrue(isRunning(), () -> err());
    Path kubeconfig =
        Path.of(
            err()
                .lines()
                .filter(line -> line.contains("export KUBECONFIG="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow());
    assertTrue(Files.exists(kubeconfig));
    return kubeconfig;
  }

  /** Waits until it has printed a line with all of these words. */
  public final void awaitLine(String... words) {
    await()
        .atMost(BOUND)
        .until(() -> out().lines().anyMatch(l -> List.of(words).stream().allMatch(l::contains)));
  }

  /** The page at the address that it printed. */
  final Document page() throws IOException {
    String address =
        err()
            .lines()
            .filter(line -> line.startsWith("In a browser: "))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElseThrow();
    return Jsoup.connect(address).maxBodySize(0).get();
  }

  /** As Ctrl-C: it ends, and neither a process nor the kubeconfig is left. */
  public abstract void interrupted(Path kubeconfig) throws IOException, InterruptedException;

  @Override
  public abstract void close() throws InterruptedException;
}
