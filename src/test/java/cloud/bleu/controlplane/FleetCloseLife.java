package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The end of a fleet that is closed while a member is paused: nothing comes after it. */
public abstract class FleetCloseLife {

  @Test
  void noProcessAndNoFileStays(Fleet fleet) {
    fleet.members().get(0).pause();
    List<ProcessHandle> processes =
        processes(fleet).stream()
            .map(process -> ProcessHandle.of(process.pid()).orElseThrow())
            .toList();
    Path directory = fleet.hub().etcd().log().getParent();
    assertEquals(1 + 3 * (1 + fleet.members().size()), processes.size());
    assertTrue(processes.stream().allMatch(ProcessHandle::isAlive));
    assertTrue(Files.isDirectory(directory));

    fleet.close();

    assertEquals(List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
    assertFalse(Files.exists(directory), directory.toString());
  }

  /** etcd, and the three of each plane. */
  static List<ChildProcess> processes(Fleet fleet) {
    Stream<ControlPlane> planes =
        Stream.concat(Stream.of(fleet.hub()), fleet.members().stream().map(FleetMember::plane));
    return Stream.concat(
            Stream.of(fleet.hub().etcd()),
            planes.flatMap(
                plane ->
                    Stream.of(plane.apiServer(), plane.scheduler(), plane.controllerManager())))
        .toList();
  }
}
