package cloud.bleu.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Processes that stand still together (SIGSTOP) until they are to go on (SIGCONT). */
final class Standstill {

  private final Supplier<LongStream> processes;
  private boolean still;

  /**
   * @param processes their ids; what others stand on comes first, so that nobody waits for an
   *     answer when they go on
   */
  Standstill(Supplier<LongStream> processes) {
    this.processes = processes;
  }

  /**
   * Has them stand still, if they do not.
   *
   * @throws IllegalStateException if one is missing; all others stand still then, until {@link
   *     #end}
   */
  synchronized void begin() {
    if (!still) {
      // Before the signal: it reaches all that are there, whatever becomes of it.
      still = true;
      if (!signal("STOP")) {
        throw new IllegalStateException("one of the processes that are to stand still has ended");
      }
    }
  }

  /**
   * Lets them go on; who waits for their answers sees which one is missing.
   *
   * @return whether they stood still
   */
  synchronized boolean end() {
    boolean stood = still;
    if (stood) {
      signal("CONT");
      still = false;
    }
    return stood;
  }

  private boolean signal(String signal) {
    String ids = processes.get().mapToObj(Long::toString).collect(Collectors.joining(" "));
    List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + ids);
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
