package cloud.bleu.operator.pass;

import cloud.bleu.ledger.LedgerConflictException;
import java.time.Instant;

/** The way from the caches to committed decisions. */
public interface Pass {
  /**
   * Makes one.
   *
   * @param changed when the first change came that it takes in, by {@link System#nanoTime}
   * @return when the next one is due if nothing changes
   * @throws LedgerConflictException when somebody else wrote the ledger
   */
  Instant run(long changed) throws LedgerConflictException;

  /** Is told that one failed, or what goes before it, and is tried again. */
  default void failed() {}
}
