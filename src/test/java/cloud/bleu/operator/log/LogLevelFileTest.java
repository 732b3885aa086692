package cloud.bleu.operator.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The level of the log while the process runs. */
class LogLevelFileTest {

  @TempDir Path folder;
  private final List<String> levels = new CopyOnWriteArrayList<>();

  @Test
  void eachChangeCountsOnceAndNonsenseDoesNot() throws IOException {
    Path file = folder.resolve("level");
    try (LogLevelFile level = new LogLevelFile(file, levels::add)) {
      level.read();
      Files.writeString(file, "DEBUG\n");
      level.read();
      level.read();
      Files.writeString(file, "LOUD");
      level.read();
      Files.writeString(file, "warn");
      level.read();
      Files.delete(file);
      level.read();
      Files.writeString(file, "WARN");
      level.read();
    }
    assertEquals(List.of("DEBUG", "WARN"), levels);
  }

  /** As the kubelet exchanges a mounted ConfigMap: the file is a link by way of another link. */
  @Test
  void anExchangedConfigMapIsRead() throws IOException {
    for (String version : List.of("one", "two")) {
      Files.createDirectory(folder.resolve(version));
    }
    Files.writeString(folder.resolve("one/level"), "INFO");
    Files.writeString(folder.resolve("two/level"), "DEBUG");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("one"));
    Path file = Files.createSymbolicLink(folder.resolve("level"), Path.of("..data/level"));
    try (LogLevelFile level = new LogLevelFile(file, levels::add)) {
      level.start(Duration.ofMillis(5));
      assertEquals(List.of("INFO"), levels);
      Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("two"));
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertEquals(List.of("INFO", "DEBUG"), levels));
    }
  }
}
