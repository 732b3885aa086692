package cloud.bleu.placement.rule;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Days in Paris by the words of the law and not by a table of zones: an hour ahead of UTC, two from
 * the last Sunday of March to the last Sunday of October, each time at one o'clock UTC (directive
 * 2000/84/EC). Days are numbered from 1970-01-01.
 */
final class ParisDay {

  private static final long DAY = 86_400;
  private static final long HOUR = 3_600;

  private ParisDay() {}

  static long of(Instant instant) {
    return Math.floorDiv(seconds(instant) + ahead(seconds(instant)), DAY);
  }

  /** The first second of the day. */
  static Instant start(long day) {
    long summer = day * DAY - 2 * HOUR;
    return Instant.ofEpochSecond(ahead(summer) == 2 * HOUR ? summer : day * DAY - HOUR);
  }

  static LocalDate date(long day) {
    return LocalDate.of(1970, 1, 1).plusDays(day);
  }

  private static long seconds(Instant instant) {
    return instant.getEpochSecond();
  }

  private static long ahead(long second) {
    int year = date(Math.floorDiv(second, DAY)).getYear();
    long from = lastSunday(year, 3) * DAY + HOUR;
    long to = lastSunday(year, 10) * DAY + HOUR;
    return second >= from && second < to ? 2 * HOUR : HOUR;
  }

  /** Of a month of 31 days. 1970-01-01 was a Thursday. */
  private static long lastSunday(int year, int month) {
    long last = LocalDate.of(year, month, 31).toEpochDay();
    return last - Math.floorMod(last + 4, 7);
  }
}
