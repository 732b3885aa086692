package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.VerbParser;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One namespace or all of them, as every verb takes it that answers for all. */
class NamespaceOptionsTest {

  /** All that have {@code -A}; where there is no such input, nothing else is said first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "what-if --lose north",
        "report -o csv",
        "ui",
        "waivers",
        "assess",
      })
  void oneAndAllAreRefusedBeforeAnythingIsRead(String verb) {
    List<String> line = new ArrayList<>(List.of(verb.split(" ")));
    line.addAll(List.of("-f", "nowhere", "-n", "shop", "-A"));
    Typed typed = Typed.bleu(line.toArray(String[]::new));
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("-n and -A exclude each other; give one of them\n", typed.err());
    assertEquals("", typed.out());
  }

  /** Of the verbs above, that of assess alone says more. */
  @Test
  void helpSaysTheSameOfThemEverywhere() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandSpec bleu =
        VerbParser.of(
                new IOStreams(nowhere, nowhere, InputStream.nullInputStream(), Clock.systemUTC()))
            .getCommandSpec();
    TreeSet<String> verbs = new TreeSet<>();
    TreeSet<String> said = new TreeSet<>();
    bleu.subcommands()
        .forEach(
            (name, line) -> {
              OptionSpec all = line.getCommandSpec().findOption("-A");
              if (all != null) {
                verbs.add(name);
              }
              if (all != null && !name.equals("assess")) {
                said.add(words(line.getCommandSpec().findOption("-n"), all));
              }
            });
    assertEquals(
        List.of("assess", "plan", "report", "ui", "waivers", "what-if"), List.copyOf(verbs));
    assertEquals(
        List.of("Only what is in this namespace. What is in all namespaces, which is the default."),
        List.copyOf(said));
  }

  @Test
  void allIsTheDefault() {
    Typed all = Typed.bleu("waivers", "-f", "examples/hospital", "-A");
    assertEquals(ExitCode.OK, all.code(), all.err());
    assertEquals(Typed.bleu("waivers", "-f", "examples/hospital"), all);
  }

  private static String words(OptionSpec... options) {
    return String.join(
        " ", Arrays.stream(options).flatMap(o -> Arrays.stream(o.description())).toList());
  }
}
