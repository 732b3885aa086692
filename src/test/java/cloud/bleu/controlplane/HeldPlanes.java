package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Planes that another JVM has started and holds until its standard input ends.
 *
 * @param pids of their processes
 * @param directory of their files
 */
record HeldPlanes(Process jvm, List<Long> pids, Path directory) {

  /**
   * Starts that JVM and returns once its planes are ready; its {@code main} calls {@link #hold}.
   */
  static HeldPlanes by(Class<?> holder, String... arguments) throws IOException {
    List<String> command = ChildJvm.command(holder);
    command.addAll(List.of(arguments));
    return by(command);
  }

  /** The same, by a command of its own. */
  static HeldPlanes by(List<String> command) throws IOException {
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = jvm.inputReader();
    String line = out.readLine();
    assertEquals("ready", out.readLine(), "the JVM that holds the planes said: " + line);
    List<String> words = List.of(line.split(" "));
    List<Long> pids = words.stream().skip(1).map(Long::valueOf).toList();
    HeldPlanes planes = new HeldPlanes(jvm, pids, Path.of(words.get(0)));
    assertTrue(pids.stream().allMatch(HeldPlanes::runs));
    assertTrue(Files.isDirectory(planes.directory));
    return planes;
  }

  /** In the other JVM: tells of its planes, then returns when its standard input ends. */
  static void hold(Stream<ChildProcess> processes) throws IOException {
    List<ChildProcess> all = processes.toList();
    System.out.print(all.get(0).log().getParent());
    all.forEach(process -> System.out.print(" " + process.pid()));
    System.out.println("\nready");
    while (System.in.read() >= 0) {
      // Nobody says anything: the end is what is waited for.
    }
  }

  /** Waits until the JVM, the processes and the directory are gone. */
  void areGone() throws InterruptedException {
    assertTrue(jvm.waitFor(60, TimeUnit.SECONDS));
    await().atMost(Duration.ofSeconds(30)).until(() -> pids.stream().noneMatch(HeldPlanes::runs));
    await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(directory));
  }

  // A process that has ended and that init has not collected yet has no command.
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
  }
}
