package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A fact for which somebody had vouched and that is gone, or rests on a weaker basis, as the chain
 * says.
 *
 * @param entry of the chain
 * @param time of the entry
 * @param kind of the object
 * @param name of the object
 * @param fact its path: {@code spec.ownership}
 * @param basis that it had
 * @param asOf the day on which it was true, empty where nobody wrote it
 * @param change what became of it
 */
public record RemovedFact(
    long entry,
    String time,
    String kind,
    String name,
    String fact,
    String basis,
    String asOf,
    String change) {

  /**
   * @param line an entry on a fact; a field that it lacks is empty here
   */
  public static RemovedFact of(ChainLine line) {
    return new RemovedFact(
        line.sequence(),
        line.text("time", "unknown"),
        content(line, "kind"),
        content(line, "name"),
        content(line, "fact"),
        content(line, "basis"),
        content(line, "asOf"),
        content(line, "change"));
  }

  private static String content(ChainLine line, String name) {
    return Objects.requireNonNullElse(line.content(name), "");
  }

  /** For people. */
  public String sentence() {
    return "%s of %s %s (%s%s): %s (entry %s of %s)"
        .formatted(
            fact,
            kind,
            name,
            basis,
            asOf.isEmpty() ? ", undated" : " of " + asOf,
            change,
            entry,
            time);
  }

  /** For machines. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("entry", entry);
    tree.put("time", time);
    tree.put("kind", kind);
    tree.put("name", name);
    tree.put("fact", fact);
    tree.put("basis", basis);
    tree.put("asOf", asOf.isEmpty() ? null : asOf);
    tree.put("change", change);
    return tree;
  }
}
