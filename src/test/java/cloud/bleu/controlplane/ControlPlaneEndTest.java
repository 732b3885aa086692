package cloud.bleu.controlplane;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However the JVM that started a plane ends, no process and no file of the plane stays. */
@RealControlPlane
class ControlPlaneEndTest {

  /** A JVM with a plane. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      ControlPlane plane = ControlPlane.start(ControlPlaneBinaries.find(System.getenv()));
      if (arguments.length > 0) {
        plane.apiServer().pause();
      }
      HeldPlanes.hold(
          Stream.of(plane.etcd(), plane.apiServer(), plane.scheduler(), plane.controllerManager()));
      System.exit(0);
    }
  }

  @Test
  void jvmThatEndsByItself() throws Exception {
    HeldPlanes plane = HeldPlanes.by(Holder.class);
    plane.jvm().getOutputStream().close();
    plane.areGone();
  }

  @Test
  void jvmThatIsAskedToEnd() throws Exception {
    HeldPlanes plane = HeldPlanes.by(Holder.class);
    plane.jvm().destroy();
    plane.areGone();
  }

  @Test
  void jvmThatIsKilled() throws Exception {
    HeldPlanes plane = HeldPlanes.by(Holder.class);
    plane.jvm().destroyForcibly();
    plane.areGone();
  }

  @Test
  void jvmThatIsKilledWithAPausedApiServer() throws Exception {
    HeldPlanes plane = HeldPlanes.by(Holder.class, "paused");
    plane.jvm().destroyForcibly();
    plane.areGone();
  }

  /** As a shell, or a runner of jobs, kills what it has started: at once and without a word. */
  @Test
  void jvmThatIsKilledWithItsProcessGroup() throws Exception {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(ChildJvm.command(Holder.class));
    HeldPlanes plane = HeldPlanes.by(command);
    new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + plane.jvm().pid()).start().waitFor();
    plane.areGone();
  }
}
