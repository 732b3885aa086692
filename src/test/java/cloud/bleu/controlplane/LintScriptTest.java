package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/lint}, with tools that a test makes up. */
class LintScriptTest {

  /** What the script needs, without a tool, Python, Go or a package manager. */
  private static Path programs;

  @TempDir Path home;
  private Path tools;

  /** Links, as a script that starts another program is a process more for each. */
  @BeforeAll
  static void programs() throws IOException {
    programs = Files.createTempDirectory("bleu-lint");
    for (String name :
        List.of(
            "awk",
            "bash",
            "cat",
            "cksum",
            "cmp",
            "cp",
            "cut",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sort",
            "tail",
            "tr",
            "uniq")) {
      for (String directory : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(directory, name)) && !Files.exists(programs.resolve(name))) {
          Files.createSymbolicLink(programs.resolve(name), Path.of(directory, name));
        }
      }
    }
  }

  @AfterAll
  static void noLinkStays() throws IOException {
    try (Stream<Path> links = Files.list(programs)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
    Files.delete(programs);
  }

  @BeforeEach
  void tools() throws IOException {
    tools = Files.createDirectory(home.resolve("tools"));
  }

  @Test
  void withNoToolItSaysOfEachWhyItIsSkipped() throws Exception {
    Run run = lint();
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.contains("0 passed, 0 failed, "), run.out);
    for (String part :
        List.of(
            "of helm-lint: no helm: set HELM to its path",
            "of kubeconform: no go on the PATH",
            "of kubernetes-validate: no python3 on the PATH",
            "of checkov: no python3 on the PATH",
            "of kube-score: no go on the PATH",
            "of promtool: not on the PATH; set BLEU_PROMTOOL",
            "of yamllint: no python3 on the PATH",
            "skipped 1 of shellcheck: no python3 on the PATH")) {
      assertTrue(run.out.contains(part), run.out + run.err);
    }
  }

  @Test
  void strictTakesWhatIsSkippedForFailed() throws Exception {
    Run run = lint("--strict", "shellcheck");
    assertEquals(1, run.code, run.err);
    assertTrue(run.out.contains("0 passed, 0 failed, 1 skipped"), run.out);
  }

  @Test
  void findingIsShownAndFails() throws Exception {
    shellcheck("echo 'hack/docs:7:3: warning: quote this [SC2086]'; exit 1");
    Run run = lint("shellcheck");
    assertEquals(1, run.code, run.err);
    assertTrue(run.out.contains("SC2086  hack/docs  hack/docs:7: quote this"), run.out);
    assertTrue(run.out.contains("0 passed, 1 failed, 0 skipped"), run.out);
  }

  @Test
  void toolThatFindsNothingPasses() throws Exception {
    shellcheck("exit 0");
    Run run = lint("--strict", "shellcheck");
    assertEquals(0, run.code, run.out + run.err);
    assertTrue(run.out.contains("1 passed, 0 failed, 0 skipped"), run.out);
  }

  /** Else a tool that cannot start would count as one that finds nothing. */
  @Test
  void toolThatBreaksWithoutAFindingFails() throws Exception {
    shellcheck("echo no such option >&2; exit 4");
    Run run = lint("shellcheck");
    assertEquals(1, run.code, run.err);
    assertTrue(run.out.contains("no such option"), run.out);
  }

  /** The exceptions of yamllint are about the chart, and this one says nothing of it. */
  @Test
  void exceptionThatNothingMatchesFails() throws Exception {
    yamllint("exit 0");
    script("helm", "echo 'kind: ConfigMap'");
    Run run = lint("yamllint");
    assertEquals(1, run.code, run.err);
    assertTrue(
        Pattern.compile(
                "failed +exceptions +hack/lint.d/exceptions.tsv:[0-9]+: nothing is found that it"
                    + " is for; remove it: yamllint commas")
            .matcher(run.out)
            .find(),
        run.out);
  }

  /** What an exception is for may be found by the part that did not run. */
  @Test
  void exceptionIsNotStaleWhereItsCheckWasSkipped() throws Exception {
    shellcheck("exit 0");
    yamllint("exit 0");
    Run run = lint("shellcheck", "yamllint");
    assertEquals(0, run.code, run.out + run.err);
    assertFalse(run.out.contains("exceptions.tsv"), run.out);
    assertTrue(run.out.contains("2 passed, 0 failed, 3 skipped"), run.out);
  }

  @Test
  void unknownCheckOrOptionIsUsage() throws Exception {
    for (String word : List.of("--everything", "spelling")) {
      Run run = lint(word);
      assertEquals(2, run.code);
      assertTrue(run.err.startsWith("usage: hack/lint"), run.err);
      assertTrue(run.err.contains("kube-score"), run.err);
    }
  }

  private record Run(int code, String out, String err) {}

  private Run lint(String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("hack/lint"), Stream.of(arguments)).toList());
    builder.environment().clear();
    builder.environment().putAll(Map.of("HOME", home.toString(), "PATH", tools + ":" + programs));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Run(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  private void shellcheck(String text) throws IOException {
    script("shellcheck", "[ \"$1\" != --version ] || exec echo version: 0.11.0\n" + text);
  }

  private void yamllint(String text) throws IOException {
    script("yamllint", "[ \"$1\" != --version ] || exec echo yamllint 1.38.0\n" + text);
  }

  private void script(String name, String text) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
