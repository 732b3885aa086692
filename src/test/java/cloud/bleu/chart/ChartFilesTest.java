package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart takes no files from outside its directory: its policies and facts are copies. */
class ChartFilesTest {

  private static final Path CHART = Path.of("helm/bleu/files");
  private static final Path EXAMPLES = Path.of("examples");

  @ParameterizedTest
  @ValueSource(strings = {"policies", "providers"})
  void copiesAreWhatTheyAreCopiesOf(String directory) throws IOException {
    files(CHART.resolve(directory))
        .forEach(
            (name, text) ->
                assertEquals(
                    read(EXAMPLES.resolve(directory).resolve(name)),
                    text,
                    () -> "copy examples/" + directory + "/" + name + " to " + CHART));
  }

  @Test
  void allFactsAndTheSixPoliciesAreInIt() throws IOException {
    assertEquals(
        files(EXAMPLES.resolve("providers")).keySet(), files(CHART.resolve("providers")).keySet());
    assertEquals(
        List.of(
            "france-only.yaml",
            "hds.yaml",
            "ii901.yaml",
            "resilience-baseline.yaml",
            "secnumcloud-3.2-customer-side.yaml",
            "secnumcloud-preparation.yaml"),
        List.copyOf(files(CHART.resolve("policies")).keySet()));
  }

  /** The schema offers what there is. */
  @ParameterizedTest
  @ValueSource(strings = {"policies", "providers"})
  void eachFileCanBeNamedInTheValues(String directory) throws IOException {
    Set<String> offered = new TreeSet<>();
    new JsonMapper()
        .readTree(CHART.resolveSibling("values.schema.json").toFile())
        .at("/properties/" + directory + "/items/enum")
        .forEach(name -> offered.add(name.asText() + ".yaml"));
    assertEquals(files(CHART.resolve(directory)).keySet(), offered);
  }

  private static TreeMap<String, String> files(Path directory) throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.forEach(f -> files.put(f.getFileName().toString(), read(f)));
    }
    return files;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
