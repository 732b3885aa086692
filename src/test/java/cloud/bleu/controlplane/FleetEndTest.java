package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneException;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.PlaneFlags;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * However a fleet ends, no process and no file of it stays, though a member is paused. Here it ends
 * with its JVM, in {@link FleetCloseLife} it is closed.
 */
@RealControlPlane
class FleetEndTest {

  /** A JVM with a fleet of which the member hangs. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      HeldPlanes.hold(FleetCloseLife.processes(hanging()).stream());
      System.exit(0);
    }
  }

  @Test
  void withTheJvmThatEndsByItself() throws Exception {
    HeldPlanes fleet = HeldPlanes.by(Holder.class);
    assertEquals(7, fleet.pids().size());
    fleet.jvm().getOutputStream().close();
    fleet.areGone();
  }

  /** It alone, without a word: etcd and the API servers live on, and only the reaper ends them. */
  @Test
  void withTheJvmThatIsKilled() throws Exception {
    HeldPlanes fleet = HeldPlanes.by(Holder.class);
    fleet.jvm().destroyForcibly();
    fleet.areGone();
  }

  @Test
  void whenItDoesNotStartThePlaneIsNamedAndNothingIsLeft() {
    Set<Long> before = children();
    PlaneFlags wrong = PlaneFlags.of(List.of(), List.of("--no-such-flag"));
    String message =
        assertThrows(
                ControlPlaneException.class,
                () ->
                    Fleet.start(ControlPlaneBinaries.find(System.getenv()), wrong, 1, admin -> {}))
            .getMessage();
    assertTrue(message.startsWith("kube-apiserver of hub ended while"), message);
    // Those of other classes may end meanwhile.
    Set<Long> more = children();
    more.removeAll(before);
    assertEquals(Set.of(), more);
  }

  private static Fleet hanging() {
    Fleet fleet =
        Fleet.start(ControlPlaneBinaries.find(System.getenv()), PlaneFlags.NONE, 1, admin -> {});
    fleet.members().get(0).pause();
    return fleet;
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
