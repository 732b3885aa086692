package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that people read says of anything that it is certified or compliant, in no language. */
class ClaimedWordsTest {

  /** Whole words, and what a dash joins. */
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?iU)\\b(certified|compliant|compliance|complies with|certifiée?s?|(non[- ])?conformes?|conformité)\\b");

  /** One of these is in whatever CLAIM finds, and is looked for at a hundredth of its price. */
  private static final List<String> PARTS = List.of("certifi", "complia", "complies", "conform");

  /** The name of a rule, and titles of ANSSI's text: they say so of nothing. */
  private static final Pattern NAME =
      Pattern.compile(
          "dependencies-compliant|^# 18 \\| Compliance$|\\|Technical-compliance verification policy\\.$");

  /** Folders of what people read, and files there whose words are somebody else's. */
  private static final List<String> FOLDERS =
      List.of("src/main", "helm", "crds", "examples", "docs/reference");

  private static final Set<String> OTHERS = Set.of("LICENSE");

  @Test
  void noTextOfTheProductSaysSo() throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    List<String> claims = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = file.getFileName().toString();
          if (!OTHERS.contains(name) && !name.endsWith(".xlsx")) {
            kinds.merge(name.replaceFirst(".*\\.", ""), 1, Integer::sum);
            lines(file)
                .filter(ClaimedWordsTest::claims)
                .forEach(line -> claims.add(file + ": " + line));
          }
        }
      }
    }
    assertEquals(List.of(), claims);
    for (String kind : List.of("java", "properties", "jte", "psv", "yaml", "md", "css", "js")) {
      assertTrue(kinds.getOrDefault(kind, 0) > 0, "the texts are elsewhere: " + kinds);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=Conforme",
        "b=Non conforme là",
        "c=it is compliant",
        "compliance",
        "Complies with",
        "CERTIFIED",
        "conformité",
        "d=certifiés",
        "e=non-compliant"
      })
  void wordsAreFound(String line) {
    assertTrue(claims(line));
  }

  private static boolean claims(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return PARTS.stream().anyMatch(lower::contains)
        && CLAIM.matcher(NAME.matcher(line).replaceAll("")).find();
  }

  private static Stream<String> lines(Path text) {
    try {
      return Files.readAllLines(text).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
