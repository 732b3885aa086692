package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.layers.ChildJvm;
import java.io.IOException;
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

  /**
   * To read a descriptor is to open what it is once more. That of a pipe with a name then waits for
   * another one who writes it, though all that was written is there.
   */
  @ParameterizedTest
  @CsvSource({
    "/dev/fd/7, '', :",
    "/proc/self/fd/7, '', :",
    "'', /dev/fd/7, :",
    // It has no name any more, and is still none of the shell.
    "/dev/fd/7, '', rm",
    "/proc/self/fd/7, '', rm"
  })
  void aPipeWithANameIsNoneOfTheShellThoughItOpenedThat(String option, String variable, String then)
      throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "cat \"$0\" >\"$1\" & exec 7<\"$1\"; wait; " + then + " \"$1\"; shift; exec \"$@\"",
                kubeconfig().toString(),
                pipe.toString()));
    command.addAll(ChildJvm.command(Lines.class));
    command.add(option.isEmpty() ? "check" : "check --kubeconfig " + option);
    List<String> said = said(variable, new ProcessBuilder(command));
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith(option + variable + ": can be read only once"), said.get(0));
  }

  private static void assertRead(String said) {
    assertTrue(said.startsWith("the cluster at https://127.0.0.1:1/ is not reachable"), said);
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
  }

  private List<String> said(Class<?> program, String variable, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 7<&0", "sh"));
    command.addAll(ChildJvm.command(program));
    command.addAll(List.of(arguments));
    return said(
        variable, new ProcessBuilder("cat", kubeconfig().toString()), new ProcessBuilder(command));
  }

  /** What the last one prints, that has what the first one prints as its standard input. */
  private List<String> said(String variable, ProcessBuilder... pipeline) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder last = pipeline[pipeline.length - 1];
    last.environment().put("KUBECONFIG", variable);
    last.redirectOutput(out.toFile()).redirectError(err.toFile());
    List<Process> processes = ProcessBuilder.startPipeline(List.of(pipeline));
    Process program = processes.get(processes.size() - 1);
    try {
      assertTrue(program.waitFor(60, TimeUnit.SECONDS), "still there");
      assertEquals(0, program.exitValue(), Files.readString(err));
      return Files.readAllLines(out);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }
}
