package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.StoreAlone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the JVM that started a plane is killed with the group of its processes, no process and no
 * file of the plane stays. All its processes are in that group, but for the shell of its store, so
 * a store is all that is started here. The other ends are those of a plane with members, which has
 * the same store and, as it ends with its JVM, the same hook: in {@link FleetEndTest} a JVM is
 * killed alone, with running and paused API servers, and one ends by itself. One that is asked to
 * end by a signal runs that hook as well: in {@code SandboxOnPlaneTest} it is a process with two
 * planes, which ends with the code of the signal and leaves none of their processes and files.
 */
@RealControlPlane
class ControlPlaneEndTest {

  /** A JVM with the store of a plane. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      HeldPlanes.hold(Stream.of(StoreAlone.etcd(ControlPlaneBinaries.find(System.getenv()))));
      System.exit(0);
    }
  }

  /** As a shell, or a runner of jobs, kills what it has started: at once and without a word. */
  @Test
  void jvmThatIsKilledWithItsProcessGroup(@TempDir Path slow) throws Exception {
    // On a busy machine the shell that cleans up takes a while until it has a session of its own.
    Path setsid = slow.resolve("setsid");
    Files.writeString(setsid, "#!/bin/sh\nsleep 1\nPATH=${PATH#*:} exec setsid \"$@\"\n");
    assertTrue(setsid.toFile().setExecutable(true));
    String path = slow + ":" + System.getenv("PATH");
    List<String> command = new ArrayList<>(List.of("setsid", "env", "PATH=" + path));
    command.addAll(ChildJvm.command(Holder.class));
    HeldPlanes plane = HeldPlanes.by(command);
    new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + plane.jvm().pid()).start().waitFor();
    plane.areGone();
  }
}
