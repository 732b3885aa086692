package cloud.bleu.evidence.chain;

import cloud.bleu.credential.TextBeginning;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the chain that decides nothing and is not committed yet.
 *
 * @param kind UpperCamelCase, one of {@link EntryKinds} or one of a newer release
 * @param content texts by name
 */
public record ChainNote(String kind, SortedMap<String, String> content) {

  /** What a text may hold in the ledger. */
  private static final int LONGEST = 1024;

  public ChainNote {
    TreeMap<String, String> bounded = new TreeMap<>();
    content.forEach((k, v) -> bounded.put(k, TextBeginning.of(v, LONGEST)));
    content = Collections.unmodifiableSortedMap(bounded);
  }

  /** A note with these texts. */
  public static ChainNote of(String kind, Map<String, String> content) {
    return new ChainNote(kind, new TreeMap<>(content));
  }

  /** What an entry says; null for a decision. */
  public static @Nullable ChainNote of(ChainLine line) {
    return line.fields().get("content") instanceof Map ? read(line.text()) : null;
  }

  /** That something is so of the entries from one number to another. */
  public static ChainNote range(String kind, long from, long to) {
    return of(kind, Map.of("from", Long.toString(from), "to", Long.toString(to)));
  }

  /** Whether an entry is this note. */
  public boolean isSaidBy(ChainLine line) {
    return line.kind().equals(kind) && content.equals(line.fields().get("content"));
  }

  /** A whole number of the content, -1 when it has none of that name. */
  public long number(String name) {
    try {
      return Long.parseLong(content.getOrDefault(name, "-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * A sentence on what was signed and is not in the directory that the note is about; null when it
   * says nothing of that.
   */
  public @Nullable String signedElsewhere() {
    if (kind.equals(EntryKinds.BASELINE_LOST)) {
      return "what the chain knew of policies, facts and waivers at entry %s is not there as it was recorded, and an older state is compared with: %s"
          .formatted(content.get(EntryKey.ENTRY), content.get(EntryKey.WHY));
    }
    String signed = content.get(EntryKey.SIGNED);
    if (signed == null) {
      return null;
    }
    return kind.equals(EntryKinds.ENTRIES_GONE)
        ? "entries from %s to %s were exported and signed, with the checkpoint of entry %s, and are not there as they were: somebody removed or changed them"
            .formatted(content.get("from"), content.get("to"), signed)
        : "the directory is new, and what was signed up to entry %s is not there: keep the one that was exported to before"
            .formatted(signed);
  }

  /** One line of canonical JSON. */
  public String text() {
    return CanonicalJson.text(Map.of("kind", kind, "content", content));
  }

  /** Reads {@link #text}. */
  public static ChainNote read(String text) {
    Map<String, Object> fields = JsonTree.object(text);
    TreeMap<String, String> content = new TreeMap<>();
    JsonTree.asObject(fields.get("content")).forEach((k, v) -> content.put(k, String.valueOf(v)));
    return new ChainNote(String.valueOf(fields.get("kind")), content);
  }
}
