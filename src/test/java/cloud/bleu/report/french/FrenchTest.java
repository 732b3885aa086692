package cloud.bleu.report.french;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.StatedFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the French page, in {@code explain_fr.properties}. */
class FrenchTest {

  private static final Path FILE =
      Path.of("src/main/resources/cloud/bleu/report/french/explain_fr.properties");

  private final French french = new French();

  @Test
  void wordsOfEnumerationsAreThere() {
    TreeSet<String> missing = new TreeSet<>();
    Stream.of(
            Arrays.stream(Origin.values()).map(o -> "origin." + o),
            Arrays.stream(BoundRule.Action.values()).map(a -> "action." + a),
            Arrays.stream(StatedFact.Kind.values()).map(k -> "fact." + k))
        .flatMap(keys -> keys)
        .filter(key -> !french.keys().contains(key))
        .forEach(missing::add);
    assertEquals(Set.of(), missing, "add a line for each of these to " + FILE);
  }

  /** None and one are singular. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          text.placed,  0, 'a : 0 réplica placé sur 0, p'
          text.placed,  1, 'a : 1 réplica placé sur 1, p'
          text.placed,  2, 'a : 2 réplicas placés sur 2, p'
          text.andMore, 1, et 1 autre
          text.andMore, 2, et 2 autres
          text.zonesOf, 1, 1 zone sur 1
          text.zonesOf, 3, 3 zones sur 3
          text.zones,   1, 1 zone
          text.zones,   0, 0 zone
          """)
  void numbersAgreeWithTheirWords(String key, String count, String said) {
    Map<String, String> values = new HashMap<>();
    for (String name : List.of("places", "demandes", "nombre", "toutes")) {
      values.put(name, count);
    }
    values.put("charge", "a");
    values.put("politiques", "p");
    assertEquals(said, french.said(key, values));
  }

  @Test
  void theFileIsSorted() throws IOException {
    List<String> keys =
        Files.readAllLines(FILE).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertEquals(keys.stream().sorted().distinct().toList(), keys);
  }
}
