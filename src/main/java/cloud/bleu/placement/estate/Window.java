package cloud.bleu.placement.estate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A time in which facts that stay the same mean the same.
 *
 * @param from its first instant
 * @param until the first instant that is no longer part of it
 */
public record Window(Instant from, Instant until) {

  /** The day of an instant in Europe/Paris: rules read days and no hours but those they name. */
  public static Window day(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneRule.PARIS);
    return new Window(
        day.atStartOfDay(ZoneRule.PARIS).toInstant(),
        day.plusDays(1).atStartOfDay(ZoneRule.PARIS).toInstant());
  }

  /** The part of it around an instant that ends at, or begins with, another one. */
  public Window cut(Instant turn, Instant around) {
    if (turn.isAfter(around)) {
      return turn.isBefore(until) ? new Window(from, turn) : this;
    }
    return turn.isAfter(from) ? new Window(turn, until) : this;
  }

  /** What is part of both; they have an instant in common. */
  public Window with(Window other) {
    return new Window(
        from.isAfter(other.from) ? from : other.from,
        until.isBefore(other.until) ? until : other.until);
  }

  /** The same so many days of 24 hours before. */
  public Window earlier(int days) {
    Duration by = Duration.ofDays(days);
    return new Window(from.minus(by), until.minus(by));
  }

  public boolean holds(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }
}
