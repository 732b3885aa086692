package cloud.bleu.evidence.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of a label selector, as the tree that the API has. All must hold; none selects
 * everything.
 */
record NamespaceSelection(List<Requirement> requirements) {

  /** What a label must be; the values of Exists and DoesNotExist are empty. */
  private record Requirement(String key, String operator, Set<String> values) {

    /** Whether all that satisfies the other satisfies this. */
    boolean follows(Requirement from) {
      if (!key.equals(from.key)) {
        return false;
      }
      return switch (operator) {
        case "In" -> from.operator.equals("In") && values.containsAll(from.values);
        case "Exists" -> from.operator.equals("In") || from.operator.equals("Exists");
        case "NotIn" ->
            switch (from.operator) {
              case "NotIn" -> from.values.containsAll(values);
              case "In" -> from.values.stream().noneMatch(values::contains);
              default -> from.operator.equals("DoesNotExist");
            };
        default -> equals(from);
      };
    }
  }

  NamespaceSelection {
    requirements = List.copyOf(requirements);
  }

  /**
   * @param selector null selects everything
   */
  static NamespaceSelection of(@Nullable Object selector) {
    List<Requirement> all = new ArrayList<>();
    if (selector instanceof Map<?, ?> tree) {
      if (tree.get("matchLabels") instanceof Map<?, ?> labels) {
        labels.forEach(
            (key, value) ->
                all.add(new Requirement(String.valueOf(key), "In", Set.of(String.valueOf(value)))));
      }
      if (tree.get("matchExpressions") instanceof List<?> expressions) {
        for (Object one : expressions) {
          if (one instanceof Map<?, ?> expression) {
            all.add(
                new Requirement(
                    String.valueOf(expression.get("key")),
                    String.valueOf(expression.get("operator")),
                    values(expression.get("values"))));
          }
        }
      }
    }
    return new NamespaceSelection(all);
  }

  /**
   * Whether every namespace that the other selects is selected here, whatever its labels. False
   * also where that cannot be told.
   */
  boolean covers(NamespaceSelection other) {
    return requirements.stream()
        .allMatch(mine -> other.requirements.stream().anyMatch(mine::follows));
  }

  private static Set<String> values(@Nullable Object values) {
    Set<String> texts = new HashSet<>();
    if (values instanceof List<?> list) {
      list.forEach(v -> texts.add(String.valueOf(v)));
    }
    return texts;
  }
}
