package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Label selectors as the API server evaluates them. */
public final class LabelSelectors {

  /** The operators of {@code matchExpressions}, in the order of the documentation. */
  public static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

  private LabelSelectors() {}

  /**
   * Whether the labels match: an absent selector matches nothing, an empty one everything, and one
   * that is not {@link #wellFormed} nothing.
   */
  public static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null || !wellFormed(selector)) {
      return false;
    }
    Map<String, String> wanted = selector.getMatchLabels();
    return (wanted == null || labels.entrySet().containsAll(wanted.entrySet()))
        && expressions(selector).stream().allMatch(e -> matches(e, labels));
  }

  /** Whether the API server would take the selector in an object of its own kinds. */
  public static boolean wellFormed(LabelSelector selector) {
    return expressions(selector).stream()
        .allMatch(
            e ->
                e.getKey() != null
                    && e.getOperator() != null
                    && OPERATORS.contains(e.getOperator())
                    && takesValues(e) != values(e).isEmpty());
  }

  /**
   * A {@link #wellFormed} selector in one line, as the API server reads it in a request: {@code
   * app=web,tier in (a,b)}.
   */
  public static String text(LabelSelector selector) {
    Map<String, String> wanted = selector.getMatchLabels();
    return Stream.concat(
            new TreeMap<>(wanted == null ? Map.of() : wanted)
                .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()),
            expressions(selector).stream().map(LabelSelectors::text))
        .collect(Collectors.joining(","));
  }

  private static String text(LabelSelectorRequirement e) {
    String listed = " (" + values(e).stream().sorted().collect(Collectors.joining(",")) + ")";
    return switch (e.getOperator()) {
      case "In" -> e.getKey() + " in" + listed;
      case "NotIn" -> e.getKey() + " notin" + listed;
      case "Exists" -> e.getKey();
      default -> "!" + e.getKey();
    };
  }

  /** The expressions that are there; empty where there are none. */
  public static List<LabelSelectorRequirement> expressions(LabelSelector selector) {
    return present(selector.getMatchExpressions());
  }

  /** The values that are there; empty where there are none. */
  public static List<String> values(LabelSelectorRequirement expression) {
    return present(expression.getValues());
  }

  /** Whether the operator compares with values: {@code In} and {@code NotIn}. */
  public static boolean takesValues(LabelSelectorRequirement expression) {
    return expression.getOperator().endsWith("In");
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

  private static <T> List<T> present(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }
}
