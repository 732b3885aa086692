package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.MoveBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget of moves in an hour, across leaders. */
class RecentMovesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void movesCountForAnHour() {
    RecentMoves moves = RecentMoves.NONE.plus(NOON, 2);
    assertEquals(2, moves.before(NOON.plus(Duration.ofMinutes(59))));
    assertEquals(0, moves.before(NOON.plus(Duration.ofMinutes(60))));
    assertEquals(NOON.plus(Duration.ofHours(1)), moves.nextRelease(NOON));
    assertNull(moves.nextRelease(NOON.plus(Duration.ofHours(1))));
  }

  @Test
  void allTogetherMayMoveAgainOnceTheFirstMoveOfAnyIsAnHourOld() {
    RecentMoves early = RecentMoves.NONE.plus(NOON.minusSeconds(4000), 1).plus(NOON, 2);
    RecentMoves late = RecentMoves.NONE.plus(NOON.plusSeconds(60), 1);
    Instant now = NOON.plusSeconds(120);
    assertEquals(
        new MoveBudget(3, NOON.plus(Duration.ofHours(1))),
        RecentMoves.budget(3, Stream.of(late, early, RecentMoves.NONE), now));
    assertEquals(new MoveBudget(0, null), RecentMoves.budget(0, Stream.of(), now));
    assertNull(RecentMoves.budget(null, Stream.of(early), now), "nobody states a bound");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    RecentMoves moves = RecentMoves.NONE.plus(NOON, 2).plus(NOON.plusSeconds(90), 1);
    assertEquals("2026-11-24T12:00:00Z=2,2026-11-24T12:01:30Z=1", moves.text());
    assertEquals(moves, RecentMoves.parse(moves.text(), NOON.plusSeconds(90)));
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    assertEquals(
        RecentMoves.NONE.plus(NOON, 3),
        RecentMoves.parse("yesterday=1,2026-11-24T12:00:00Z=3,=,2026-11-24T12:00:00Z=x", NOON));
    assertEquals(RecentMoves.NONE, RecentMoves.parse(null, NOON));
  }

  /** Whoever writes nonsense into one frees nobody, and stops nobody for longer than an hour. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-24T11:59:00Z=-5,2026-11-24T11:59:00Z=2      | 2       | 0",
        "2026-11-24T11:59:00Z=0                              | 0       | 0",
        "2999-01-01T00:00:00Z=3                              | 3       | 0",
        "2026-11-24T11:59:00Z=2147483647,2026-11-24T11:59:00Z=2147483647 | 1000000 | 0",
        "2026-11-24T11:59:00Z=99999999999                    | 0       | 0",
      })
  void whatCannotBeIsLeftOut(String text, int now, int later) {
    RecentMoves moves = RecentMoves.parse(text, NOON);
    assertEquals(now, moves.before(NOON));
    assertEquals(later, moves.before(NOON.plus(Duration.ofHours(1))));
    Instant free = RecentMoves.budget(1, Stream.of(moves), NOON).nextFree();
    assertTrue(free == null || !free.isAfter(NOON.plus(Duration.ofHours(1))), () -> "" + free);
  }

  @Test
  void oldMovesAreForgottenWithTheNext() {
    RecentMoves moves = RecentMoves.NONE.plus(NOON, 2).plus(NOON.plus(Duration.ofHours(2)), 1);
    assertEquals(1, moves.moves().size());
  }
}
