package cloud.bleu.drill;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When and how much a live drill may move.
 *
 * @param opens when its window opens
 * @param open how long that is open each time
 * @param replicas most that leave the zones at once
 */
public record LiveTerms(CronSchedule opens, Duration open, int replicas) {

  /** Whether the window is open: from the instant at which it opens, until just before its end. */
  public boolean isOpen(Instant now) {
    Instant opened;
    try {
      opened = opens.next(now.minus(open));
    } catch (DateTimeException | ArithmeticException e) {
      return true;
    }
    return opened != null && !opened.isAfter(now);
  }

  /** When it opens next; null when its schedule names no day that ever comes. */
  public @Nullable Instant next(Instant now) {
    return opens.next(now);
  }
}
