package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes of the ledger of which nobody knows yet whether they are stored. A server may carry one
 * out after the ledger was read again, and after another one was sent. But each write names the
 * version that was read before it, and the server stores none that names an older version than the
 * newest.
 */
final class UnansweredWrites {

  /**
   * The last of them, so that what is kept has a bound. With the longest pause after each that is
   * half an hour of tries, and less where changes end the pauses. A server gives a request up after
   * a minute by default.
   */
  private static final int MOST = 64;

  private final Deque<Write> writes = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param ledger as it was sent, in the version that it is over
   * @param over what was in the ledger before it
   */
  record Write(DecisionLedger ledger, DecisionLedger over) {

    /** Whether its head alone says that it is stored: one that only takes out leaves the head. */
    boolean isNews() {
      return !isSameHead(ledger, over);
    }

    /** What it adds to what was there. */
    List<Entry> added() {
      long before = over.getSpec().sequence();
      return ledger.getSpec().entries().stream().filter(e -> e.sequence() > before).toList();
    }
  }

  /**
   * Takes note of one that is about to be sent; of one that was sent already it takes the place.
   */
  void sent(Write write) {
    writes.removeIf(before -> isSameHead(before.ledger(), write.ledger()));
    writes.addLast(write);
    if (writes.size() > MOST) {
      writes.removeFirst();
    }
  }

  /** One of them is stored for certain, so that no other one can be. */
  void clear() {
    writes.clear();
  }

  /**
   * The one that is stored, by number and hash of the last entry that is read; of one that leaves
   * these as they were all has to be as it was sent. Those that are over another version than that
   * are forgotten with it: they are not stored, and cannot be any more.
   *
   * @param kept whether the second is as the first was sent, with nothing lost, changed or added
   * @return null when none of them is stored, as far as can be told by that
   */
  @Nullable Write settle(DecisionLedger read, BiPredicate<DecisionLedger, DecisionLedger> kept) {
    Write stored =
        writes.stream()
            .filter(one -> !isSameVersion(one.over(), read) && isSameHead(one.ledger(), read))
            .filter(one -> one.isNews() || kept.test(one.ledger(), read))
            .findFirst()
            .orElse(null);
    writes.removeIf(one -> !isSameVersion(one.over(), read));
    return stored;
  }

  /** Whether two are of one object and one version of it. */
  static boolean isSameVersion(DecisionLedger one, DecisionLedger other) {
    return isSameObject(one, other)
        && Objects.equals(
            one.getMetadata().getResourceVersion(), other.getMetadata().getResourceVersion());
  }

  /** Whether two are of one object, with the same end of the chain. */
  static boolean isSameHead(DecisionLedger one, DecisionLedger other) {
    return isSameObject(one, other)
        && Objects.equals(one.getSpec().sequence(), other.getSpec().sequence())
        && Objects.equals(one.getSpec().headHash(), other.getSpec().headHash());
  }

  private static boolean isSameObject(DecisionLedger one, DecisionLedger other) {
    return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
  }
}
