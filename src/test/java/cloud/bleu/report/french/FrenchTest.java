package cloud.bleu.report.french;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.StatedFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
