package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the chain has to say of its directory. It is said once, and again where the entry that said
 * it was left out of the directory. Used by the thread that decides.
 */
final class DirectoryNotes {

  /** In the chain, and on their way to the directory. */
  private final Set<ChainNote> underWay = new HashSet<>();

  /**
   * What there is to say now.
   *
   * @param unsaid what the directory has no entry for
   */
  List<ChainNote> of(List<ChainNote> unsaid) {
    // What is written is said; if it is found once more, that is news.
    underWay.retainAll(unsaid);
    List<ChainNote> notes = new ArrayList<>(unsaid);
    notes.removeAll(underWay);
    return notes;
  }

  /** Takes note that entries which say this are in the chain and will be in the directory. */
  void sent(List<ChainNote> notes) {
    underWay.addAll(notes);
  }
}
