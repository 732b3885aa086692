package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that people read says of anything that it is certified or compliant, in no language. */
class ClaimedWordsTest {

  /** Whole words; the name of a rule is none of them. */
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?iU)(?<![\\w-])(certified|compliant|compliance|certifiée?s?|(non[- ])?conformes?|conformité)\\b");

  @Test
  void noTextOfTheProductSaysSo() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      List<Path> texts =
          files.filter(f -> f.toString().matches(".*\\.(properties|jte)")).sorted().toList();
      assertTrue(texts.size() > 10, "the texts are elsewhere: " + texts);
      assertEquals(
          List.of(),
          texts.stream()
              .flatMap(text -> lines(text).filter(line -> CLAIM.matcher(line).find()))
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=Conforme", "b=Non conforme là", "c=it is compliant", "d=certifiés"})
  void wordsAreFound(String line) {
    assertTrue(CLAIM.matcher(line).find());
  }

  private static Stream<String> lines(Path text) {
    try {
      return Files.readAllLines(text).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
