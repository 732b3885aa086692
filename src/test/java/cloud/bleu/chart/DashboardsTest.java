package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards of the chart, as Grafana reads them. */
class DashboardsTest {

  private static final Path DASHBOARDS = Path.of("helm/bleu/files/dashboards");
  private static final Pattern VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  @Test
  void everyQueryNamesMetricsAndLabelsThatTheOperatorExposes() throws IOException {
    ExposedNames names = new ExposedNames();
    int queries = 0;
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          names.assertKnown(panel.path("title").asText(), target.path("expr").asText());
          queries++;
        }
      }
      for (JsonNode variable : dashboard.at("/templating/list")) {
        if (variable.path("type").asText().equals("query")) {
          Matcher query = VALUES.matcher(variable.at("/query/query").asText());
          assertTrue(query.matches(), variable.toString());
          names.assertKnown(
              variable.path("name").asText(), query.group(1) + "{" + query.group(2) + "=\"\"}");
        }
      }
    }
    assertTrue(queries > 40, "only " + queries);
  }

  /** Both as such and as what ContainerCommandTest compares with an operator that ran. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"panels\": []}",
        "{\"panels\": [{\"title\": \"a\", \"targets\": [{\"expr\": \"1 > 0\"}]}]}"
      })
  void aDashboardThatNamesNoMetricIsFound(String dashboard) throws IOException {
    JsonNode json = new JsonMapper().readTree(dashboard);
    assertThrows(AssertionError.class, () -> ChartMetrics.of(json, "test"));
  }

  @Test
  void metricsOfEachAreThoseOfItsQueries() throws IOException {
    JsonNode json =
        new JsonMapper()
            .readTree(
                """
                {"panels": [{"targets": [{"expr": "rate(bleu_a_seconds_bucket[5m])"}, {"expr": "bleu_b > 1"}]}],
                 "templating": {"list": [{"query": {"query": "label_values(bleu_c, zone)"}}]}}
                """);
    assertEquals(
        Set.of("bleu_a_seconds", "bleu_b", "bleu_c"), Set.copyOf(ChartMetrics.of(json, "test")));
  }

  @Test
  void eachCanBeImportedAnywhere() throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode dashboard : dashboards()) {
      String title = dashboard.path("title").asText();
      assertTrue(ids.add(dashboard.path("uid").asText()), "uid twice: " + title);
      assertFalse(dashboard.has("id"), "an id is of one Grafana: " + title);
      Set<Integer> panels = new HashSet<>();
      Set<String> places = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        assertTrue(panels.add(panel.path("id").asInt()), "id twice: " + panel.path("title"));
        JsonNode at = panel.path("gridPos");
        assertTrue(at.path("x").asInt() + at.path("w").asInt() <= 24, panel.path("title") + "");
        for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
          for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
            assertTrue(places.add(x + "," + y), "one over the other: " + panel.path("title"));
          }
        }
        if (!panel.path("type").asText().equals("row")) {
          assertEquals("${datasource}", panel.at("/datasource/uid").asText());
        }
      }
    }
  }

  private static List<JsonNode> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      List<Path> found = files.sorted().toList();
      assertEquals(2, found.size());
      return List.of(
          new JsonMapper().readTree(found.get(0).toFile()),
          new JsonMapper().readTree(found.get(1).toFile()));
    }
  }
}
