package cloud.bleu.ledger;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.SignedHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of the chain are kept beyond the cluster. An entry leaves the ledger once it is
 * kept; a decision never waits for that.
 */
public interface Export {

  /** Nothing is kept elsewhere. */
  Export NONE =
      new Export() {
        @Override
        public void take(List<ChainLine> entries) {
          // Nothing is kept.
        }

        @Override
        public long kept() {
          return Long.MAX_VALUE;
        }
      };

  /** Takes entries that are committed, in their order, and returns at once. */
  void take(List<ChainLine> entries);

  /** Is told what was signed last, as the ledger remembers it, before it takes any entry. */
  default void signedBefore(SignedHead head) {}

  /** What was signed last, for the ledger to remember; null when nothing is known to be. */
  default @Nullable SignedHead signed() {
    return null;
  }

  /** The number up to which everything that was taken is kept and needs no ledger any more. */
  long kept();
}
