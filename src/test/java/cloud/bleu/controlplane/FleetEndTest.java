package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneException;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.PlaneFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However a fleet ends, no process and no file of it stays, though a member is paused. */
@RealControlPlane
class FleetEndTest {

  /** A JVM with a fleet of which the member hangs. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      HeldPlanes.hold(processes(hanging()).stream());
      System.exit(0);
    }
  }

  @Test
  void closed() {
    Fleet fleet = hanging();
    List<ProcessHandle> processes =
        processes(fleet).stream()
            .map(process -> ProcessHandle.of(process.pid()).orElseThrow())
            .toList();
    Path directory = fleet.hub().etcd().log().getParent();
    assertEquals(7, processes.size());
    assertTrue(processes.stream().allMatch(ProcessHandle::isAlive));
    assertTrue(Files.isDirectory(directory));

    fleet.close();

    assertEquals(List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
    assertFalse(Files.exists(directory), directory.toString());
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
    assertEquals(before, children());
  }

  private static Fleet hanging() {
    Fleet fleet =
        Fleet.start(ControlPlaneBinaries.find(System.getenv()), PlaneFlags.NONE, 1, admin -> {});
    fleet.members().get(0).pause();
    return fleet;
  }

  /** etcd, and the three of each plane. */
  private static List<ChildProcess> processes(Fleet fleet) {
    Stream<ControlPlane> planes =
        Stream.concat(Stream.of(fleet.hub()), fleet.members().stream().map(FleetMember::plane));
    return Stream.concat(
            Stream.of(fleet.hub().etcd()),
            planes.flatMap(
                plane ->
                    Stream.of(plane.apiServer(), plane.scheduler(), plane.controllerManager())))
        .toList();
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
