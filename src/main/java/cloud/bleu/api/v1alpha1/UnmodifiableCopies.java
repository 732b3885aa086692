package cloud.bleu.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Unmodifiable copies of what Jackson hands over, in its order, without nulls. */
final class UnmodifiableCopies {
  private UnmodifiableCopies() {}

  static <T> List<T> list(List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  static <V> Map<String, V> map(Map<String, V> entries) {
    if (entries == null || entries.isEmpty()) {
      return Map.of();
    }
    Map<String, V> copy = new LinkedHashMap<>(entries);
    copy.values().removeIf(Objects::isNull);
    return Collections.unmodifiableMap(copy);
  }

  static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
