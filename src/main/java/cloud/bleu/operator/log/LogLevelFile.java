package cloud.bleu.operator.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level of the log, read from a file while the process runs. The file is a mounted ConfigMap,
 * so that whoever looks for a fault needs no restart, which could end the fault. It is read again
 * and again, because a mounted ConfigMap is exchanged behind a link that no watch of files reports.
 */
final class LogLevelFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevelFile.class);

  private final Path file;
  private final Consumer<String> level;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "log-level");
            daemon.setDaemon(true);
            return daemon;
          });

  /** What was in it last; "" before, and while there is no file. */
  private String last = "";

  private boolean missing;

  /**
   * @param level told of each level that is another one than before, one of {@link Logs#LEVELS}
   */
  LogLevelFile(Path file, Consumer<String> level) {
    this.file = file;
    this.level = level;
  }

  /** Reads it now, and again after each interval. */
  void start(Duration interval) {
    read();
    thread.scheduleWithFixedDelay(
        this::read, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Reads it once. A file that cannot be read, or has no level, changes nothing and is logged once.
   */
  void read() {
    String text;
    try {
      text = Files.readString(file).strip().toUpperCase(Locale.ROOT);
    } catch (IOException | RuntimeException e) {
      if (!missing) {
        LOG.warn(
            "the log level stays as it is: {}",
            e instanceof NoSuchFileException ? file + " is not there" : e.toString());
      }
      missing = true;
      return;
    }
    missing = false;
    if (text.equals(last)) {
      return;
    }
    last = text;
    if (Logs.LEVELS.contains(text)) {
      level.accept(text);
      LOG.info("the log level is {}, by {}", text, file);
    } else {
      LOG.warn(
          "the log level stays as it is: {} says \"{}\"; it is one of {}", file, text, Logs.LEVELS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
