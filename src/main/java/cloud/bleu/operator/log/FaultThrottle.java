package cloud.bleu.operator.log;

import cloud.bleu.collection.BoundedMap;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Faults that many find at once, such as an API server that is unavailable: each is logged once a
 * minute.
 */
public final class FaultThrottle {

  public static final Duration AGAIN = Duration.ofMinutes(1);

  private static final int REMEMBERED = 100;

  private final LongSupplier nanos;
  private final Map<String, Long> said = BoundedMap.byAccess(REMEMBERED);

  /** By the monotonic clock of this machine. */
  public FaultThrottle() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  public FaultThrottle(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a line is worth to be told now; it then counts as told. */
  public synchronized boolean isNews(String line) {
    long now = nanos.getAsLong();
    Long before = said.get(line);
    if (before != null && now - before < AGAIN.toNanos()) {
      return false;
    }
    said.put(line, now);
    return true;
  }
}
