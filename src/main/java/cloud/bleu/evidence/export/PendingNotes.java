package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import java.util.ArrayList;
import java.util.List;

/**
 * What the chain has yet to say of its directory. It is kept in no file: whoever can write a file
 * would tell the operator what to sign. After a crash it is found again.
 */
final class PendingNotes {

  private final List<ChainNote> notes = new ArrayList<>();

  List<ChainNote> all() {
    return List.copyOf(notes);
  }

  void add(ChainNote note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /** Drops what entries say now. */
  void saidBy(List<ChainLine> lines) {
    notes.removeIf(note -> lines.stream().anyMatch(note::isSaidBy));
  }

  /**
   * Whether nothing is left that would not be found again once the entries that are here are
   * signed. What may be removed is always found again.
   */
  boolean isSettled() {
    return notes.stream().allMatch(note -> note.kind().equals(EntryKinds.PRUNED));
  }
}
