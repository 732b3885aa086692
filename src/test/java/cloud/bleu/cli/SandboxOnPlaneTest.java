package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code bleu sandbox --control-plane real}: bound by the real scheduler, volumes and all. */
@RealControlPlane
@Tag("people")
class SandboxOnPlaneTest {

  /**
   * The parameter makes the run skip this with the others where there is no control plane; the
   * sandbox starts its own.
   */
  @Test
  void theHospitalRunsOnARealControlPlane(ControlPlane plane) {
    assertTrue(plane.binaries().missing().isEmpty());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surface surface =
        new Surface(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new ByteArrayInputStream(new byte[0]),
            Clock.systemUTC());
    int code =
        Bleu.run(surface, "sandbox", "examples/hospital", "--once", "--control-plane", "real");
    assertEquals(Bleu.OK, code, () -> err + "\n" + out);
    String table = out.toString().substring(out.toString().indexOf("WORKLOAD"));
    assertEquals(6, table.split("PlacedAndAvailable", -1).length - 1, table);
  }
}
