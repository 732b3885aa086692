package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields as a server notes them of their manager: {@code f:} and a name, {@code k:} and the keys of
 * an item, {@code v:} and a value, with what is below; a dot is the field itself.
 */
final class FieldSet {

  private FieldSet() {}

  /** What an entry names; nothing where there is no entry. */
  static Map<String, Object> of(@Nullable ManagedFieldsEntry entry) {
    return entry == null || entry.getFieldsV1() == null
        ? Map.of()
        : entry.getFieldsV1().getAdditionalProperties();
  }

  /** What is below a field; nothing where it is not in the set. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> below(Map<String, Object> set, String field) {
    return set.get(field) instanceof Map<?, ?> below ? (Map<String, Object>) below : Map.of();
  }

  /** What is in one of them. */
  static Map<String, Object> union(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> union = new LinkedHashMap<>(a);
    b.forEach(
        (field, below) ->
            union.merge(field, below, (had, more) -> union(below(a, field), below(b, field))));
    return union;
  }

  /** What is in the first and not in the second. */
  static Map<String, Object> minus(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> left = new LinkedHashMap<>();
    a.forEach(
        (field, below) -> {
          Map<String, Object> rest = minus(below(a, field), below(b, field));
          if (!b.containsKey(field) || !rest.isEmpty()) {
            left.put(field, b.containsKey(field) ? rest : below);
          }
        });
    return left;
  }

  /** The fields of the first that the second does not have, each without what is below it. */
  static List<List<String>> beyond(Map<String, Object> a, Map<String, Object> b) {
    List<List<String>> beyond = new ArrayList<>();
    beyond(List.of(), a, b, beyond);
    return beyond;
  }

  private static void beyond(
      List<String> here, Map<String, Object> a, Map<String, Object> b, List<List<String>> beyond) {
    for (String field : a.keySet()) {
      if (field.equals(".")) {
        continue;
      }
      List<String> path = new ArrayList<>(here);
      path.add(field);
      if (b.containsKey(field)) {
        beyond(path, below(a, field), below(b, field), beyond);
      } else {
        beyond.add(path);
      }
    }
  }
}
