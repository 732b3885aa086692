package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From when on a silence counts, given what is known against our own view. Times are minutes. */
class ObservedStateTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Instant at(String minute) {
    return minute == null ? null : NOON.plusSeconds(60 * Long.parseLong(minute));
  }

  @ParameterizedTest(
      name = "watch {0}, clock {1}: changed {2}, recorded {3}, seen {4}: counts from {5}")
  @CsvSource({
    // Files: the conditions of the nodes, or what was recorded later.
    ", , 5, , 20, 5",
    ", , 5, 7, 20, 7",
    ", , 5, 3, 20, 5",
    // The clock of the nodes is ahead: no silence begins after it is seen.
    ", , 80, , 20, 20",
    ", , 80, 7, 20, 20",
    "10, , 80, 5, 20, 20",
    // Who watches: what was not recorded before begins now, whatever another clock says.
    "0, , 5, , 6, 6",
    "0, , 900, , 6, 6",
    "0, , 5, 6, 20, 6",
    "0, , 900, 6, 20, 6",
    // A gap after it was recorded: it may have been ready meanwhile, and the conditions say so.
    "10, , 5, 5, 20, 5",
    "10, , 8, 5, 20, 8",
    // A gap before anything was recorded.
    "10, , 5, , 11, 11",
    // A clock that jumped: no record helps.
    "0, 15, 5, 6, 20, 15",
    "10, 15, 5, 5, 20, 15",
  })
  void countsFrom(
      String watch, String clock, String changed, String recorded, String seen, String counts) {
    ObservedState own = new ObservedState(at(watch), at(clock));
    assertEquals(
        at(counts), own.counts(own.began(at(changed), at(recorded), at(seen)), at(recorded)));
  }

  @Test
  void filesKnowNothingAgainstThemselves() {
    assertEquals(new ObservedState(null, null), ObservedState.UNBROKEN);
  }

  /** A zone is closed and opened again, each faster than its status is written. */
  @ParameterizedTest(name = "before {0} since {1}, now takes {2}, recorded {3}: since {4}")
  @CsvSource({
    // Nobody closed it.
    "Active, , true, , ",
    "Active, , true, 3, 3",
    // It opens, and the status does not even say that it was closed.
    "Lost, 8, true, , 10",
    "Lost, 8, true, 3, 10",
    // It opened in a pass before, and the status does not say so yet.
    "Active, 9, true, , 9",
    "Active, 9, true, 3, 9",
    // The status has the later word: another process recorded it.
    "Active, 3, true, 9, 9",
    // The same of its end.
    "Active, 3, false, , 10",
    "Lost, 9, false, , 9",
  })
  void whatWasSeenIsNewerThanWhatWasRecorded(
      ZoneState state, String since, boolean takes, String recorded, String expected) {
    ObservedState own =
        new ObservedState(null, null)
            .with(Map.of("a", new ZoneBuilder("a").state(state, at(since)).build()));
    assertEquals(at(expected), own.since("a", takes, at(recorded), at("10")));
    assertEquals(at(recorded), ObservedState.UNBROKEN.since("a", takes, at(recorded), at("10")));
  }
}
