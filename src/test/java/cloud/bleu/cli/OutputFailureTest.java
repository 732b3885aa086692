package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.layers.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where standard output takes no more: half a report does not pass for a whole one. */
@Tag("wiring")
class OutputFailureTest {
  /** Longer than a pipe holds. */
  private static final String LONG = "report -f examples/hospital -o csv";

  @TempDir Path directory;

  private Process started(String line, ProcessBuilder.Redirect out) throws IOException {
    List<String> command = ChildJvm.command(Bleu.class);
    command.addAll(List.of(line.split(" ")));
    return new ProcessBuilder(command)
        .redirectOutput(out)
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private int ended(Process process) throws Exception {
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "it ends");
    return process.exitValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report -f examples/hospital -o csv",
        "plan -f examples/hospital",
        "plan -f examples/hospital -o json",
        "version",
      })
  void fullDiskIsToldAndIsAnError(String line) throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    int code = ended(started(line, ProcessBuilder.Redirect.to(full.toFile())));

    String err = Files.readString(directory.resolve("err"));
    assertEquals(ExitCode.BAD_INPUT, code, err);
    assertTrue(
        err.contains(
            "cannot write the output: No space left on device; what was written is not whole, so"
                + " do not use it: make room, or write elsewhere"),
        err);
  }

  /** As of {@code bleu … | head -1}. */
  @Test
  void readerWhoWantsNoMoreIsNoError() throws Exception {
    Process process = started(LONG, ProcessBuilder.Redirect.PIPE);
    assertTrue(process.getInputStream().read() >= 0);
    process.getInputStream().close();

    int code = ended(process);
    String err = Files.readString(directory.resolve("err"));
    assertEquals("", err);
    assertEquals(ExitCode.OK, code);
  }
}
