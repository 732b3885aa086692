package cloud.bleu.evidence.chain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time of a chain, entry by entry: it never falls. A difference as clocks of several machines
 * have is no fall.
 */
public final class ChainClock {

  /** By how much clocks may differ, and how long a pass may take: as Kerberos allows. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private @Nullable Instant latest;

  /**
   * Takes in the next entry.
   *
   * @return the latest instant before it, if the time fell there; else null
   */
  public @Nullable Instant fallsAt(ChainLine line) {
    Instant time = line.time();
    if (time == null) {
      return null;
    }
    Instant before = latest;
    at(time);
    return before != null && isBefore(time, before) ? before : null;
  }

  /** Takes in an entry that was written before. */
  public void take(ChainLine line) {
    fallsAt(line);
  }

  /** Takes in a checkpoint that was written before: what comes after it is not earlier either. */
  public void take(Checkpoint checkpoint) {
    Instant time = checkpoint.instant();
    if (time != null) {
      at(time);
    }
  }

  /**
   * The instant of what is written now: that of a clock, or the latest one where the clock is
   * behind it by no more than clocks may differ.
   */
  public Instant at(Instant clock) {
    Instant before = latest;
    Instant now =
        before == null || clock.isAfter(before) || isBefore(clock, before) ? clock : before;
    latest = now;
    return now;
  }

  /** Whether an instant is before another one by more than clocks may differ. */
  static boolean isBefore(Instant one, Instant other) {
    return one.isBefore(other.minus(TOLERANCE));
  }

  /** Whether two instants differ by no more than clocks may. */
  public static boolean isAbout(Instant one, Instant other) {
    return !isBefore(one, other) && !isBefore(other, one);
  }
}
