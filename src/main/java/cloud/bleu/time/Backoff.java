package cloud.bleu.time;

import java.time.Duration;

/**
 * Pauses between attempts, each twice as long as the one before.
 *
 * @param first before the second attempt
 * @param last the longest of them
 */
public record Backoff(Duration first, Duration last) {

  /** Returns the pause that follows one of so long: at most {@code last}. */
  public Duration after(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(last) < 0 ? twice : last;
  }
}
