package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell is told when somebody presses the tabulator. */
class CompletionTest {

  @Test
  void bashCompletesVerbsAndOptions(@TempDir Path directory) throws Exception {
    Path script = directory.resolve("completion");
    Files.writeString(script, Typed.bleu("completion").out());
    assertEquals(List.of("plan"), complete(script, "bleu", "pl"));
    assertEquals(List.of("--diff"), complete(script, "bleu", "plan", "--di"));
    assertTrue(complete(script, "bleu", "plan", "-o", "").contains("json"));
    assertTrue(complete(script, "bleu", "rules", "data").contains("data-location"));
  }

  private static List<String> complete(Path script, String... words) throws Exception {
    String line =
        "source "
            + script
            + "; COMP_WORDS=("
            + String.join(" ", words).replaceAll(" $", " ''")
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _complete_bleu; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes());
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
    return printed.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  /** The protocol of kubectl's plugins and of fish: candidates, then the directive. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pl            | plan :4
          help pl       | plan :4
          plan --di     | --diff :4
          plan -o j     | json junit :4
          plan -f ''    | :0
          plan --cont   | --context :4
          plan --requ   | --request-timeout :4
          check --request-timeout 3 | 30s :4
          rules data-   | data-location :4
          sandbox --o   | --once :0
          completion f  | fish :4
          __comp        | :4
          """)
  void theProgramSaysWhatCanFollow(String words, String said) {
    String[] arguments =
        Stream.concat(
                Stream.of("__complete", "--"),
                Stream.of(words.split(" ")).map(w -> w.equals("''") ? "" : w))
            .toArray(String[]::new);
    Typed typed = Typed.bleu(arguments);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertEquals(said, String.join(" ", typed.out().lines().toList()));
  }

  @Test
  void everyVerbIsOfferedAndTheHiddenOneIsNot() {
    List<String> verbs = Typed.bleu("__complete", "--", "").out().lines().toList();
    assertTrue(verbs.containsAll(List.of("run", "sandbox", "plan", "explain", "init")), verbs + "");
    assertTrue(verbs.stream().noneMatch(v -> v.startsWith("__")), verbs + "");
  }

  /** Names of objects, from the manifests that are typed; nothing where there are none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain -f examples/hospital sante/dossier-b    | sante/dossier-base :4
          explain -f examples/hospital -n sante dossier-b | dossier-base :4
          plan -f examples/hospital sante/dossier-b       | sante/dossier-base :4
          what-if -f examples/hospital --lose ct-az0      | ct-az05 ct-az06 ct-az07 :4
          what-if -f examples/hospital --lose par         | par7s :4
          what-if -f examples/hospital --capacity ct-az05 | ct-az05= :4
          plan -f examples/hospital -n sante-             | sante-repetition :4
          what-if -f examples/hospital -n sante-          | sante-repetition :4
          rules NoZone                                    | NoZoneAllowed :4
          rules owner                                     | ownership ownership-thresholds :4
          rules -f examples/policies no-flood             | no-flood-basin :4
          explain -f nowhere x                            | :4
          explain -f examples/hospital --self-zone ct-az0 | ct-az05 ct-az06 ct-az07 :4
          drill -f examples/drills par                    | par7s-monthly :4
          facts due -o j                                  | json :4
          facts due --with                                | --within :4
          waivers app                                     | approve :4
          explain --kubeconfig nowhere x                  | :4
          report -o o                                     | oscal oscal-catalog :4
          """)
  void namesOfObjectsAreKnown(String words, String said) {
    theProgramSaysWhatCanFollow(words, said);
  }

  /** Names that one's own policies give are found in the cluster, and can be looked up there. */
  @Test
  void ownStatementsAreKnownFromTheCluster(@TempDir Path directory) throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory)) {
      cluster.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: own}
          spec:
            rules:
            - {name: quiet-at-night, expression: "zone.name != 'x'"}
          """);
      String kubeconfig = cluster.kubeconfig().toString();
      String[] here = {"rules", "--kubeconfig", kubeconfig, "--request-timeout", "60s"};
      Typed typed = Typed.bleu(words(Stream.of("__complete", "--"), here, "quiet"));
      assertEquals("quiet-at-night\n:4\n", typed.out());
      Typed found = Typed.bleu(words(Stream.empty(), here, "quiet-at-night"));
      assertEquals(ExitCode.OK, found.code(), found.err());
      assertTrue(found.out().contains("Stated by policy own"), found.out());
    }
  }

  private static String[] words(Stream<String> before, String[] words, String last) {
    return Stream.concat(Stream.concat(before, Stream.of(words)), Stream.of(last))
        .toArray(String[]::new);
  }

  @Test
  void bashAsksTheProgramForNames(@TempDir Path directory) throws Exception {
    Path program = directory.resolve("bleu");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' sante/web \"$*\" :4\n");
    assertTrue(program.toFile().setExecutable(true));
    Path script = directory.resolve("completion");
    Files.writeString(
        script, Typed.bleu("completion").out() + "\nfunction _complete_bleu() { COMPREPLY=(); }\n");
    String line =
        "source "
            + script
            + "; COMP_WORDS=("
            + program
            + " explain san); COMP_CWORD=2; _complete_bleu_names; printf '%s\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", line).start();
    assertEquals(
        "sante/web\n__complete -- explain san\n",
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
  }

  /** What picocli writes turns the file names of the shell off, also where a file is meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plan -f em                  | empty.yaml emptied
          plan -f examples --filename em | empty.yaml emptied
          what-if --policy em         | empty.yaml emptied
          sandbox em                  | empty.yaml emptied
          sandbox --once em           | empty.yaml emptied
          schema em                   | empty.yaml emptied
          """)
  void bashCompletesFilesWhereOneIsMeant(String words, String files, @TempDir Path directory)
      throws Exception {
    Files.createFile(directory.resolve("empty.yaml"));
    Files.createDirectory(directory.resolve("emptied"));
    Files.createFile(directory.resolve("other.yaml"));
    Path script = directory.resolve("completion");
    Files.writeString(script, Typed.bleu("completion").out());
    String[] typed = words.strip().split(" +");
    String line =
        "cd "
            + directory
            + "; source completion; COMP_WORDS=(bleu "
            + String.join(" ", typed)
            + "); COMP_CWORD="
            + typed.length
            + "; _complete_bleu_names; printf '%s\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
    assertEquals(
        Stream.of(String.valueOf(files).split(" ")).sorted().toList(),
        said.lines().sorted().toList());
  }

  @Test
  void fishAsksTheProgram() {
    String script = Typed.bleu("completion", "fish").out();
    assertTrue(script.contains("__complete --"), script);
    assertTrue(script.endsWith("complete -c bleu -f -a '(__bleu_complete)'\n"), script);
  }
}
