package cloud.bleu.operator.cache;

import cloud.bleu.time.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When objects whose write is refused are tried again: after a second, then after pauses that
 * double up to a minute, and at once when other content is to be written or the object is another
 * one. For one thread.
 */
public final class WriteBackoff {

  /**
   * Its longest pause is shorter than the time after which {@code RefusedWrites} takes a refusal
   * for over.
   */
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final LongSupplier nanos;
  private final Map<String, Refusal> refused = new HashMap<>();

  /**
   * @param content that was refused
   * @param pause before the next try
   * @param at when it was refused
   */
  private record Refusal(Object content, Duration pause, long at) {}

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  public WriteBackoff(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether an object is to be written now.
   *
   * @param content what is written over what, to be compared
   */
  public boolean isDue(String object, Object content) {
    Refusal last = refused.get(object);
    return last == null
        || !last.content().equals(content)
        || left(last).compareTo(Duration.ZERO) <= 0;
  }

  /** A write was refused; its next try is later than the one before, if that was of the same. */
  public void refused(String object, Object content) {
    Refusal last = refused.get(object);
    Duration pause =
        last == null || !last.content().equals(content)
            ? BACKOFF.first()
            : BACKOFF.after(last.pause());
    refused.put(object, new Refusal(content, pause, nanos.getAsLong()));
  }

  /** An object is as it should be, or is not wanted any more. */
  public void over(String object) {
    refused.remove(object);
  }

  /** Forgets all objects but these. */
  public void retain(Collection<String> objects) {
    refused.keySet().retainAll(objects);
  }

  /** How long until the first of them is due; null: none is refused. */
  @Nullable Duration next() {
    return refused.values().stream()
        .map(this::left)
        .min(Duration::compareTo)
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .orElse(null);
  }

  private Duration left(Refusal last) {
    return last.pause().minusNanos(nanos.getAsLong() - last.at());
  }
}
