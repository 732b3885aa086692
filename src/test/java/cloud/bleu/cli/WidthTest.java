package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that people read fits in 100 columns, and is bold on a terminal only. */
@Tag("wiring")
class WidthTest {

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
        "rules",
        "rules qualified-offering",
        "rules ownership-thresholds",
        "sandbox examples/hospital --once",
        "sandbox src/test/resources/unplaceable --once",
        "help",
        "help plan",
        "help sandbox",
        "help run",
      })
  void whatIsPrintedFitsAndIsTheSameInBold(String command) {
    Typed plain = Typed.bleu(command.split(" "));
    assertTrue(plain.out().lines().count() > 1, plain.err());
    assertFalse(plain.out().contains(ESCAPE), "no terminal, no bold");
    assertEquals(
        List.of(), plain.out().lines().filter(line -> line.length() > Table.WIDTH).toList());
    if (command.startsWith("sandbox")) {
      // Its lines carry the time: no two runs print the same.
      return;
    }
    System.setProperty(ANSI, "true");
    Typed bold = Typed.bleu(command.split(" "));
    assertTrue(bold.out().contains(ESCAPE), bold.out());
    assertEquals(plain.out(), bold.out().replaceAll("\u001b\\[[0-9;]*m", ""));
    Typed asked = Typed.bleu((command + " --no-color").split(" "));
    assertFalse(asked.out().contains(ESCAPE), "--no-color");
  }
}
