package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long a round of writes waits for answers that do not come: less with each of them. */
final class AnswerWait {

  /**
   * How long a round waits for the first answer that does not come; for the next half as long. What
   * slow answers take of it is gone as well.
   */
  private static final Duration FULL = Duration.ofSeconds(2);

  /** But for this, in which a write is usually answered. */
  private static final Duration LEAST = Duration.ofMillis(50);

  /** A wait is never longer than this because of what answers take elsewhere. */
  private static final Duration MOST_OF_LEAST = Duration.ofMillis(500);

  /** So many times what an answer takes elsewhere, the next one has at least. */
  private static final int SLACK = 3;

  /** The share of one answer in what answers of its namespace take. */
  private static final int SMOOTHED_OVER = 4;

  /** What an answer takes in each namespace of this round, smoothed, in nanoseconds. */
  private final Map<String, Long> taken = new HashMap<>();

  /** Of {@link #taken}, the lower median: no namespace alone changes it, unless it is alone. */
  private long usual;

  private long left = FULL.toNanos();

  /** What waits that were given up have cost, of all rounds. */
  private long inVain;

  /** When the last answer was taken, or the last wait was given up. */
  private long progress;

  /** A round begins: patience is as it was. */
  void begin(long now) {
    left = FULL.toNanos();
    taken.clear();
    usual = 0;
    progress = now;
  }

  /**
   * How long a write is waited for, in nanoseconds. Where the server is slow for all, that is more
   * than what answers take; where it is slow for one namespace, that one is waited for no longer.
   */
  long left() {
    return Math.max(left, Math.min(SLACK * usual, MOST_OF_LEAST.toNanos()));
  }

  /** An answer has come, whether it was waited for or not. */
  void took(String namespace, long sent, long ended) {
    taken.merge(namespace, ended - sent, (before, now) -> before + (now - before) / SMOOTHED_OVER);
    List<Long> sorted = taken.values().stream().sorted().toList();
    usual = sorted.get((sorted.size() - 1) / 2);
  }

  /** How long was waited in all for answers that did not come, in nanoseconds. */
  long inVain() {
    return inVain;
  }

  /** Whether a write that was waited for as long is given up. */
  boolean isOver(long waited) {
    return waited >= left() - left() / 10;
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
    inVain += left();
    left = Math.max(left / 2, LEAST.toNanos());
    progress = now;
  }
}
