package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nobody is shown a regular expression. */
class PatternWordsTest {

  @Test
  void everyPatternHasWords() {
    TreeSet<String> patterns = new TreeSet<>();
    Crds.PLURALS.keySet().forEach(kind -> collect(Crds.schema(kind), patterns));
    assertTrue(patterns.size() > 20, patterns.toString());
    patterns.removeIf(pattern -> PatternWords.of(pattern) != null);
    assertEquals(new TreeSet<>(), patterns);
  }

  private static void collect(JsonNode schema, TreeSet<String> patterns) {
    if (schema.path("pattern").isTextual()) {
      patterns.add(schema.path("pattern").asText());
    }
    schema.forEach(child -> collect(child, patterns));
  }
}
