package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.estate.MoveBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
    assertEquals(moves, RecentMoves.parse(moves.text()));
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    assertEquals(
        RecentMoves.NONE.plus(NOON, 3),
        RecentMoves.parse("yesterday=1,2026-11-24T12:00:00Z=3,=,2026-11-24T12:00:00Z=x"));
    assertEquals(RecentMoves.NONE, RecentMoves.parse(null));
  }

  @Test
  void oldMovesAreForgottenWithTheNext() {
    RecentMoves moves = RecentMoves.NONE.plus(NOON, 2).plus(NOON.plus(Duration.ofHours(2)), 1);
    assertEquals(1, moves.moves().size());
  }
}
