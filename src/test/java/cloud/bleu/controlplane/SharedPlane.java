package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.PlaneFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The plane of all classes that have none of their own, and the operator's account on it. They live
 * as long as the JVM, which stops the plane as it ends: Surefire launches class by class where it
 * runs more than one JVM, so nothing of JUnit's lives longer than a class.
 *
 * <p>Between two such classes its processes stand still (SIGSTOP). Asked for nothing they would
 * take a fiftieth of a processor, for as long as the classes in between run.
 */
final class SharedPlane {
  private static final Once<ControlPlane> PLANE =
      new Once<>(() -> ControlPlaneExtension.start(PlaneFlags.NONE, true));
  private static final Once<OperatorAccount> ACCOUNT =
      new Once<>(() -> OperatorAccount.install(plane()));

  /** The plane that stands still. */
  private static @Nullable ControlPlane still;

  private static boolean endsWell;

  private SharedPlane() {}

  static synchronized ControlPlane plane() {
    ControlPlane plane = PLANE.get();
    if (still != null) {
      still = null;
      signal("CONT", plane);
    }
    return plane;
  }

  static OperatorAccount account() {
    return ACCOUNT.get();
  }

  /** Until somebody asks for it again. */
  static synchronized void standStill() {
    ControlPlane plane = PLANE.get();
    if (still == null) {
      if (!endsWell) {
        endsWell = true;
        // Else its API server, asked to end, waits for an etcd that stands still until it is
        // killed.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signalled("CONT", plane)));
      }
      signal("STOP", plane);
      still = plane;
    }
  }

  private static void signal(String signal, ControlPlane plane) {
    if (!signalled(signal, plane)) {
      throw new IllegalStateException("not everything of the plane is there for SIG" + signal);
    }
  }

  /** What others stand on comes first when they go on, so that nobody waits for an answer. */
  private static boolean signalled(String signal, ControlPlane plane) {
    String pids =
        LongStream.of(
                plane.etcd().pid(),
                plane.apiServer().pid(),
                plane.scheduler().pid(),
                plane.controllerManager().pid())
            .mapToObj(Long::toString)
            .collect(Collectors.joining(" "));
    List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + pids);
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
