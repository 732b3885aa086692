package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One event happens at a time, so what is held is the most that any single event asks. */
class ReserveTest {
  private static final int COLUMNS = 2;
  private static final int ZONES = 2;
  private static final int EVENTS = 3;

  /** Holds {@code event=amount}, one after the other, of one column in one zone. */
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "0=5, 5",
    // of two events the larger one, of one event the sum
    "0=5 1=3, 5",
    "0=5 1=7, 7",
    "0=5 0=3, 8",
    "0=5 1=3 1=3, 6",
    // the largest is taken back: what is still held in another event counts
    "0=5 1=3 0=-5, 3",
    "0=5 1=3 0=-1, 4",
    "0=5 1=3 0=-3, 3",
    "0=5 1=3 1=-3, 5",
    "0=5 1=5 0=-5, 5",
    "0=5 1=3 2=4 0=-5, 4",
    "0=5 1=3 2=4 0=-5 2=-4 1=-3, 0",
    // so much that a sum over events would run over
    "0=9000000000000000000 1=9000000000000000000, 9000000000000000000",
  })
  void theMostOfAnyEvent(String held, long most) {
    Reserve reserve = new Reserve(COLUMNS, ZONES, EVENTS);
    long[] byEvent = new long[EVENTS];
    for (String one : held.isEmpty() ? new String[0] : held.split(" ")) {
      int event = one.charAt(0) - '0';
      long amount = Long.parseLong(one.substring(2));
      byEvent[event] += amount;
      reserve.hold(1, event, 1, amount);
    }
    assertEquals(most, reserve.most(1 * COLUMNS + 1));
    for (int e = 0; e < EVENTS; e++) {
      assertEquals(byEvent[e], reserve.of(e, 1).of(1), "event " + e);
      assertEquals(0, reserve.of(e, 1).of(0), "another column");
      assertEquals(0, reserve.of(e, 0).of(1), "another zone");
    }
    assertEquals(0, reserve.most(1 * COLUMNS), "another column");
    assertEquals(0, reserve.most(1), "another zone");
  }

  /** A room lives as long as estates are edited: what is held no more is not kept. */
  @Test
  void whatIsTakenBackTakesNoMemory() {
    Reserve reserve = new Reserve(COLUMNS, ZONES, EVENTS);
    reserve.hold(0, 1, 1, 5);
    reserve.hold(1, 1, 1, 3);
    reserve.hold(0, 1, 1, -5);
    assertFalse(reserve.of(1, 1).isEmpty());
    reserve.hold(1, 1, 1, -3);
    assertSame(reserve.of(0, 0), reserve.of(1, 1), "nothing, as where nothing ever was");
    reserve.hold(1, 1, 1, 0);
    assertSame(reserve.of(0, 0), reserve.of(1, 1));
    assertTrue(reserve.of(0, 0).isEmpty());
  }

  /** Whatever is held and taken back, in whatever order: as if it were added up anew. */
  @Test
  void differencesAddUpToTheWhole() {
    Random random = new Random(11);
    int columns = 7;
    Reserve reserve = new Reserve(columns, ZONES, EVENTS);
    long[][][] whole = new long[EVENTS][ZONES][columns];
    for (int step = 0; step < 400; step++) {
      int event = random.nextInt(EVENTS);
      int zone = random.nextInt(ZONES);
      int column = random.nextInt(columns);
      long there = whole[event][zone][column];
      long amount = random.nextInt(3) == 0 ? -there : random.nextInt(9) - Math.min(there, 4);
      whole[event][zone][column] += amount;
      reserve.hold(column, event, zone, amount);
      for (int z = 0; z < ZONES; z++) {
        for (int c = 0; c < columns; c++) {
          long most = 0;
          for (int e = 0; e < EVENTS; e++) {
            assertEquals(whole[e][z][c], reserve.of(e, z).of(c));
            most = Math.max(most, whole[e][z][c]);
          }
          assertEquals(most, reserve.most(z * columns + c));
        }
      }
    }
  }
}
