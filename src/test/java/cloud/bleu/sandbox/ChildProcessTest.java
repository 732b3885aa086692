package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wiring")
class ChildProcessTest {

  private static final String BUSY = "while :; do :; done";

  @TempDir Path directory;

  /** Where all processors are busy, a signal is sent long before the process takes it. */
  @Test
  void pausedOneStandsStillOnceItWasPaused() throws Exception {
    List<Process> busy = new ArrayList<>();
    try (Reaper reaper = new Reaper(directory)) {
      ChildProcess child =
          new ChildProcess(
              "busy", List.of("/bin/sh", "-c", BUSY), directory.resolve("log"), reaper);
      try {
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
          busy.add(new ProcessBuilder("/bin/sh", "-c", BUSY).start());
        }
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          child.pause();
          states.add(state(child));
          child.resume();
        }
        assertEquals(IntStream.range(0, 10).mapToObj(i -> "T").toList(), states);
      } finally {
        busy.forEach(Process::destroyForcibly);
        child.stop(Duration.ofSeconds(10));
      }
    }
  }

  /** As the kernel tells it, in one letter: T stands still. */
  private static String state(ChildProcess process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
  }
}
