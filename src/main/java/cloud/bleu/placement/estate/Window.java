package cloud.bleu.placement.estate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A span of time in which unchanged facts mean the same.
 *
 * @param from its first instant
 * @param until the first instant that is no longer part of it
 */
public record Window(Instant from, Instant until) {
  private static final Duration ONE_DAY = Duration.ofDays(1);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  /** The day of an instant in Europe/Paris: rules read days and no hours but those they name. */
  public static Window day(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneRule.PARIS);
    return new Window(
        day.atStartOfDay(ZoneRule.PARIS).toInstant(),
        day.plusDays(1).atStartOfDay(ZoneRule.PARIS).toInstant());
  }

  /**
   * The time in which today and each of so many later days are the same days, seen from any of its
   * instants. A day begins and ends as the one before it, unless the clock is put forward or back.
   */
  public static Window days(Instant now, int most) {
    ZoneRules clock = ZoneRule.PARIS.getRules();
    Window all = day(now);
    ZoneOffsetTransition change = clock.nextTransition(now.minus(ONE_DAY));
    for (int ahead = 1; ahead <= most; ahead++) {
      Instant then = now.plus(Duration.ofDays(ahead));
      Instant from = then.minus(TWO_DAYS);
      if (change != null && !change.getInstant().isAfter(from)) {
        change = clock.nextTransition(from);
      }
      if (change != null && !change.getInstant().isAfter(then.plus(ONE_DAY))) {
        all = all.with(day(then).earlier(ahead));
      }
    }
    return all;
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

  /** A copy that begins and ends so many days of 24 hours earlier. */
  public Window earlier(int days) {
    Duration by = Duration.ofDays(days);
    return new Window(from.minus(by), until.minus(by));
  }

  /** Whether an instant is in the window: its begin is, its end is not. */
  public boolean holds(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }
}
