package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart says of itself: where people look for charts, and in `helm show`. */
class ChartMetadataTest {

  private static final Path CHART = Path.of(Helm.CHART);
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void kindsAreThoseOfTheProject() throws IOException {
    List<String> declared = new ArrayList<>();
    for (JsonNode crd : annotation("crds")) {
      declared.add(
          "%s %s %s %s"
              .formatted(
                  crd.path("name").asText(),
                  crd.path("kind").asText(),
                  crd.path("version").asText(),
                  crd.path("description").asText()));
    }
    List<String> there = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode crd = YAML.readTree(file.toFile());
        JsonNode version = crd.at("/spec/versions/0");
        there.add(
            "%s %s %s %s"
                .formatted(
                    crd.at("/metadata/name").asText(),
                    crd.at("/spec/names/kind").asText(),
                    version.path("name").asText(),
                    version.at("/schema/openAPIV3Schema/description").asText()));
      }
    }
    assertEquals(there, declared, "artifacthub.io/crds of Chart.yaml");
  }

  @Test
  void examplesAreTheOnesOfTheFirstWorkload() throws IOException {
    List<JsonNode> there = new ArrayList<>();
    try (var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(Path.of("examples/first/web.yaml").toFile())) {
      documents.forEachRemaining(there::add);
    }
    for (JsonNode example : annotation("crdsExamples")) {
      assertTrue(there.contains(example), example.toString());
    }
    assertEquals(2, annotation("crdsExamples").size());
  }

  @Test
  void iconIsInTheChart() throws IOException {
    String icon = chart().path("icon").asText();
    String start = "data:image/svg+xml;base64,";
    assertTrue(icon.startsWith(start), icon);
    assertEquals(
        Files.readString(CHART.resolve("icon.svg")),
        new String(
            Base64.getDecoder().decode(icon.substring(start.length())), StandardCharsets.UTF_8));
  }

  @Test
  void licenceIsThatOfTheProject() throws IOException {
    assertEquals(Files.readString(Path.of("LICENSE")), Files.readString(CHART.resolve("LICENSE")));
  }

  @Test
  void readmeNamesEveryValue() throws IOException {
    Set<String> named = new TreeSet<>();
    Files.readString(CHART.resolve("README.md"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line -> {
              Matcher name = Pattern.compile("`(\\w+)`").matcher(line.split("\\|")[1]);
              while (name.find()) {
                assertTrue(named.add(name.group(1)), "twice: " + name.group(1));
              }
            });
    Set<String> there = new TreeSet<>();
    YAML.readTree(CHART.resolve("values.yaml").toFile()).fieldNames().forEachRemaining(there::add);
    assertEquals(there, named);
  }

  private static JsonNode annotation(String name) throws IOException {
    return YAML.readTree(chart().path("annotations").path("artifacthub.io/" + name).asText());
  }

  private static JsonNode chart() throws IOException {
    return YAML.readTree(CHART.resolve("Chart.yaml").toFile());
  }
}
