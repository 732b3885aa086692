package cloud.bleu.chart;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of PromQL, as far as alerts and dashboards of this project use it.
 *
 * @param metrics that are selected
 * @param labels that are selected by, or grouped by
 */
record Expression(Set<String> metrics, Set<String> labels) {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern SELECTION = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern WORD = Pattern.compile(NAME);

  /** All that may be in an expression beside names of metrics; another word is a mistake. */
  private static final Set<String> LANGUAGE =
      Set.of(
          "absent",
          "and",
          "avg_over_time",
          "histogram_quantile",
          "increase",
          "max",
          "min",
          "or",
          "rate",
          "sum",
          "time",
          "unless",
          "vector");

  /** Reads one. Whatever is no word of the language is taken for a metric. */
  static Expression of(String text) {
    String bare = STRING.matcher(text).replaceAll("\"\"");
    Set<String> labels = new TreeSet<>();
    for (Pattern pattern : List.of(SELECTION, GROUPING)) {
      Matcher matcher = pattern.matcher(bare);
      while (matcher.find()) {
        Matcher word = WORD.matcher(matcher.group(1));
        while (word.find()) {
          labels.add(word.group());
        }
      }
      bare = matcher.replaceAll(" ");
    }
    Set<String> metrics = new LinkedHashSet<>();
    Matcher word = WORD.matcher(RANGE.matcher(bare).replaceAll(" "));
    while (word.find()) {
      if (!LANGUAGE.contains(word.group())) {
        metrics.add(word.group());
      }
    }
    return new Expression(metrics, labels);
  }
}
