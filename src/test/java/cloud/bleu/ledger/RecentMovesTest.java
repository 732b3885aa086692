package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
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
