package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What entries change in {@link NotesInForce} that is not known yet. Of each subject it keeps the
 * last entry that counts. So it grows with the waivers, drills and break-glasses, and not with the
 * entries. Used by one thread.
 */
public final class NewNotes {

  private record Change(ChainLine line, ChainNote note) {}

  /** In the order of the chain, by what they are about. */
  private final Map<String, Change> changes = new LinkedHashMap<>();

  private long upTo;

  /** Takes in the next entry; those that it has taken already are left out. */
  public void take(ChainLine line) {
    if (line.sequence() <= upTo) {
      return;
    }
    upTo = line.sequence();
    ChainNote note = NotesInForce.note(line);
    if (note == null) {
      return;
    }
    Set<String> replaced = replaced(note.kind());
    if (!replaced.isEmpty()) {
      String glass = NotesInForce.breakGlass(note);
      changes
          .values()
          .removeIf(
              change ->
                  replaced.contains(change.note().kind())
                      && NotesInForce.breakGlass(change.note()).equals(glass));
    }
    String key = NotesInForce.key(note);
    changes.remove(key);
    changes.put(key, new Change(line, note));
  }

  /** Kinds of entries about the same break-glass that count no more after one of this kind. */
  private static Set<String> replaced(String kind) {
    if (kind.equals(EntryKinds.BREAK_GLASS_ENDED)) {
      return EntryKinds.OF_BREAK_GLASS;
    }
    return NotesInForce.SECOND.contains(kind) ? NotesInForce.SECOND : Set.of();
  }

  /** Changes what stood before these entries into what stands after them. */
  public void applyTo(NotesInForce stood) {
    changes.values().forEach(change -> stood.take(change.line()));
  }
}
