package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.layers.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is exit code 1, every error at once on standard error, and nothing written. */
class BadInputTest {

  @TestFactory
  Stream<DynamicTest> everyErrorAtOnce() {
    return BadInputCases.all().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(),
                    () -> {
                      Typed typed =
                          assertTimeoutPreemptively(
                              Duration.ofSeconds(60),
                              () -> Typed.withInput(c.input(), "plan", "-f", "-"));
                      int n = c.errors().size();
                      String end =
                          (n == 1 ? "1 error" : n + " errors") + " in -; nothing was planned\n";
                      assertEquals(String.join("\n", c.errors()) + "\n" + end, typed.err());
                      assertEquals("", typed.out());
                      assertEquals(ExitCode.BAD_INPUT, typed.code());
                    }));
  }

  @Test
  void filesThatAreNoManifests(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("latin.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectory(directory.resolve("empty"));
    Typed typed =
        Typed.bleu("plan", "-f", directory.toString(), "-f", directory + "/empty", "-f", "gone");
    assertEquals(
        directory
            + "/empty: no manifest in this directory; give a directory with .yaml, .yml or .json files\n"
            + directory
            + "/latin.yaml: not UTF-8 text; save it as UTF-8\n"
            + "gone: no such file or directory; check the path\n"
            + "3 errors in "
            + directory
            + " "
            + directory
            + "/empty gone; nothing was planned\n",
        typed.err());
    assertEquals(ExitCode.BAD_INPUT, typed.code());
  }

  /** Each verb says what it did not do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drill   | no drill was run",
        "waivers | no waiver was listed",
        "report -o csv | no report was written",
        "what-if --lose a | nothing was planned",
        "facts due | no fact was listed",
        "doctor -n a | nothing was looked at",
      })
  void whatIsNotDoneIsThatOfTheVerb(String verb, String undone) {
    String line = verb + " -f gone";
    assertEquals(
        "gone: no such file or directory; check the path\n1 error in gone; " + undone + "\n",
        Typed.bleu(line.split(" ")).err());
  }

  /** Each file counts once, however often it is named. */
  @Test
  void aDirectoryThatIsGivenTwiceHasItsManifestsAllTheSame() {
    Typed once = Typed.bleu("plan", "-f", "examples/ministry");
    Typed twice =
        Typed.bleu("plan", "-f", "examples/ministry", "-f", "examples/ministry/../ministry");
    assertEquals("", twice.err());
    assertEquals(once.out(), twice.out());
  }

  @Test
  void anAddressIsNotAFile() {
    Typed typed = Typed.bleu("plan", "-f", "https://example.com/estate.yaml");
    assertTrue(
        typed
            .err()
            .startsWith(
                "https://example.com/estate.yaml: no such file or directory; an address is not"
                    + " read: fetch it first, and give what comes with -f -\n"),
        typed.err());
  }

  /** As what a variable of a shell leaves that is not set: it is not the working directory. */
  @Test
  void anEmptyArgumentIsNotAFile() {
    assertEquals(
        "\"\": not a path; give a file, a directory or - for standard input\n"
            + "1 error in ; nothing was planned\n",
        Typed.bleu("plan", "-f", "").err());
  }

  /** What Windows' own tools save. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void textOfTwoBytesALetter(String charset, @TempDir Path directory) throws IOException {
    Path file = directory.resolve("wide.yaml");
    Files.write(file, "apiVersion: v1\n".getBytes(Charset.forName(charset)));
    Typed typed = Typed.bleu("plan", "-f", file.toString());
    assertEquals(
        file
            + ": UTF-16 text; save it as UTF-8; in PowerShell, Out-File -Encoding utf8\n1 error in "
            + file
            + "; nothing was planned\n",
        typed.err());
  }

  /** Whoever opens a pipe waits until somebody writes into it. */
  @Test
  void aPipeInADirectoryIsNotWaitedFor(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe.yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), pipe);
    Typed typed =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> Typed.bleu("plan", "-f", directory.toString()));
    String advice =
        ": not a regular file; take it out of the directory, or give it by itself with -f\n";
    assertEquals(
        link + advice + pipe + advice + "2 errors in " + directory + "; nothing was planned\n",
        typed.err());
  }

  /** As a shell gives it for {@code -f <(helm template ...)}. */
  @Test
  void aPipeByItselfIsRead() throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec %s plan -f <(echo 'kind: X')".formatted(ChildJvm.shell(Bleu.class)))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains(": document 1: apiVersion is missing"), said);
    assertEquals(ExitCode.BAD_INPUT, process.waitFor());
  }

  @Test
  void hundredMegabytes(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("large.yaml");
    byte[] line =
        "a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n---\n"
            .repeat(10_000)
            .getBytes(StandardCharsets.UTF_8);
    try (var out = Files.newOutputStream(file)) {
      for (long written = 0; written < 100_000_000; written += line.length) {
        out.write(line);
      }
    }
    Typed typed = Typed.bleu("plan", "-f", file.toString());
    assertEquals(
        file
            + ": larger than 32 MiB; split it into several files of at most 32 MiB\n1 error in "
            + file
            + "; nothing was planned\n",
        typed.err());
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
  }

  @Test
  void hundredMegabytesOnStandardInput() {
    byte[] line = "# ".concat("a".repeat(1022)).concat("\n").getBytes(StandardCharsets.UTF_8);
    InputStream endless =
        new InputStream() {
          private long left = 100_000_000;

          @Override
          public int read() {
            return left-- > 0 ? line[(int) (left % line.length)] : -1;
          }
        };
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    IOStreams streams =
        new IOStreams(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            endless,
            Clock.fixed(Typed.NOW, ZoneOffset.UTC));
    assertEquals(ExitCode.BAD_INPUT, Bleu.run(streams, "plan", "-f", "-"));
    assertEquals("", out.toString());
    assertTrue(err.toString().startsWith("-: larger than 32 MiB; "), err.toString());
  }

  /** Each within the limit, the first just so, and together beyond it; and each is read. */
  @Test
  void filesWithinTheLimitThatAreBeyondItTogether(@TempDir Path directory) throws IOException {
    byte[] comment = ("# " + "a".repeat(1021) + "\n").repeat(1024).getBytes(StandardCharsets.UTF_8);
    for (int file = 0; file < 3; file++) {
      try (var out = Files.newOutputStream(directory.resolve(file + ".yaml"))) {
        for (int megabytes = 0; megabytes < (file == 0 ? 31 : 1); megabytes++) {
          out.write(comment);
        }
        out.write(
            "apiVersion: v1\nkind: Namespce\nmetadata: {name: a}\n"
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    Typed typed = Typed.bleu("plan", "-f", directory.toString());
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(
        3,
        typed.err().lines().filter(l -> l.contains("did you mean Namespace?")).count(),
        typed.err());
  }

  @Test
  void zeroZonesIsNoError() {
    Typed typed =
        Typed.withInput(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"
                + BadInputCases.ordinary(),
            "plan",
            "-f",
            "-");
    assertTrue(typed.err().startsWith("note: no AvailabilityZone is in the input"), typed.err());
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertTrue(
        typed.out().endsWith("0 of 1 workloads placed, 0 of 1 replicas, 0 zones\n"), typed.out());
  }

  @Test
  void largerThanEverythingDoesNotKeepTheOthersOut() {
    String whale = PlanCommandTest.workload("whale", 1, "").replace("{cpu: 1}", "{cpu: 1000}");
    Typed typed =
        Typed.withInput(
            PlanCommandTest.ESTATE + whale + PlanCommandTest.workload("web", 2, ""),
            "plan",
            "-f",
            "-");
    assertEquals("", typed.err());
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertTrue(typed.out().contains("1 of 2 workloads placed, 2 of 3 replicas"), typed.out());
  }

  @Test
  void withoutRequestsIsARefusalWithAdvice() {
    String silent =
        PlanCommandTest.workload("web", 2, "").replace("requests: {cpu: 1}", "limits: {}");
    Typed typed = Typed.withInput(PlanCommandTest.ESTATE + silent, "plan", "-f", "-");
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertTrue(typed.out().contains("shop/web: 2 not placed, RequestsMissing: "), typed.out());
  }

  @Test
  void nothingToPlanSaysWhatToGive() {
    Typed typed =
        Typed.withInput(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", "plan", "-f", "-");
    assertEquals(
        "-: only 1 Namespace, neither an AvailabilityZone nor a BleuWorkload; give the directory that"
            + " holds them as well, as in `-f - -f DIRECTORY`; or leave out -f to read a cluster that"
            + " has them, or draft zones with `bleu init`\n",
        typed.err());
    assertEquals(ExitCode.BAD_INPUT, typed.code());
  }

  /** An example that is laid over another one, by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"plan", "drill", "explain web"})
  void whatIsToBeLaidOverZonesSaysHow(String verb) {
    String path = "examples/live-drill";
    List<String> words = new ArrayList<>(List.of(verb.split(" ")));
    words.addAll(List.of("-f", path));
    Typed typed = Typed.now(words.toArray(String[]::new));
    assertEquals(
        path
            + ": only 1 ResilienceDrill, neither an AvailabilityZone nor a BleuWorkload; give the"
            + " directory that holds them as well, as in `-f examples/live-drill -f DIRECTORY`; or"
            + " leave out -f to read a cluster that has them, or draft zones with `bleu init`\n",
        typed.err());
    assertEquals(ExitCode.BAD_INPUT, typed.code());
  }

  @Test
  void workloadsWithoutZonesSayWhereZonesMayBe() {
    Typed typed = Typed.withInput(PlanCommandTest.workload("web", 2, ""), "plan", "-f", "-");
    assertEquals(ExitCode.UNPLACED, typed.code());
    assertTrue(
        typed
            .err()
            .contains(
                "note: no AvailabilityZone is in the input, so nothing is placed; give the directory"
                    + " that holds them as well, as in `-f - -f DIRECTORY`"),
        typed.err());
  }
}
