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

  /**
   * Whether the window is open: from the instant at which it opens, until just before its end. One
   * whose end is no instant is closed.
   */
  public boolean isOpen(Instant now) {
    return isOpen(now, now);
  }

  /**
   * Whether the window in which a run began is open still. That is the last one that had opened
   * then: one that opens later does not make the run longer.
   */
  public boolean isOpen(Instant began, Instant now) {
    Instant closes = closes(began);
    return closes != null && closes.isAfter(now);
  }

  /**
   * When the window closes in which a run began; null where none had opened, or its end is no
   * instant.
   */
  public @Nullable Instant closes(Instant began) {
    Instant opened = opens.last(began);
    try {
      return opened == null ? null : opened.plus(open);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** When it opens next; null when no instant is left. */
  public @Nullable Instant next(Instant now) {
    return opens.next(now);
  }
}
