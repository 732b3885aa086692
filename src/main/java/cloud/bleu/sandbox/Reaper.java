package cloud.bleu.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Ends the child processes of this JVM and removes their directory, even when the JVM itself is
 * killed: a small shell reads the pids from a pipe, and the pipe closes when the JVM is gone,
 * however it went.
 */
final class Reaper implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=' '
      while read -r verb pid; do
        case $verb in
          start) pids="$pids$pid " ;;
          end) case $pids in *" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;; esac ;;
        esac
      done
      for pid in $pids; do kill -KILL "$pid"; done 2>/dev/null
      rm -rf "$1"
      """;

  private final Process shell;
  private final Writer pids;

  Reaper(Path directory) {
    try {
      shell =
          new ProcessBuilder("/bin/sh", "-c", SCRIPT, "reaper", directory.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new ControlPlaneException("cannot start /bin/sh: " + e.getMessage(), e);
    }
    pids = shell.outputWriter(StandardCharsets.US_ASCII);
  }

  void started(long pid) {
    tell("start " + pid);
  }

  void ended(long pid) {
    tell("end " + pid);
  }

  private synchronized void tell(String line) {
    try {
      pids.write(line + "\n");
      pids.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the shell that watches the child processes is gone", e);
    }
  }

  /** Kills what is still registered, removes the directory, and returns when that is done. */
  @Override
  public void close() {
    try {
      synchronized (this) {
        pids.close();
      }
      shell.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      shell.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
