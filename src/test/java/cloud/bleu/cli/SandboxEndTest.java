package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a sandbox ends, as a process of its own. */
@RealControlPlane
@Tag("people")
class SandboxEndTest {

  private static final int INTERRUPTED = 130;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "--control-plane real"})
  void anInterruptEndsItAndLeavesNothing(String options, ControlPlane plane) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> typed = new ArrayList<>(List.of("sandbox", "examples/migration"));
    if (!options.isEmpty()) {
      typed.addAll(List.of(options.split(" ")));
    }
    Process process =
        bleu(typed, plane).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      await()
          .atMost(Duration.ofSeconds(180))
          .until(
              () ->
                  !process.isAlive()
                      || Files.readString(err).contains("Watching; Ctrl-C ends it."));
      assertTrue(process.isAlive(), Files.readString(err));
      List<ProcessHandle> children = process.descendants().toList();
      Path kubeconfig = kubeconfig(Files.readString(err));
      assertTrue(Files.exists(kubeconfig));

      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still there");
      assertEquals(INTERRUPTED, process.exitValue());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertFalse(Files.exists(kubeconfig), kubeconfig.toString());
      assertFalse(Files.readString(err).contains("Exception"), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void badInputEndsItBeforeAnythingStarts(ControlPlane plane) throws Exception {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(
        bad.resolve("a.yaml"), "apiVersion: v1\nkind: Namespce\nmetadata: {name: a}\n");
    Path err = folder.resolve("err");
    Process process =
        bleu(List.of("sandbox", bad.toString()), plane).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(Bleu.BAD_INPUT, process.exitValue());
    assertTrue(Files.readString(err).contains("did you mean Namespace?"), Files.readString(err));
    assertFalse(Files.readString(err).contains("API server"), Files.readString(err));
  }

  private static ProcessBuilder bleu(List<String> typed, ControlPlane plane) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Bleu.class.getName()));
    command.addAll(typed);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put(
            "BLEU_CONTROL_PLANE",
            plane
                .binaries()
                .path(cloud.bleu.sandbox.ControlPlaneBinaries.Program.KUBECTL)
                .getParent()
                .toString());
    return builder;
  }

  private static Path kubeconfig(String said) {
    return Path.of(
        said.lines()
            .filter(line -> line.contains("export KUBECONFIG="))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .findFirst()
            .orElseThrow());
  }
}
