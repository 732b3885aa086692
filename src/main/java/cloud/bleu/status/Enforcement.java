package cloud.bleu.status;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.QuotedText;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * How far admission keeps the decisions.
 *
 * @param missing admission policies and bindings that are not there, or do not refuse
 * @param levels {@code Enforce} or {@code Audit} of the namespaces that are governed, by name; of
 *     one whose label says something else, that, with which nothing is kept there
 * @param outside governed namespaces in which pods run that no decision in force is for
 */
public record Enforcement(
    SortedSet<String> missing, SortedMap<String, String> levels, SortedSet<String> outside) {

  /** Whether the decisions of a namespace are enforced. */
  boolean enforced(String namespace) {
    return "Enforce".equals(level(namespace));
  }

  /** What the label of a namespace says that admission does not know; null: nothing else. */
  @Nullable String unknown(String namespace) {
    String level = level(namespace);
    return level == null || level.equals("Enforce") || level.equals("Audit") ? null : level;
  }

  /**
   * What a label means that is neither {@code Audit} nor {@code Enforce}, and what to write in its
   * place.
   *
   * @param level that the label says
   */
  public static String unknownMessage(String level) {
    return "its label "
        + ObjectLabels.GOVERNED
        + " is "
        + QuotedText.of(level)
        + ", which is neither Audit nor Enforce, so admission keeps nothing there, though policies"
        + " hold; write "
        + NearestName.of(level, List.of("Audit", "Enforce")).orElse("Audit or Enforce");
  }

  private @Nullable String level(String namespace) {
    return levels.get(namespace);
  }
}
