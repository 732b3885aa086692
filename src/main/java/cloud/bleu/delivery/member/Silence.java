package cloud.bleu.delivery.member;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * That requests get no answer at all, of which one word counts for a while: a probe takes no longer
 * than a request, so none is asked for while one may be under way.
 */
final class Silence {

  private final LongSupplier nanos;

  /** When it was told last; null: never. */
  private @Nullable Long told;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  Silence(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether another request without an answer is to be told of; from now on it is told. */
  synchronized boolean isNew() {
    long now = nanos.getAsLong();
    if (told != null && now - told < MemberQueue.OLD.toNanos()) {
      return false;
    }
    told = now;
    return true;
  }
}
