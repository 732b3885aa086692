package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import java.util.List;

/** What the placement loop is asked to do by whoever records. */
public interface RecorderWakes {
  /** Entries are kept: the ledger may let go of them. */
  void kept();

  /** There is something to record. */
  void note();

  /** These notes are in the chain, whatever became of the pass that had them written. */
  default void entered(List<ChainNote> notes) {}
}
