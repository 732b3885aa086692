package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * When the JVM that started a plane is asked to end, no process and no file of the plane stays.
 * {@link FleetEndTest} kills a JVM, and the group of its processes, with running and paused API
 * servers, and lets one end by itself: a plane that stands alone has the same store, which ends its
 * processes.
 */
@RealControlPlane
class ControlPlaneEndTest {

  /** A JVM with a plane. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      ControlPlane plane = ControlPlane.start(ControlPlaneBinaries.find(System.getenv()));
      HeldPlanes.hold(
          Stream.of(plane.etcd(), plane.apiServer(), plane.scheduler(), plane.controllerManager()));
      System.exit(0);
    }
  }

  @Test
  void jvmThatIsAskedToEnd() throws Exception {
    HeldPlanes plane = HeldPlanes.by(Holder.class);
    plane.jvm().destroy();
    plane.areGone();
  }
}
