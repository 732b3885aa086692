package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sandbox on the embedded API server, from its start to its end, with kubectl beside it, on a
 * thread that is interrupted as the hook of Ctrl-C interrupts it. The signal, and the code with
 * which a process ends then, are seen in {@link
 * SandboxOnPlaneTest#aMemberStandsBesideItAndNothingIsDeliveredToIt}, where there is more to end.
 */
@RealControlPlane
@Tag("people")
class SandboxEndTest {

  @TempDir Path folder;

  @Test
  void anInterruptEndsItAndLeavesNothing() throws Exception {
    try (SandboxThread sandbox = new SandboxThread()) {
      Path kubeconfig = sandbox.awaitWatching();
      assertTrue(sandbox.err().contains("Loaded examples/hospital"), sandbox.err());
      Helm terminal = Helm.with(ControlPlaneBinaries.find(System.getenv()), folder, kubeconfig);
      assertTrue(terminal.kubectl("get", "bw", "-A").contains("PlacedAndAvailable"));
      terminal.kubectl("scale", "bw/site-public", "-n", "communication", "--replicas=6");
      sandbox.awaitLine("communication/site-public", "6/6", "PlacedAndAvailable");
      terminal.kubectl("annotate", "az", "ct-az05", "placement.bleu.cloud/incident=Lost");
      sandbox.awaitLine("sante/dossier-web", "9/9", "ct-az06=5, ct-az07=4");
      Document page = sandbox.page();
      assertEquals(6, page.select(".matrix tbody tr").size());
      assertTrue(
          page.select("svg title").eachText().stream()
              .anyMatch(t -> t.startsWith("ct-az05 of Cloud Temple: lost or being emptied")),
          page.select("svg title").eachText()::toString);
      sandbox.interrupted(kubeconfig);
    }
  }

  @Test
  void badInputEndsItBeforeAnythingStarts() throws Exception {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(
        bad.resolve("a.yaml"), "apiVersion: v1\nkind: Namespce\nmetadata: {name: a}\n");
    Typed sandbox = Typed.now("sandbox", bad.toString());
    assertEquals(ExitCode.BAD_INPUT, sandbox.code());
    assertTrue(sandbox.err().contains("did you mean Namespace?"), sandbox.err());
    assertFalse(sandbox.err().contains("API server"), sandbox.err());
    assertEquals("", sandbox.out());
  }
}
