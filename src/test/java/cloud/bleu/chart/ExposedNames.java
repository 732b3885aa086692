package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.Exposition;
import cloud.bleu.operator.metric.ExposedMetrics;
import java.util.SortedMap;
import java.util.TreeSet;

/** What an expression may name: metrics that the operator exposes, with labels that they have. */
final class ExposedNames {

  private final SortedMap<String, Exposition.Family> families = ExposedMetrics.families();

  /** Fails unless an expression names only what there is. */
  void assertKnown(String where, String text) {
    Expression expression = Expression.of(text);
    assertFalse(expression.metrics().isEmpty(), where + " names no metric: " + text);
    TreeSet<String> labels = new TreeSet<>();
    for (String metric : expression.metrics()) {
      Exposition.Family family = family(metric);
      assertTrue(family != null, where + ": the operator exposes no " + metric);
      labels.addAll(family.labels());
    }
    assertTrue(
        labels.containsAll(expression.labels()),
        where + ": " + expression.labels() + " are not all labels of " + expression.metrics());
  }

  private Exposition.Family family(String metric) {
    Exposition.Family family = families.get(metric);
    if (family == null && metric.matches(".*_(bucket|sum|count)")) {
      Exposition.Family whole = families.get(metric.replaceFirst("_(bucket|sum|count)$", ""));
      return whole != null && whole.type().equals("histogram") ? whole : null;
    }
    return family;
  }
}
