package cloud.bleu.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One process of a control plane, with the signals that fault tests send. Its output goes to a log
 * file.
 */
public final class ChildProcess {
  /** The path, and how the garbage collector of a Go program is tuned. */
  private static final Set<String> INHERITED = Set.of("PATH", "GOGC", "GOMEMLIMIT");

  private static final Duration STILL_WITHIN = Duration.ofSeconds(10);

  private final String name;
  private List<String> command;
  private final Path log;
  private final Reaper reaper;
  private Process process;

  ChildProcess(String name, List<String> command, Path log, Reaper reaper) {
    this.name = name;
    this.command = List.copyOf(command);
    this.log = log;
    this.reaper = reaper;
    this.process = launch();
  }

  private Process launch() {
    ProcessBuilder builder = new ProcessBuilder(command);
    // etcd reads ETCD_* variables, client-go reads proxies: neither is meant for this plane.
    builder.environment().keySet().removeIf(variable -> !INHERITED.contains(variable));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process started = builder.start();
      try {
        started.getOutputStream().close();
        reaper.started(started.pid());
        return started;
      } catch (IOException | UncheckedIOException e) {
        // Nobody else would end it: the reaper does not know it.
        started.destroyForcibly();
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ControlPlaneException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** For messages, as in {@code kube-apiserver}, or {@code kube-apiserver of member-1}. */
  public String name() {
    return name;
  }

  /** The process id of the current run. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Whether the process exists; a paused one does. */
  public synchronized boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that the process wrote, all runs after one another. */
  public Path log() {
    return log;
  }

  /**
   * Freezes the process (SIGSTOP), and returns once it stands still: its connections stay open and
   * nothing is answered.
   *
   * @throws ControlPlaneException if the process has not taken the signal within ten seconds
   */
  public synchronized void pause() {
    signal("STOP");
    // A signal that is sent is not taken yet: where all processors are busy the process goes on
    // until it has its turn, and may answer meanwhile.
    long end = System.nanoTime() + STILL_WITHIN.toNanos();
    while (process.isAlive() && !standsStill()) {
      if (System.nanoTime() > end) {
        throw new ControlPlaneException(
            name
                + ", pid "
                + process.pid()
                + ", has not taken SIGSTOP within "
                + STILL_WITHIN.toSeconds()
                + " s");
      }
      sleep();
    }
  }

  /** Whether its main thread has stopped; by then all others have been told to. */
  private boolean standsStill() {
    try {
      Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
      if (Files.exists(stat)) {
        String fields = Files.readString(stat, StandardCharsets.UTF_8);
        // The name of the program comes before, in brackets, and may hold anything.
        return fields.startsWith("T", fields.lastIndexOf(')') + 2);
      }
      Process ps =
          new ProcessBuilder("ps", "-o", "state=", "-p", String.valueOf(process.pid())).start();
      return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .strip()
          .startsWith("T");
    } catch (IOException e) {
      if (!process.isAlive()) {
        return true;
      }
      throw new ControlPlaneException(
          "cannot tell whether "
              + name
              + ", pid "
              + process.pid()
              + ", stands still: "
              + e.getMessage(),
          e);
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while waiting for a process to stand still", e);
    }
  }

  /** Lets a paused process go on (SIGCONT). */
  public synchronized void resume() {
    signal("CONT");
  }

  /** Kills the process (SIGKILL) and returns when it is gone. */
  public synchronized void kill() {
    process.destroyForcibly();
    gone(Duration.ofSeconds(10));
    reaper.ended(process.pid());
  }

  /**
   * Asks the process to end (SIGTERM), kills it if it has not after {@code grace}, and returns when
   * it is gone.
   */
  public synchronized void stop(Duration grace) {
    if (process.isAlive()) {
      // A paused process cannot answer the request.
      signal("CONT");
      process.destroy();
    }
    if (gone(grace)) {
      reaper.ended(process.pid());
    } else {
      kill();
    }
  }

  /**
   * Starts the process again with the same command, killing it first if it is there. Does not wait
   * until it is ready.
   */
  public synchronized void restart() {
    kill();
    process = launch();
  }

  /**
   * Restarts the process with further flags, before its others: of two entries in a list of
   * controllers the first one counts.
   */
  public synchronized void restart(List<String> first) {
    List<String> with = new ArrayList<>(command);
    with.addAll(1, first);
    command = List.copyOf(with);
    restart();
  }

  private boolean gone(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void signal(String signal) {
    try {
      // The JDK sends only TERM and KILL. The shell's own kill is there where /bin/kill is not.
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).start();
      if (kill.waitFor() != 0 && process.isAlive()) {
        throw new ControlPlaneException(
            "cannot send SIG" + signal + " to " + name + ", pid " + process.pid());
      }
    } catch (IOException e) {
      throw new ControlPlaneException(
          "cannot send SIG" + signal + " to " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last lines of the log, for a message. */
  String logTail(int lines) {
    try {
      List<String> all = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
