package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that people read fits the terminal, and is bold on a terminal only. */
@Tag("wiring")
class WidthTest {

  private static final int COLUMNS = 80;
  private static final String ANSI = "picocli.ansi";
  private static final String ESCAPE = "\u001b[";

  @AfterEach
  void plain() {
    System.clearProperty(ANSI);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan -f examples/hospital",
        "plan -f examples/ministry",
        "plan -f examples/hospital --diff",
        "plan -f src/test/resources/unplaceable",
        "explain sante/dossier-base -f examples/hospital",
        "explain sante/codage-nuit -f examples/hospital",
        "explain sante-repetition/dossier-web -f examples/hospital",
        "explain demarches/api -f examples/ministry",
        "explain mairie/etat-civil -f examples/migration",
        "explain rayons/lac -f src/test/resources/unplaceable",
        "explain sante/dossier-base -f examples/hospital --all",
        "explain demarches/api -f examples/ministry --all",
        "explain demarches/api -f examples/ministry --all --lang fr",
        "assess -f src/test/resources/assess/shop.yaml",
        "assess -f examples/aks-shop/today --graph",
        "assess -f examples/aks-shop/today --plan --estate examples/migration --waves examples/aks-shop/move/waves.yaml",
        "assess --list",
        "rules",
        "rules --requirements",
        "rules --try zone.location.country=='FR' -f examples/hospital",
        "rules qualified-offering",
        "rules ownership-thresholds",
        "sandbox examples/hospital --once",
        "sandbox src/test/resources/unplaceable --once",
        "help",
        "help plan",
        "help assess",
        "help sandbox",
        "help run",
      })
  void whatIsPrintedFitsAndIsTheSameInBold(String command) {
    Typed plain = Typed.onTerminal(COLUMNS, command.split(" "));
    assertTrue(plain.out().lines().count() > 1, plain.err());
    assertFalse(plain.out().contains(ESCAPE), "no terminal, no bold");
    assertEquals(List.of(), plain.out().lines().filter(WidthTest::isTooWide).toList());
    if (command.startsWith("sandbox")) {
      // Its lines carry the time: no two runs print the same.
      return;
    }
    System.setProperty(ANSI, "true");
    Typed bold = Typed.onTerminal(COLUMNS, command.split(" "));
    assertEquals(plain.out(), bold.out().replaceAll("\u001b\\[[0-9;]*m", ""));
    if (!command.startsWith("explain") || command.contains("--all")) {
      assertTrue(bold.out().contains(ESCAPE), bold.out());
    }
    Typed asked = Typed.onTerminal(COLUMNS, (command + " --no-color").split(" "));
    assertFalse(asked.out().contains(ESCAPE), "--no-color");
  }

  /** An address that is longer by itself stays whole, so that it can be opened and copied. */
  private static boolean isTooWide(String line) {
    return line.length() > COLUMNS && !line.strip().matches("https://\\S+");
  }

  /** A phone, or a pane beside another one: what is too narrow for help is no reason to fail. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 30, 40, 54, 55})
  void narrowTerminalIsNoReasonToFail(int columns) {
    for (String command : List.of("plan -f examples/hospital", "rules", "help", "plan --help")) {
      Typed typed = Typed.onTerminal(columns, command.split(" "));
      assertEquals(ExitCode.OK, typed.code(), typed.err());
      int most = Math.max(columns, command.contains("help") ? 55 : 40);
      assertEquals(
          List.of(),
          typed
              .out()
              .lines()
              .filter(line -> line.length() > most && line.strip().contains(" "))
              .toList(),
          command);
    }
  }

  /** In a file or a pipe a row is a line, so that lines can be searched. */
  @ParameterizedTest
  @ValueSource(strings = {"plan -f examples/hospital", "rules"})
  void noRowIsWrappedInAPipe(String command) {
    String table = Typed.bleu(command.split(" ")).out();
    String rows = table.substring(0, (table + "\n\n").indexOf("\n\n"));
    assertFalse(rows.lines().anyMatch(line -> line.startsWith(" ")), rows);
    assertTrue(rows.lines().anyMatch(line -> line.length() > 100), rows);
  }
}
