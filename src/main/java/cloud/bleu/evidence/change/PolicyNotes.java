package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.record.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes down what became of one policy. */
record PolicyNotes(String policy, List<ChainNote> into) {

  /**
   * @param rule name of the statement, null for the policy as a whole
   */
  void removed(@Nullable String rule, String change) {
    note(EntryKinds.ENFORCEMENT_REMOVED, rule, change);
  }

  /**
   * Notes that a statement asks for something else, and not for less.
   *
   * @param rule name of the statement, null for the policy as a whole
   */
  void changed(@Nullable String rule, String change) {
    note(EntryKinds.ENFORCEMENT_CHANGED, rule, change);
  }

  /**
   * Another value of a field.
   *
   * @param less whether it asks for less
   */
  void field(
      @Nullable String rule,
      String field,
      @Nullable Object before,
      @Nullable Object after,
      boolean less) {
    String change = was(field, before, after);
    if (less) {
      removed(rule, change);
    } else {
      changed(rule, change);
    }
  }

  /** Another value of which nobody can tell: what was is gone, and what is is new. */
  void unclear(String rule, String field, @Nullable Object before, @Nullable Object after) {
    // The judgement first: a long text is cut at its end.
    removed(rule, "whether it asks for less cannot be told: " + was(field, before, after));
    changed(rule, "the rule is new with its " + field);
  }

  /** Fields that ask neither for less nor for more. */
  void rest(
      @Nullable String rule, Map<String, Object> old, Map<String, Object> now, Set<String> but) {
    TreeSet<String> fields = new TreeSet<>(old.keySet());
    fields.addAll(now.keySet());
    fields.removeAll(but);
    for (String field : fields) {
      if (!Objects.equals(old.get(field), now.get(field))) {
        field(rule, field, old.get(field), now.get(field), false);
      }
    }
  }

  private static String was(String field, @Nullable Object before, @Nullable Object after) {
    return field + " was " + said(before) + " and is " + said(after);
  }

  private static String said(@Nullable Object value) {
    return value == null ? "not given" : CanonicalJson.text(value);
  }

  private void note(String kind, @Nullable String rule, String change) {
    TreeMap<String, String> content = new TreeMap<>();
    content.put("policy", policy);
    content.put("change", change);
    if (rule != null) {
      content.put("rule", rule);
    }
    into.add(new ChainNote(kind, content));
  }
}
