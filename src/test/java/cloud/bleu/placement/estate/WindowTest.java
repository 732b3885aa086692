package cloud.bleu.placement.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days to come, seen 24 hours earlier for each of them. */
class WindowTest {

  @ParameterizedTest
  @CsvSource({
    // The clock is put back in the night to 25 October 2026, and forward in that to 28 March 2027.
    "2026-07-01T10:00:00Z, 90, 2026-06-30T22:00:00Z, 2026-07-01T22:00:00Z",
    "2026-10-01T10:00:00Z, 10, 2026-09-30T22:00:00Z, 2026-10-01T22:00:00Z",
    "2026-10-01T10:00:00Z, 90, 2026-09-30T23:00:00Z, 2026-10-01T22:00:00Z",
    "2027-03-01T10:00:00Z, 90, 2027-02-28T23:00:00Z, 2027-03-01T22:00:00Z",
    "2026-10-01T22:30:00Z, 90, 2026-10-01T22:00:00Z, 2026-10-01T23:00:00Z",
  })
  void lastsAsLongAsEachDayIsTheSame(Instant now, int most, Instant from, Instant until) {
    assertEquals(new Window(from, until), Window.days(now, most));
  }

  @Test
  void isThatOfAskingForEveryDay() {
    Instant now = Instant.parse("2025-12-31T23:30:00Z");
    Instant end = Instant.parse("2027-01-02T00:00:00Z");
    boolean cut = false;
    for (; now.isBefore(end); now = now.plusSeconds(37 * 60)) {
      Window every = Window.day(now);
      for (int ahead = 1; ahead <= 90; ahead++) {
        every = every.with(Window.day(now.plusSeconds(ahead * 86_400L)).earlier(ahead));
      }
      assertEquals(every, Window.days(now, 90), now.toString());
      cut |= !every.equals(Window.day(now));
    }
    assertTrue(cut, "the clock was put forward and back");
  }
}
