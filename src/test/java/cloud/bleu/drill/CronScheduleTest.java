package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
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

  /** The second 02:00 of 25 October 2026 opens nothing, wherever one begins to look. */
  @Test
  void anHourThatComesTwiceIsOneFromEverywhere() {
    CronSchedule schedule = CronSchedule.of("0 2 * * *", PARIS);
    Instant first = Instant.parse("2026-10-25T00:00:00Z");
    for (Instant at = first; at.isBefore(first.plusSeconds(7200)); at = at.plusSeconds(600)) {
      assertEquals(first, schedule.last(at));
      assertEquals(Instant.parse("2026-10-26T01:00:00Z"), schedule.next(at));
    }
  }

  /** What names each hour goes on through an hour that comes twice. */
  @Test
  void eachHourIsEachHourOfTheClockOnTheWall() {
    CronSchedule schedule = CronSchedule.of("0 * * * *", PARIS);
    Instant at = Instant.parse("2026-10-24T20:00:00Z");
    for (int hour = 0; hour < 12; hour++) {
      assertEquals(at.plusSeconds(3600), schedule.next(at));
      at = at.plusSeconds(3600);
      assertEquals(at, schedule.last(at.plusSeconds(3599)));
    }
  }

  /** Around each setting of the clocks: next and last name the same instants. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Paris, 2026-10-25T01:00:00Z",
    "Europe/Paris, 2026-03-29T01:00:00Z",
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z",
    "America/Havana, 2026-11-01T05:00:00Z",
    "America/Havana, 2026-03-08T05:00:00Z",
    "America/Santiago, 2026-04-05T03:00:00Z",
    "America/Sao_Paulo, 2018-11-04T03:00:00Z",
    "Pacific/Apia, 2011-12-30T10:00:00Z",
    "Asia/Kathmandu, 2026-06-01T00:00:00Z",
    "UTC, 2028-02-29T00:00:00Z"
  })
  void lastIsTheGreatestOfTheWalkOfNext(String name, Instant around) {
    ZoneId zone = ZoneId.of(name);
    Instant from = around.minus(Duration.ofHours(30));
    Instant end = around.plus(Duration.ofHours(30));
    for (String expression :
        List.of(
            "0 0 * * *",
            "0 2 * * *",
            "30 2 * * *",
            "45 1 * * *",
            "30 23 * * *",
            "0 * * * *",
            "*/30 * * * *",
            "*/15 1-3 * * *",
            "0,30 0,1,2,3,23 * * *",
            "0 */2 * * *",
            "0 6 * * 1-5",
            "@hourly",
            "@daily",
            "20 0-23 * * 6,7")) {
      CronSchedule schedule = CronSchedule.of(expression, zone);
      TreeSet<Instant> walk = new TreeSet<>();
      for (Instant i = schedule.next(from); i != null && i.isBefore(end); i = schedule.next(i)) {
        assertTrue(walk.add(i), expression);
      }
      for (Instant i = from; i.isBefore(end); i = i.plusSeconds(1201)) {
        String at = expression + " at " + i;
        Instant last = walk.floor(i);
        if (last != null) {
          assertEquals(last, schedule.last(i), at);
        }
        Instant next = walk.higher(i);
        if (next != null) {
          assertEquals(next, schedule.next(i), at);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 30,31 2 *", "* * 31 2,4,6,9,11 *", "*/5 * 31/1 4-4 *"})
  void aDayThatNeverComesIsRefused(String expression) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CronSchedule.of(expression, PARIS));
    assertEquals("no month that it names has a day that it names", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 29 2 *",
        "0 0 30 2 1",
        "0 0 28-31 2 *",
        "0 0 31 */3 *",
        "0 0 31 FEB,MAR *",
        "0 0 */31 2 *",
        "@yearly"
      })
  void aDayThatComesHasANextAndALast(String expression) {
    CronSchedule schedule = CronSchedule.of(expression, PARIS);
    Instant noon = Instant.parse("2026-11-24T12:00:00Z");
    Instant last = schedule.last(noon);
    assertEquals(last, schedule.last(Objects.requireNonNull(last)));
    assertTrue(Objects.requireNonNull(schedule.next(last)).isAfter(noon));
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
