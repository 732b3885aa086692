package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Bleu;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JVMs that tests start map the classes under test in place of reading them. */
@Tag("wiring")
class ChildJvmTest {

  @Test
  void classesUnderTestComeFromTheArchive() throws Exception {
    List<String> command = ChildJvm.command(Bleu.class);
    command.set(command.indexOf("-Xlog:disable"), "-Xlog:class+load");
    command.add("version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(
        said.lines()
            .anyMatch(
                line ->
                    line.contains(" " + Bleu.class.getName() + " ")
                        && line.endsWith("shared objects file")),
        said);
  }
}
