package cloud.bleu.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.VerbParser;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Help that can be copied from. */
class HelpTextTest {

  /** Identifiers have dashes, dots and slashes; none is broken, however wide the terminal is. */
  @ParameterizedTest
  @ValueSource(ints = {80, 90, 100})
  void noIdentifierIsBroken(int columns) {
    System.setProperty(Terminal.COLUMNS, String.valueOf(columns));
    try {
      PrintWriter nowhere = new PrintWriter(new StringWriter());
      CommandLine line =
          VerbParser.of(
              new IOStreams(nowhere, nowhere, InputStream.nullInputStream(), Clock.systemUTC()));
      TreeSet<String> broken = new TreeSet<>();
      int looked = look(line, columns, broken);
      assertTrue(looked > 20, "only " + looked + " words with a dash or a slash");
      assertEquals(new TreeSet<>(), broken);
    } finally {
      System.setProperty(Terminal.COLUMNS, "0");
    }
  }

  /** Where descriptions of options begin. */
  private static int descriptions(CommandLine line) {
    CommandLine.Help.Column[] all = line.getHelp().createDefaultLayout().textTable().columns();
    int before = 0;
    for (int i = 0; i < all.length - 1; i++) {
      before += all[i].width;
    }
    return before + all[all.length - 1].indent;
  }

  private static int look(CommandLine line, int columns, TreeSet<String> broken) {
    String help = line.getUsageMessage();
    String hanging = " ".repeat(descriptions(line) + 2);
    help.lines()
        .forEach(
            l -> {
              assertTrue(l.length() <= columns, l);
              // What picocli breaks itself hangs by two, and leaves a word alone on a line.
              assertFalse(l.startsWith(hanging) && !l.isBlank(), line.getCommandName() + ":" + l);
            });
    int looked = 0;
    for (String word : words(line.getCommandSpec())) {
      if (word.matches(".*[a-z][-/.][a-z].*") && !word.contains("$") && word.length() < 45) {
        looked++;
        if (!help.contains(word)) {
          broken.add(line.getCommandName() + ": " + word);
        }
      }
    }
    for (CommandLine verb : line.getSubcommands().values()) {
      looked += look(verb, columns, broken);
    }
    return looked;
  }

  private static List<String> words(CommandSpec spec) {
    List<String> texts = new ArrayList<>(List.of(spec.usageMessage().description()));
    spec.options().stream()
        .filter(o -> !o.hidden())
        .forEach(o -> texts.addAll(List.of(o.description())));
    spec.positionalParameters().forEach(p -> texts.addAll(List.of(p.description())));
    return texts.stream().flatMap(t -> List.of(t.split(" +")).stream()).toList();
  }

  @Test
  void theFinalizersOfReleaseStandAsTheyAreTyped() {
    String help = Typed.onTerminal(80, "release", "--help").out();
    assertTrue(help.contains("placement.bleu.cloud/restore"), help);
    assertTrue(help.contains("placement.bleu.cloud/in-use"), help);
  }
}
