package cloud.bleu.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers for programs quote others, objects are as they are. */
class FormatTest {

  private static final String WRITTEN = "https://user:secret@host/";

  private static Map<String, Object> tree(String text) {
    return Map.of("a", List.of(1, Map.of("b", text)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"JSON", "YAML"})
  void answersHaveNoCredentials(Format format) {
    assertEquals(format.document(tree("https://***@host/")), format.write(tree(WRITTEN)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"JSON", "YAML"})
  void documentsAreAsTheyAre(Format format) {
    assertEquals(
        WRITTEN, format.document(tree(WRITTEN)).replaceAll("(?s).*(https:[^\"\\n]*).*", "$1"));
  }
}
