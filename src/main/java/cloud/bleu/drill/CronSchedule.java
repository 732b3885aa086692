package cloud.bleu.drill;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a schedule as a CronJob writes it, in a time zone. An hour that the clocks skip
 * has none. One that comes twice has them the first time alone, unless the schedule names each hour
 * of the day.
 */
public final class CronSchedule {

  /** Minute, hour, day of month, month, day of week; or one of the nicknames. */
  private static final CronDefinition FORM =
      CronDefinitionBuilder.defineCron()
          .withMinutes()
          .withValidRange(0, 59)
          .withStrictRange()
          .and()
          .withHours()
          .withValidRange(0, 23)
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .withValidRange(1, 31)
          .withStrictRange()
          .and()
          .withMonth()
          .withValidRange(1, 12)
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .withStrictRange()
          .and()
          .withSupportedNicknameYearly()
          .withSupportedNicknameAnnually()
          .withSupportedNicknameMonthly()
          .withSupportedNicknameWeekly()
          .withSupportedNicknameDaily()
          .withSupportedNicknameMidnight()
          .withSupportedNicknameHourly()
          .instance();

  private static final int HOURS = 24;

  /** Of a calendar without summer time. */
  private final ExecutionTime times;

  private final ZoneRules rules;

  /** Whether it names each hour: then an hour that comes twice has its instants twice. */
  private final boolean hourly;

  private CronSchedule(Cron cron, ZoneId zone) {
    this.times = ExecutionTime.forCron(cron);
    this.rules = zone.getRules();
    this.hourly = CronFields.values(cron, CronFieldName.HOUR).cardinality() == HOURS;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, or names a day that never comes; the message
   *     says where
   */
  public static CronSchedule of(String expression, ZoneId zone) {
    Cron cron = new CronParser(FORM).parse(expression.strip()).validate();
    if (!CronFields.comes(cron)) {
      throw new IllegalArgumentException("no month that it names has a day that it names");
    }
    return new CronSchedule(cron, zone);
  }

  /** The last instant that is not after another one; null when there is none. */
  public @Nullable Instant last(Instant at) {
    try {
      Stretch stretch = stretch(at);
      LocalDateTime end = LocalDateTime.ofInstant(at, stretch.offset());
      while (true) {
        LocalDateTime found = lastUntil(end);
        if (found == null || !found.isBefore(stretch.begin())) {
          return found == null ? null : found.toInstant(stretch.offset());
        }
        ZoneOffsetTransition change = stretch.since();
        if (change == null) {
          return null;
        }
        end = change.getDateTimeBefore().minusSeconds(1);
        stretch = stretch(change.getInstant().minusNanos(1));
      }
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The first instant after another one; null when there is none. */
  public @Nullable Instant next(Instant after) {
    try {
      Instant begin = after;
      Stretch stretch = stretch(after);
      LocalDateTime from = LocalDateTime.ofInstant(after, stretch.offset());
      while (true) {
        LocalDateTime beforeBegin = stretch.begin().minusSeconds(1);
        LocalDateTime found = firstAfter(from.isBefore(beforeBegin) ? beforeBegin : from);
        if (found == null) {
          return null;
        }
        Instant instant = found.toInstant(stretch.offset());
        ZoneOffsetTransition change = rules.nextTransition(begin);
        if (change == null || instant.isBefore(change.getInstant())) {
          return instant;
        }
        begin = change.getInstant();
        stretch = stretch(begin);
        from = stretch.begin().minusSeconds(1);
      }
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * A stretch of time in which the clocks of the zone are not set.
   *
   * @param begin the first local time in it that the schedule may name: not in an hour that has
   *     been
   * @param since what began it; null: nothing did
   */
  private record Stretch(
      ZoneOffset offset, LocalDateTime begin, @Nullable ZoneOffsetTransition since) {}

  private Stretch stretch(Instant at) {
    ZoneOffset offset = rules.getOffset(at);
    ZoneOffsetTransition since = rules.previousTransition(at.plusNanos(1));
    if (since == null) {
      return new Stretch(offset, LocalDateTime.MIN.plusSeconds(1), null);
    }
    return new Stretch(
        offset,
        since.isOverlap() && !hourly ? since.getDateTimeBefore() : since.getDateTimeAfter(),
        since);
  }

  private @Nullable LocalDateTime lastUntil(LocalDateTime at) {
    return times
        .lastExecution(at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }

  private @Nullable LocalDateTime firstAfter(LocalDateTime at) {
    return times
        .nextExecution(at.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }
}
