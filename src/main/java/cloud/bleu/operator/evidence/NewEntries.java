package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which of the entries that the ledger hands over are new: after each reading of the ledger it
 * hands over all that waits in it. If somebody removed the ledger, the chain begins anew, with
 * numbers that may have been used before. The newest entries are kept for readers on any thread.
 */
final class NewEntries {

  /** So many are kept. */
  static final int MOST_KEPT = 100;

  private final Deque<ChainLine> newest = new ArrayDeque<>();

  /** The number of the last one. */
  private long last;

  /** The hash of the entry with which the chain begins, as far as it was seen. */
  private String begin = "";

  /** The entries that were not handed over before, in their order. */
  synchronized List<ChainLine> of(List<ChainLine> entries) {
    List<ChainLine> anew = new ArrayList<>();
    for (ChainLine line : entries) {
      boolean begins = line.previous().equals(Chain.GENESIS) && !line.hash().equals(begin);
      if (begins) {
        begin = line.hash();
      }
      if (begins || line.sequence() > last) {
        last = line.sequence();
        anew.add(line);
        newest.addLast(line);
        if (newest.size() > MOST_KEPT) {
          newest.removeFirst();
        }
      }
    }
    return anew;
  }

  /** The newest ones, in their order. */
  synchronized List<ChainLine> newest() {
    return List.copyOf(newest);
  }
}
