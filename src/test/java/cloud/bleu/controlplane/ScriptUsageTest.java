package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script of {@code hack} says how it is used, and refuses an option that it does not know
 * before it does anything: there is neither Java nor Maven, Go or Helm here.
 */
class ScriptUsageTest {

  private static final List<String> NEEDED = List.of("bash", "cat", "dirname", "env", "sed");

  @TempDir Path directory;

  private static List<String> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("hack"))) {
      List<String> scripts =
          files
              .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
              .map(Path::toString)
              .sorted()
              .toList();
      assertTrue(scripts.contains("hack/bench"), scripts.toString());
      return scripts;
    }
  }

  /** The comment on top of a script. */
  private static List<String> comment(String script) throws IOException {
    return Files.readAllLines(Path.of(script)).stream()
        .skip(1)
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^# ?", ""))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void helpIsTheCommentOnTop(String script) throws Exception {
    List<String> comment = comment(script);
    assertTrue(comment.stream().anyMatch(line -> line.contains(script)), "no usage: " + comment);
    for (String typed : List.of("--help", "-h", "something --help", "--no-such-option -h --")) {
      Run run = run(script, typed.split(" "));
      assertEquals("", run.err, typed);
      assertEquals(comment, run.out.lines().toList(), typed);
      assertEquals(0, run.code, typed);
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void unknownOptionIsUsageAndSaysWhereToLook(String script) throws Exception {
    Run run = run(script, "--no-such-option");
    assertEquals("", run.out);
    assertTrue(run.err.contains(script + " --help"), run.err);
    assertEquals(2, run.code, run.err);
  }

  /** The first word may be that of another measurement, or ask for help. */
  @ParameterizedTest
  @CsvSource({
    "pass 3, cloud.bleu.operator.pass.PassCost 3",
    "-prof gc oneWorkload, org.openjdk.jmh.Main -prof gc oneWorkload",
    "-- pass 3, org.openjdk.jmh.Main pass 3",
    "-- operator, org.openjdk.jmh.Main operator",
    "-- verify, org.openjdk.jmh.Main verify",
    "-- -h, org.openjdk.jmh.Main -h",
    "-- --help, org.openjdk.jmh.Main --help",
    "-- -- x, org.openjdk.jmh.Main -- x",
    "--, org.openjdk.jmh.Main",
  })
  void whatIsMeasuredIsRun(String typed, String expected) throws Exception {
    program("mvn", "");
    program("java", "shift 2; echo \"$@\"");
    assertEquals(expected, run("hack/bench", typed.split(" ")).out.strip());
  }

  private void program(String name, String line) throws IOException {
    Path program = programs().resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + line + "\n");
    assertTrue(program.toFile().setExecutable(true));
  }

  private record Run(int code, String out, String err) {}

  private Run run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(script).toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.directory(Files.createDirectories(directory.resolve("typed-in")).toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs().toString());
    builder.environment().put("HOME", directory.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    int code = process.waitFor();
    try (Stream<Path> made = Files.list(directory.resolve("typed-in"))) {
      assertEquals(List.of(), made.toList());
    }
    return new Run(code, out, Files.readString(err));
  }

  private Path programs() throws IOException {
    Path programs = directory.resolve("programs");
    if (Files.notExists(programs)) {
      Files.createDirectory(programs);
      for (String name : NEEDED) {
        for (String from : List.of("/usr/bin", "/bin")) {
          if (Files.exists(Path.of(from, name)) && Files.notExists(programs.resolve(name))) {
            Files.createSymbolicLink(programs.resolve(name), Path.of(from, name));
          }
        }
      }
    }
    return programs;
  }
}
