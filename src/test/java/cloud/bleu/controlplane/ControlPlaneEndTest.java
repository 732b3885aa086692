package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However the JVM that started a plane ends, no process and no file of the plane stays. */
@RealControlPlane
class ControlPlaneEndTest {

  /** A JVM with a plane: prints its pids and its directory, then waits to be ended. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      ControlPlane plane = ControlPlane.start(ControlPlaneBinaries.find(System.getenv()));
      for (var process :
          List.of(plane.etcd(), plane.apiServer(), plane.scheduler(), plane.controllerManager())) {
        System.out.print(process.pid() + " ");
      }
      System.out.println(plane.etcd().log().getParent());
      if (arguments.length > 0) {
        plane.apiServer().pause();
      }
      System.out.println("ready");
      System.exit(System.in.read());
    }
  }

  @Test
  void jvmThatEndsByItself() throws Exception {
    Plane plane = hold();
    plane.jvm.getOutputStream().close();
    plane.isGone();
  }

  @Test
  void jvmThatIsAskedToEnd() throws Exception {
    Plane plane = hold();
    plane.jvm.destroy();
    plane.isGone();
  }

  @Test
  void jvmThatIsKilled() throws Exception {
    Plane plane = hold();
    plane.jvm.destroyForcibly();
    plane.isGone();
  }

  @Test
  void jvmThatIsKilledWithAPausedApiServer() throws Exception {
    Plane plane = hold("paused");
    plane.jvm.destroyForcibly();
    plane.isGone();
  }

  /** As a shell, or a runner of jobs, kills what it has started: at once and without a word. */
  @Test
  void jvmThatIsKilledWithItsProcessGroup() throws Exception {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(ChildJvm.command(Holder.class));
    Plane plane = hold(command);
    new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + plane.jvm.pid()).start().waitFor();
    plane.isGone();
  }

  private record Plane(Process jvm, List<Long> pids, Path directory) {
    void isGone() throws InterruptedException {
      assertTrue(jvm.waitFor(60, TimeUnit.SECONDS));
      await().atMost(Duration.ofSeconds(30)).until(() -> pids.stream().noneMatch(Plane::runs));
      await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(directory));
    }

    // A process that has ended and that init has not collected yet has no command.
    private static boolean runs(long pid) {
      return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
    }
  }

  private static Plane hold(String... arguments) throws IOException {
    List<String> command = ChildJvm.command(Holder.class);
    command.addAll(List.of(arguments));
    return hold(command);
  }

  private static Plane hold(List<String> command) throws IOException {
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = jvm.inputReader();
    String line = out.readLine();
    assertEquals("ready", out.readLine(), "the JVM that holds the plane said: " + line);
    List<String> words = List.of(line.split(" "));
    List<Long> pids = words.subList(0, 4).stream().map(Long::valueOf).toList();
    Plane plane = new Plane(jvm, pids, Path.of(words.get(4)));
    assertTrue(pids.stream().allMatch(Plane::runs));
    assertTrue(Files.isDirectory(plane.directory));
    return plane;
  }
}
