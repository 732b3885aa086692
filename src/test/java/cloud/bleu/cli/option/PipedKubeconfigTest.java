package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.layers.ChildJvm;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A kubeconfig that a shell gives as {@code <(command)}. It is a pipe that the process has from its
 * parent, as the standard input is here.
 */
@Tag("wiring")
class PipedKubeconfigTest {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: prod
      clusters: [{name: prod, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: prod, user: {token: t}}]
      contexts: [{name: prod, context: {cluster: prod, user: prod}}]
      """;

  @TempDir private Path folder;

  /** Types lines, one after the other, and prints what is said to each: a program. */
  static final class Lines {
    private Lines() {}

    public static void main(String[] lines) {
      for (String line : lines) {
        System.out.println(Typed.bleu(line.split(" ")).err().strip());
      }
    }
  }

  /** By the option, and by the variable. What runs on is refused, and leaves it to be read. */
  @ParameterizedTest
  @CsvSource({"' --kubeconfig PIPE', ''", "'', PIPE"})
  void aVerbReadsItOnceAndWhatRunsOnDoesNot(String option, String variable) throws Exception {
    String pipe = "/dev/stdin";
    String given = option.replace("PIPE", pipe);
    String refused =
        pipe
            + ": can be read only once, as a pipe can, and a kubeconfig is read again when a"
            + " credential ends; write it to a file, and give that";
    List<String> said =
        said(
            variable.replace("PIPE", pipe),
            "run" + given,
            "ui" + given,
            "check" + given,
            "explain web" + given);
    assertEquals(List.of(refused, refused), said.subList(0, 2));
    assertEquals(4, said.size(), said.toString());
    for (String asked : said.subList(2, 4)) {
      assertTrue(asked.startsWith("the cluster at https://127.0.0.1:1/ is not reachable"), asked);
    }
  }

  private List<String> said(String variable, String... lines) throws Exception {
    Path out = folder.resolve("out");
    List<String> command = ChildJvm.command(Lines.class);
    command.addAll(List.of(lines));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", variable);
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write(KUBECONFIG.getBytes(StandardCharsets.UTF_8));
    }
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still there");
      return Files.readAllLines(out);
    } finally {
      process.destroyForcibly();
    }
  }
}
