package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.layers.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A kubeconfig that a shell gives as {@code <(command)}. It is a pipe that the process has from its
 * parent, as the standard input and descriptor 7 are here.
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

  /** Prints what follows a verb in the commands that are said, with each kubeconfig: a program. */
  static final class Commands {
    private Commands() {}

    public static void main(String[] kubeconfigs) {
      for (String kubeconfig : kubeconfigs) {
        InputOptions options = new InputOptions();
        options.context = "prod";
        options.kubeconfig = Path.of(kubeconfig);
        System.out.println(options.typed().strip());
        System.out.println(options.typedForHelm().strip());
      }
    }
  }

  /** By the option, and by the variable. What runs on is refused, and leaves it to be read. */
  @ParameterizedTest
  @CsvSource({
    "/dev/stdin, ' --kubeconfig /dev/stdin', ''",
    "/dev/fd/7, ' --kubeconfig /dev/fd/7', ''",
    "/dev/stdin, '', /dev/stdin",
    "/proc/self/fd/7, '', /proc/self/fd/7"
  })
  void aVerbReadsItOnceAndWhatRunsOnDoesNot(String pipe, String option, String variable)
      throws Exception {
    String refused =
        pipe
            + ": can be read only once, as a pipe can, and a kubeconfig is read again when a"
            + " credential ends; write it to a file, and give that";
    List<String> said =
        said(
            Lines.class,
            variable,
            "run" + option,
            "ui" + option,
            "check" + option,
            "explain web" + option);
    assertEquals(List.of(refused, refused), said.subList(0, 2));
    assertEquals(4, said.size(), said.toString());
    said.subList(2, 4).forEach(PipedKubeconfigTest::assertRead);
  }

  @Test
  void itIsOnePipeByEachOfItsNames() throws Exception {
    List<String> said =
        said(
            Lines.class,
            "",
            "check --kubeconfig /dev/stdin",
            "check --kubeconfig /dev/fd/7",
            "check --kubeconfig /proc/self/fd/0");
    assertEquals(3, said.size(), said.toString());
    said.forEach(PipedKubeconfigTest::assertRead);
  }

  /** It is gone by then. Without the option the command would ask another cluster. */
  @Test
  void aCommandToTypeNamesAFileInItsPlace() throws Exception {
    assertEquals(
        List.of(
            "--context prod --kubeconfig FILE",
            "--kube-context prod --kubeconfig FILE",
            "--context prod --kubeconfig it",
            "--kube-context prod --kubeconfig it"),
        said(Commands.class, "", "/dev/fd/7", "it"));
  }

  /** It may have nobody who writes it, however its path begins. */
  @Test
  void aPipeWithANameIsNoneOfTheShell() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    KubeconfigFile file = new KubeconfigFile(Path.of("/dev/fd/../../.." + pipe));
    String said = assertThrows(BadInputException.class, file::isThere).getMessage();
    assertTrue(said.contains(": can be read only once"), said);
  }

  private static void assertRead(String said) {
    assertTrue(said.startsWith("the cluster at https://127.0.0.1:1/ is not reachable"), said);
  }

  private List<String> said(Class<?> program, String variable, String... arguments)
      throws Exception {
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 7<&0", "sh"));
    command.addAll(ChildJvm.command(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", variable);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    List<Process> processes =
        ProcessBuilder.startPipeline(
            List.of(new ProcessBuilder("cat", kubeconfig.toString()), builder));
    try {
      assertTrue(processes.get(1).waitFor(60, TimeUnit.SECONDS), "still there");
      assertEquals(0, processes.get(1).exitValue(), Files.readString(err));
      return Files.readAllLines(out);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }
}
