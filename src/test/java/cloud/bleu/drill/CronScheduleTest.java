package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules as a CronJob writes them: crontab(5), and Kubernetes' nicknames. */
class CronScheduleTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  /** Each with the weekday that a calendar says: 1 November 2026 is a Sunday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 6 1 * *        | 2026-11-24T12:00:00Z | 2026-12-01T05:00:00Z
          0 6 1 * *        | 2026-12-01T04:59:59Z | 2026-12-01T05:00:00Z
          0 6 1 * *        | 2026-12-01T05:00:00Z | 2027-01-01T05:00:00Z
          30 2 * * 1-5     | 2026-11-27T12:00:00Z | 2026-11-30T01:30:00Z
          0 0 * * 0        | 2026-11-24T12:00:00Z | 2026-11-28T23:00:00Z
          0 0 * * 7        | 2026-11-24T12:00:00Z | 2026-11-28T23:00:00Z
          0 0 * * SUN      | 2026-11-24T12:00:00Z | 2026-11-28T23:00:00Z
          0 0 1 JAN *      | 2026-11-24T12:00:00Z | 2026-12-31T23:00:00Z
          */15 * * * *     | 2026-11-24T12:01:00Z | 2026-11-24T12:15:00Z
          0 8,20 * * *     | 2026-11-24T12:00:00Z | 2026-11-24T19:00:00Z
          0 0 13 * 5       | 2026-11-24T12:00:00Z | 2026-11-26T23:00:00Z
          0 0 29 2 *       | 2026-11-24T12:00:00Z | 2028-02-28T23:00:00Z
          @monthly         | 2026-11-24T12:00:00Z | 2026-11-30T23:00:00Z
          @weekly          | 2026-11-24T12:00:00Z | 2026-11-28T23:00:00Z
          @daily           | 2026-11-24T12:00:00Z | 2026-11-24T23:00:00Z
          @hourly          | 2026-11-24T12:00:00Z | 2026-11-24T13:00:00Z
          @yearly          | 2026-11-24T12:00:00Z | 2026-12-31T23:00:00Z
          """)
  void nextInstantIsThatOfTheCalendar(String expression, Instant after, Instant next) {
    assertEquals(next, CronSchedule.of(expression, PARIS).next(after));
  }

  /** On 28 March 2027 the clocks of Paris go from 02:00 to 03:00: a CronJob has no run either. */
  @Test
  void anHourThatIsSkippedHasNoRun() {
    CronSchedule schedule = CronSchedule.of("30 2 * * *", PARIS);
    assertEquals(
        Instant.parse("2027-03-29T00:30:00Z"),
        schedule.next(Instant.parse("2027-03-27T12:00:00Z")));
  }

  /** On 25 October 2026 the hour from 02:00 comes twice, and the drill once. */
  @Test
  void anHourThatComesTwiceIsOne() {
    CronSchedule schedule = CronSchedule.of("30 2 * * *", PARIS);
    Instant first = schedule.next(Instant.parse("2026-10-24T12:00:00Z"));
    assertEquals(Instant.parse("2026-10-25T00:30:00Z"), first);
    assertEquals(
        Instant.parse("2026-10-26T01:30:00Z"), schedule.next(Objects.requireNonNull(first)));
  }

  @Test
  void aDayThatNeverComesHasNoNext() {
    assertNull(CronSchedule.of("0 0 30 2 *", PARIS).next(Instant.parse("2026-11-24T12:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "every day",
        "0 6 1 *",
        "0 6 1 * * *",
        "60 6 1 * *",
        "0 24 1 * *",
        "0 6 32 * *",
        "0 6 1 13 *",
        "0 6 1 * 8",
        "@never",
        "0 6 L * *",
        "0 6 1 * ?",
        "a b c d e"
      })
  void whatIsNoScheduleIsRefused(String expression) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CronSchedule.of(expression, PARIS));
    assertTrue(refused.getMessage() != null && !refused.getMessage().contains("\n"));
  }
}
