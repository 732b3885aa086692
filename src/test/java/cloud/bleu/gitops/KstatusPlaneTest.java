package cloud.bleu.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.status.StatusSample;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library that Flux, Helm and kapply wait with says the same as the table of {@link Kstatus}.
 */
@RealControlPlane
class KstatusPlaneTest {

  private static final String PROGRAM = "kstatus";

  @TempDir Path folder;

  @Test
  void theLibrarySaysWhatTheTableSays() throws IOException, InterruptedException {
    List<StatusSample> samples = Samples.all();
    Path objects = folder.resolve("objects.json");
    new JsonMapper()
        .writeValue(objects.toFile(), samples.stream().map(StatusSample::object).toList());
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(program().toString())
            .redirectInput(objects.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
    List<String> said = Files.readAllLines(out);
    assertEquals(samples.size(), said.size());
    for (int i = 0; i < said.size(); i++) {
      assertEquals(samples.get(i).kstatus(), said.get(i), samples.get(i).toString());
    }
  }

  private static Path program() {
    return ControlPlaneBinaries.find(System.getenv()).searched().stream()
        .map(directory -> directory.resolve(PROGRAM))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no kstatus: run hack/control-plane/build --helm --kstatus"));
  }
}
