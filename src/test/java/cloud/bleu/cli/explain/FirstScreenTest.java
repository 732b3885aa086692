package cloud.bleu.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.HospitalWithFloodMap;
import cloud.bleu.cli.Typed;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On 24 lines of 80 columns: placed or not, the first reason, what to change. */
@Tag("wiring")
class FirstScreenTest {

  /** The terminal of the VT100: 24 lines, and the prompt takes one. */
  private static final int LINES = 24 - 1;

  private static final String UNPLACED =
      "explain sante/codage-nuit -f "
          + HospitalWithFloodMap.DIRECTORY
          + " -f examples/policies/no-flood-basin.yaml";

  @BeforeAll
  static void write() throws IOException {
    HospitalWithFloodMap.write();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain sante/dossier-base -f examples/hospital",
        "explain communication/site-public -f examples/hospital",
        "explain sante/courrier -f examples/hospital -f examples/mail",
        "explain sante-repetition/dossier-web -f examples/hospital --at 2027-08-01",
        "explain demarches/api -f examples/ministry",
        "explain mairie/etat-civil -f examples/migration",
        "explain rayons/lac -f src/test/resources/unplaceable",
        UNPLACED
      })
  void itFitsInBothLanguages(String command) {
    for (String language : List.of("en", "fr")) {
      String[] words = (command + " --lang " + language).split(" ");
      String shown = Typed.onTerminal(80, words).out();
      assertTrue(shown.lines().count() <= LINES, shown);
      assertTrue(shown.lines().allMatch(line -> line.length() <= 80), shown);
      assertTrue(shown.lines().toList().get(0).startsWith(words[1]), shown);
      String first = shown.substring(0, shown.lastIndexOf("\n\n") + 1);
      // In a pipe the same stands above the rest.
      String all = Typed.bleu(words).out();
      assertTrue(all.lines().count() > shown.lines().count(), all);
      assertTrue(plain(all).startsWith(plain(first).substring(0, 60)), all);
      // And with --all below the same lines.
      String more = Typed.onTerminal(80, (command + " --all --lang " + language).split(" ")).out();
      assertTrue(more.startsWith(first), more);
    }
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void itSaysWhyAndWhatToChange() {
    assertEquals(
        """
        sante/codage-nuit: 0 of 20 replicas placed, under france-only, no-flood-basin,
          public-facts-for-learning
          InsufficientCapacity: the zones allowed have too little room for all
            replicas: empty, they hold 13 of 20 (cpu: ct-az07 13), and each in use keeps
            room for one more, for a rollout (there is room in ct-az05, ct-az06,
            excluded: ExpressionFalse by no-flood-basin of no-flood-basin); change what
            excludes those with room, add capacity in the zones allowed, or ask for less
          would be placed with spec.replicas 13 instead of 20
          runs nowhere
        Why not there (12 of 13 zones)
        """,
        Typed.onTerminal(80, UNPLACED.split(" "))
            .out()
            .lines()
            .limit(10)
            .collect(java.util.stream.Collectors.joining("\n", "", "\n")));
  }

  /** The same codes in the same order. */
  @Test
  void bothLanguagesTellTheSame() {
    assertEquals(
        codes(Typed.onTerminal(80, UNPLACED.split(" ")).out()),
        codes(Typed.onTerminal(80, (UNPLACED + " --lang fr").split(" ")).out()));
  }

  private static List<String> codes(String text) {
    return Pattern.compile("(?m)^  ([A-Z][A-Za-z]+) ?: ")
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  /** However much there is to say, the lines are no more, and what is cut is counted. */
  @Test
  void whatHasNoRoomIsCounted() {
    List<String> many =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i -> "item " + i + " " + "of many words ".repeat(40))
            .toList();
    FirstScreen screen =
        new FirstScreen(
            "headline ".repeat(100),
            "reason ".repeat(200),
            many,
            "where ".repeat(100),
            List.of(
                new FirstScreen.Section("One", many, 2, 3),
                new FirstScreen.Section("Two", many, 3, 3),
                new FirstScreen.Section("Three", many, 3, 3)),
            "last",
            count -> "and " + count + " more");
    String text = screen.text();
    assertTrue(text.lines().count() <= LINES, text);
    assertTrue(text.contains("\n  and 37 more\n"), text);
    assertTrue(text.contains("\nOne\n  item 0 "), text);
    assertFalse(text.contains("Three"), text);
    assertTrue(text.endsWith("\n\nlast\n"), text);
    assertEquals(
        new TreeSet<>(List.of("headline", "reason", "where")),
        new TreeSet<>(
            Pattern.compile("headline|reason|where")
                .matcher(text)
                .results()
                .map(m -> m.group())
                .toList()));
  }
}
