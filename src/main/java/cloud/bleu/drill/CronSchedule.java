package cloud.bleu.drill;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The instants of a schedule as a CronJob writes it, in a time zone. */
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

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message says where
   */
  public static CronSchedule of(String expression, ZoneId zone) {
    return new CronSchedule(
        ExecutionTime.forCron(new CronParser(FORM).parse(expression.strip()).validate()), zone);
  }

  /** The last instant that is not after another one; null when there is none. */
  public @Nullable Instant last(Instant at) {
    try {
      return times
          .lastExecution(at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone))
          .map(ZonedDateTime::toInstant)
          .orElse(null);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The first instant after another one; null when the schedule names a day that never comes. */
  public @Nullable Instant next(Instant after) {
    try {
      return times
          .nextExecution(after.truncatedTo(ChronoUnit.SECONDS).atZone(zone))
          .map(ZonedDateTime::toInstant)
          .orElse(null);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
