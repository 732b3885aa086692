package cloud.bleu.translate.finding;

import cloud.bleu.translate.object.Absent;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;

/** Label selectors as the API server reads them: an empty one selects everything. */
public final class Selectors {
  private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

  private Selectors() {}

  public static boolean matches(LabelSelector selector, Map<String, String> labels) {
    if (selector.getMatchLabels() != null
        && !labels.entrySet().containsAll(selector.getMatchLabels().entrySet())) {
      return false;
    }
    return requirements(selector).stream().allMatch(e -> matches(e, labels));
  }

  private static boolean matches(LabelSelectorRequirement e, Map<String, String> labels) {
    String value = labels.get(e.getKey());
    return switch (e.getOperator()) {
      case "In" -> value != null && values(e).contains(value);
      case "NotIn" -> value == null || !values(e).contains(value);
      case "Exists" -> value != null;
      default -> value == null;
    };
  }

  private static List<LabelSelectorRequirement> requirements(LabelSelector selector) {
    return Absent.skip(selector.getMatchExpressions());
  }

  private static List<String> values(LabelSelectorRequirement e) {
    return Absent.skip(e.getValues());
  }

  public static boolean wellFormed(LabelSelector selector) {
    return requirements(selector).stream()
        .allMatch(
            e ->
                e.getKey() != null
                    && e.getOperator() != null
                    && OPERATORS.contains(e.getOperator())
                    && e.getOperator().endsWith("In") != values(e).isEmpty());
  }

  public static void check(LabelSelector selector, String path, Findings findings) {
    int i = 0;
    for (LabelSelectorRequirement e : requirements(selector)) {
      String at = FieldPath.item(path + ".matchExpressions", i++);
      if (e.getKey() == null || e.getKey().isEmpty()) {
        findings.block(at + ".key", "is missing", null, "name the label");
      }
      if (e.getOperator() == null) {
        findings.block(
            at + ".operator", "is missing", String.join(", ", OPERATORS), "add an operator");
      } else if (findings.oneOf(at + ".operator", e.getOperator(), OPERATORS) != null
          && e.getOperator().endsWith("In") == values(e).isEmpty()) {
        findings.block(
            at + ".values",
            values(e).isEmpty()
                ? e.getOperator() + " without values"
                : e.getOperator() + " with values",
            "values for In and NotIn, none for Exists and DoesNotExist",
            "correct the values or the operator");
      }
    }
  }
}
