package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long an answer may come any moment. */
class ReachTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "9, true",
    "10, false",
    "3600, false",
    // The clock was put back.
    "-1, false",
    "-3600, false"
  })
  void stateIsNewForTenSeconds(long seconds, boolean expected) {
    Instant now = NOON.plusSeconds(seconds);
    assertEquals(expected, new Reach(Reach.State.ASKING, NOON, "r", "m").isPending(now));
    assertEquals(expected, new Reach(Reach.State.REACHED, NOON, "r", "m").isNew(now));
    assertEquals(false, new Reach(Reach.State.UNREACHED, NOON, "r", "m").isPending(now));
  }
}
