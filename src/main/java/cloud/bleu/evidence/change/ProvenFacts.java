package cloud.bleu.evidence.change;

import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the facts of a spec: each object that has a {@code provenance}, and each field {@code x}
 * beside which an {@code xProvenance} stands. So a fact that the API gets later is not forgotten.
 */
final class ProvenFacts {

  static final String BASIS = "basis";
  static final String AS_OF = "asOf";

  /** Pseudonym of who checked it. */
  static final String CHECKED_BY = "checkedBy";

  /** Digest of what the fact says. */
  static final String SAYS = "says";

  /** Digest of its provenance, without who checked it. */
  static final String SAID = "said";

  private static final String PROVENANCE = "provenance";
  private static final String BESIDE = "Provenance";

  private final UnaryOperator<String> pseudonym;
  private final TreeMap<String, List<Object>> found = new TreeMap<>();

  ProvenFacts(UnaryOperator<String> pseudonym) {
    this.pseudonym = pseudonym;
  }

  /** By path, in the order in which they are stated: several where entries have one name. */
  Map<String, List<Object>> of(Map<String, Object> spec) {
    walk("spec", spec, null);
    return found;
  }

  /**
   * @param around what the fact is about without saying it: the regions of an offering
   */
  private void walk(String path, Map<String, Object> part, @Nullable Object around) {
    part.forEach(
        (field, value) -> {
          if (field.equals(PROVENANCE)) {
            add(path, part, around, value);
          } else if (field.endsWith(BESIDE)) {
            String fact = field.substring(0, field.length() - BESIDE.length());
            add(path + "." + fact, part.get(fact), around, value);
          } else if (value instanceof Map<?, ?>) {
            walk(path + "." + field, JsonTree.asObject(value), around);
          } else if (value instanceof List<?> list) {
            for (Object item : list) {
              if (item instanceof Map<?, ?>) {
                Map<String, Object> entry = JsonTree.asObject(item);
                Object regions = field.equals("offerings") ? entry.get("regions") : around;
                walk(path + "." + field + "[" + name(entry) + "]", entry, regions);
              }
            }
          }
        });
  }

  private void add(
      String path, @Nullable Object states, @Nullable Object around, @Nullable Object provenance) {
    if (!(provenance instanceof Map<?, ?>)) {
      return;
    }
    Map<String, Object> by = new TreeMap<>(JsonTree.asObject(provenance));
    TreeMap<String, Object> fact = new TreeMap<>();
    for (String field : List.of(BASIS, AS_OF)) {
      if (by.get(field) != null) {
        fact.put(field, String.valueOf(by.get(field)));
      }
    }
    Object person = by.remove(CHECKED_BY);
    if (person instanceof String name && !name.isEmpty()) {
      fact.put(CHECKED_BY, pseudonym.apply(name));
    }
    List<Object> all = new ArrayList<>();
    all.add(bare(states));
    if (around != null) {
      all.add(bare(around));
    }
    fact.put(SAYS, Digest.of(all));
    fact.put(SAID, Digest.of(bare(by)));
    found.computeIfAbsent(path, k -> new ArrayList<>()).add(fact);
  }

  /** How people call an entry of a list. */
  private static String name(Map<String, Object> entry) {
    for (String field : List.of("name", "reference")) {
      if (entry.get(field) instanceof String s) {
        return s;
      }
    }
    return entry.get("scheme") instanceof String scheme
        ? scheme + (entry.get("version") instanceof String version ? " " + version : "")
        : "";
  }

  /**
   * Without what is not stated, so that a field which a newer release adds changes nothing, and
   * without the provenance, which is kept apart.
   */
  private static @Nullable Object bare(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      TreeMap<String, Object> map = new TreeMap<>();
      JsonTree.asObject(value)
          .forEach(
              (k, v) -> {
                Object left = k.equals(PROVENANCE) ? null : bare(v);
                if (left != null) {
                  map.put(k, left);
                }
              });
      return map.isEmpty() ? null : map;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(v -> items.add(bare(v)));
      return items.isEmpty() ? null : items;
    }
    return value;
  }
}
