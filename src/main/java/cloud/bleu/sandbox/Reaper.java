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
 * however it went. The shell has a session of its own where that can be had, so that a signal to
 * the process group of the JVM does not reach it. It says when it is there: before, the first
 * process does not count as started.
 */
final class Reaper implements AutoCloseable {
  /** Starts what is $0, in a session of its own. */
  private static final String LAUNCH =
      """
      if command -v setsid >/dev/null 2>&1; then
        exec setsid /bin/sh -c "$0" reaper "$1"
      fi
      exec /bin/sh -c "$0" reaper "$1"
      """;

  /** What is killed may still be writing for a moment, and then the directory is not empty. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      echo ready
      exec >/dev/null
      pids=' '
      while read -r verb pid; do
        case $verb in
          start) pids="$pids$pid " ;;
          end) case $pids in *" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;; esac ;;
        esac
      done
      for pid in $pids; do kill -KILL "$pid"; done 2>/dev/null
      left=50
      while rm -rf "$1" 2>/dev/null; [ -e "$1" ] && [ $left -gt 0 ]; do
        left=$((left - 1))
        sleep 0.1
      done
      """;

  private final Process shell;
  private final Writer pids;
  private boolean ready;

  Reaper(Path directory) {
    try {
      shell =
          new ProcessBuilder("/bin/sh", "-c", LAUNCH, SCRIPT, directory.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new ControlPlaneException("cannot start /bin/sh: " + e.getMessage(), e);
    }
    pids = shell.outputWriter(StandardCharsets.US_ASCII);
  }

  /** Ends this process with the JVM, from the moment that this returns. */
  synchronized void started(long pid) {
    tell("start " + pid);
    try {
      if (!ready && shell.inputReader(StandardCharsets.US_ASCII).readLine() == null) {
        throw new ControlPlaneException("the shell that watches the child processes has ended");
      }
      ready = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the shell that watches the child processes is gone", e);
    }
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
