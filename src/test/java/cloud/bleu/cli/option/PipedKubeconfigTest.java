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
import org.junit.jupiter.params.provider.ValueSource;

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

  /**
   * Types lines as {@link Lines} does, and prints what follows a verb in the commands that are said
   * with each kubeconfig that is named after {@code --}: a program.
   */
  static final class LinesAndCommands {
    private LinesAndCommands() {}

    public static void main(String[] arguments) {
      List<String> all = List.of(arguments);
      int end = all.indexOf("--");
      Lines.main(all.subList(0, end).toArray(String[]::new));
      for (String kubeconfig : all.subList(end + 1, all.size())) {
        InputOptions options = new InputOptions();
        options.context = "prod";
        options.kubeconfig = Path.of(kubeconfig);
        System.out.println(options.typed().strip());
        System.out.println(options.typedForHelm().strip());
      }
    }
  }

  /**
   * By the variable, and by the option, which names another pipe. What runs on is refused, and
   * leaves it to be read.
   */
  @ParameterizedTest
  @CsvSource({"/dev/stdin, /dev/fd/7", "/proc/self/fd/7, /dev/stdin"})
  void aVerbReadsItOnceAndWhatRunsOnDoesNot(String variable, String option) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String named : List.of("", " --kubeconfig " + option)) {
      for (String verb : List.of("run", "ui", "check", "explain web")) {
        lines.add(verb + named);
      }
    }
    List<String> said = said(Lines.class, variable, lines);
    assertEquals(8, said.size(), said.toString());
    assertRefusedThenRead(variable, said.subList(0, 4));
    assertRefusedThenRead(option, said.subList(4, 8));
  }

  private static void assertRefusedThenRead(String pipe, List<String> said) {
    String refused =
        pipe
            + ": can be read only once, as a pipe can, and a kubeconfig is read again when a"
            + " credential ends; write it to a file, and give that";
    assertEquals(List.of(refused, refused), said.subList(0, 2));
    said.subList(2, 4).forEach(line -> assertRead(pipe, line));
  }

  /** When a command is typed, it is gone. Without the option that would ask another cluster. */
  @Test
  void itIsOnePipeByEachOfItsNamesAndAFileInWhatIsToBeTyped() throws Exception {
    List<String> said =
        said(
            LinesAndCommands.class,
            "",
            List.of(
                "check --kubeconfig /dev/stdin",
                "check --kubeconfig /dev/fd/8",
                "check --kubeconfig /proc/self/fd/0",
                "--",
                "/dev/fd/7",
                "it"));
    assertEquals(7, said.size(), said.toString());
    said.subList(0, 3).forEach(line -> assertRead("/dev/stdin", line));
    assertEquals(
        List.of(
            "--context prod --kubeconfig FILE",
            "--kube-context prod --kubeconfig FILE",
            "--context prod --kubeconfig it",
            "--kube-context prod --kubeconfig it"),
        said.subList(3, 7));
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
   * another one who writes it, though all that was written is there. With {@code rm} it has no name
   * any more, and is still none of the shell.
   */
  @ParameterizedTest
  @ValueSource(strings = {":", "rm"})
  void aPipeWithANameIsNoneOfTheShellThoughItOpenedThat(String then) throws Exception {
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
    command.addAll(
        List.of("check --kubeconfig /dev/fd/7", "check --kubeconfig /proc/self/fd/7", "check"));
    List<String> said = said("/dev/fd/7", new ProcessBuilder(command));
    assertEquals(3, said.size(), said.toString());
    List<String> names = List.of("/dev/fd/7", "/proc/self/fd/7", "/dev/fd/7");
    for (int i = 0; i < 3; i++) {
      assertTrue(said.get(i).startsWith(names.get(i) + ": can be read only once"), said.get(i));
    }
  }

  /** The kubeconfig in the standard input has another cluster than that in descriptor 7. */
  private static void assertRead(String pipe, String said) {
    String port = pipe.equals("/dev/stdin") ? "2" : "1";
    assertTrue(
        said.startsWith("the cluster at https://127.0.0.1:" + port + "/ is not reachable"),
        pipe + ": " + said);
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
  }

  /**
   * What a program prints that has a pipe as descriptor 7, and another one as its standard input
   * and as descriptor 8.
   */
  private List<String> said(Class<?> program, String variable, List<String> arguments)
      throws Exception {
    String kubeconfig = kubeconfig().toString();
    String pipes = "exec 7<&0; sed s/127.0.0.1:1/127.0.0.1:2/ \"$0\" | exec \"$@\" 8<&0";
    List<String> command = new ArrayList<>(List.of("sh", "-c", pipes, kubeconfig));
    command.addAll(ChildJvm.command(program));
    command.addAll(arguments);
    return said(variable, new ProcessBuilder("cat", kubeconfig), new ProcessBuilder(command));
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
