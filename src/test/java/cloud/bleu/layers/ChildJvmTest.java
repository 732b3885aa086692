package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Bleu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that tests start map the classes under test in place of reading them, as those of users. */
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

  /** A Java that crashes on it starts without, and slower: nobody would see that by itself. */
  @Test
  void theClassesOfTheRunThatTheLauncherArchivesCanBeArchived(@TempDir Path folder)
      throws Exception {
    Path archive = folder.resolve("bleu.jsa");
    List<String> command = ChildJvm.shortLived();
    command.add("-XX:ErrorFile=" + folder.resolve("crash"));
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.addAll(ClassArchive.classPath());
    command.add(Bleu.class.getName());
    command.addAll(runOfTheLauncher());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("err").toFile())
            .start();
    int code = process.waitFor();
    assertEquals("", Files.readString(folder.resolve("err")), "exit " + code);
    assertTrue(Files.exists(archive), "exit " + code);
  }

  /** The words of the verb whose classes {@code bleu} archives. */
  private static List<String> runOfTheLauncher() throws IOException {
    Matcher words =
        Pattern.compile("ArchiveClassesAtExit=.* -jar \"\\$jar\" \\\\\\R *(plan .*) \\|\\| true")
            .matcher(Files.readString(Path.of("bleu")));
    assertTrue(words.find(), "the run in bleu");
    List<String> run = new ArrayList<>();
    for (String word : words.group(1).split(" ")) {
      run.add(word.replace("\"", "").replace("$home", Path.of("").toAbsolutePath().toString()));
    }
    return run;
  }
}
