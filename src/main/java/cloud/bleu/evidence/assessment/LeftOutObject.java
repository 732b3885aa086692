package cloud.bleu.evidence.assessment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a cluster that cannot be used as written: an assessment is without it.
 *
 * @param namespace null where it is in none; empty when redacted
 * @param name a number when redacted, of what is in a namespace or is one
 * @param path of the field; empty: the whole object
 * @param message why; empty when redacted
 */
public record LeftOutObject(
    String kind, @Nullable String namespace, String name, String path, String message) {

  /** What people know it by: {@code BleuWorkload shop/web}. */
  public String title() {
    return kind + " " + (namespace == null || namespace.isEmpty() ? "" : namespace + "/") + name;
  }

  /**
   * Copies without free text, and with a number in place of the name of what is in a namespace or
   * is one.
   */
  static List<LeftOutObject> redacted(List<LeftOutObject> objects) {
    Map<String, String> numbered = new HashMap<>();
    List<LeftOutObject> redacted = new ArrayList<>();
    for (LeftOutObject one : objects) {
      boolean kept = one.namespace == null && !one.kind.equals("Namespace");
      String name =
          kept
              ? one.name
              : numbered.computeIfAbsent(one.title(), title -> "object-" + (numbered.size() + 1));
      redacted.add(
          new LeftOutObject(one.kind, one.namespace == null ? null : "", name, one.path, ""));
    }
    return redacted;
  }
}
