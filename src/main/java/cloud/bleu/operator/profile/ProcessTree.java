package cloud.bleu.operator.profile;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program with the processes that it has started. Once it has ended nothing says which ones were
 * its own, so they are looked for before. A process that it starts and leaves between two looks is
 * not found.
 */
final class ProcessTree {

  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

  private final Process program;
  private final Set<ProcessHandle> started = new HashSet<>();

  ProcessTree(Process program) {
    this.program = program;
  }

  /** Remembers what it has started until now. */
  synchronized void look() {
    program.descendants().forEach(started::add);
  }

  /**
   * Waits for the end of the program, and looks meanwhile.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether it has ended
   */
  boolean await(long deadline) throws InterruptedException {
    long pause = FIRST_LOOK;
    while (true) {
      look();
      long left = deadline - System.nanoTime();
      if (program.waitFor(Math.min(pause, left), TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (left <= pause) {
        return false;
      }
      pause = Math.min(2 * pause, LONGEST);
    }
  }

  /** Kills the program, if it still runs, and all that is known to be started by it. */
  synchronized void kill() {
    look();
    started.forEach(ProcessHandle::destroyForcibly);
    program.destroyForcibly();
  }
}
