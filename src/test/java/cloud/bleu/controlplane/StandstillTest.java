package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing stands still for ever, be it that one of the processes has ended. */
@Tag("wiring")
class StandstillTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<Process> processes = new ArrayList<>();
  private final Standstill standstill =
      new Standstill(() -> processes.stream().mapToLong(Process::pid));

  /** Each ends with its first line. */
  private Process reader() throws IOException {
    Process reader = new ProcessBuilder("/bin/sh", "-c", "read line").start();
    processes.add(reader);
    return reader;
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  private static void write(Process reader) throws IOException {
    reader.getOutputStream().write('\n');
    reader.getOutputStream().close();
  }

  private static void awaitEnd(Process reader) throws InterruptedException {
    assertTrue(reader.waitFor(30, TimeUnit.SECONDS), "it goes on");
  }

  @Test
  void processesGoOnWhenTheyAreToAndOnlyThen() throws Exception {
    Process first = reader();
    Process second = reader();
    assertFalse(standstill.end(), "they did not stand still");
    standstill.begin();
    standstill.begin();
    for (Process process : processes) {
      await().atMost(SOON).until(() -> state(process).equals("T"));
    }
    assertTrue(standstill.end());
    assertFalse(standstill.end());
    for (Process process : List.of(first, second)) {
      write(process);
      awaitEnd(process);
    }
  }

  @Test
  void oneThatIsMissingIsToldAndTheOthersStillGoOn() throws Exception {
    Process gone = reader();
    write(gone);
    awaitEnd(gone);
    Process left = reader();
    assertThrows(IllegalStateException.class, standstill::begin);
    await().atMost(SOON).until(() -> state(left).equals("T"));
    assertTrue(standstill.end());
    write(left);
    awaitEnd(left);
  }

  /** As the kernel tells it, in one letter: T stands still. */
  private static String state(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
  }
}
