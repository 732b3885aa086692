package cloud.bleu.apiserver;

import java.time.Duration;

/** How long a round of writes waits for answers that do not come: less with each of them. */
final class AnswerWait {

  /**
   * How long a round waits for the first answer that does not come; for the next half as long. What
   * slow answers take of it is gone as well.
   */
  private static final Duration FULL = Duration.ofSeconds(2);

  /** But for this, in which a write is usually answered. */
  private static final Duration LEAST = Duration.ofMillis(50);

  private long left = FULL.toNanos();

  /** What waits that were given up have cost, of all rounds. */
  private long inVain;

  /** When the last answer was taken, or the last wait was given up. */
  private long progress;

  /** A round begins: patience is as it was. */
  void begin(long now) {
    left = FULL.toNanos();
    progress = now;
  }

  /** How long a write is waited for, in nanoseconds. */
  long left() {
    return left;
  }

  /** How long was waited in all for answers that did not come, in nanoseconds. */
  long inVain() {
    return inVain;
  }

  /** Whether a write that was waited for as long is given up. */
  boolean isOver(long waited) {
    return waited >= left - left / 10;
  }

  /** An answer that was waited for has come. */
  void answered(long sent, long ended) {
    // Of several at once only the time counts in which nothing came.
    long waited = Math.min(ended - sent, ended - progress);
    long beyond = Math.max(0, waited - LEAST.toNanos());
    left = Math.max(left - beyond, LEAST.toNanos());
    progress = ended - progress > 0 ? ended : progress;
  }

  /** What was waited for as long was given up. */
  void givenUp(long now) {
    inVain += left;
    left = Math.max(left / 2, LEAST.toNanos());
    progress = now;
  }
}
