package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that alerts and dashboards of the chart are made from. */
public final class ChartMetrics {
  private static final Path ALERTS = Path.of("helm/bleu/files/alerts.yaml");
  private static final Path DASHBOARDS = Path.of("helm/bleu/files/dashboards");
  private static final Pattern VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  private ChartMetrics() {}

  /** By their names; those of a histogram without {@code _bucket}, {@code _sum}, {@code _count}. */
  public static SortedSet<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : Stream.concat(Stream.of(ALERTS), files.sorted()).toList()) {
        // JSON is YAML as well.
        names.addAll(of(new YAMLMapper().readTree(file.toFile()), file.toString()));
      }
    }
    return names;
  }

  /** Those of one file, which fails where it names none. */
  static SortedSet<String> of(JsonNode file, String name) {
    TreeSet<String> names = new TreeSet<>();
    for (String expression : expressions(file)) {
      for (String metric : Expression.of(expression).metrics()) {
        names.add(metric.replaceFirst("_(bucket|sum|count)$", ""));
      }
    }
    assertFalse(names.isEmpty(), name + " names no metric");
    return names;
  }

  private static List<String> expressions(JsonNode file) {
    List<String> expressions = new ArrayList<>(file.findValuesAsText("expr"));
    for (JsonNode variable : file.at("/templating/list")) {
      Matcher query = VALUES.matcher(variable.at("/query/query").asText());
      if (query.matches()) {
        expressions.add(query.group(1) + "{" + query.group(2) + "=\"\"}");
      }
    }
    return expressions;
  }
}
