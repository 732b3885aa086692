package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** How often it is looked whether something holds. */
class LooksTest {

  /** The ticks at which it is looked, of so many; by each a watch has told of so much. */
  private static List<Integer> looks(int ticks, LongUnaryOperator told) throws Exception {
    int[] tick = new int[1];
    List<Integer> looked = new ArrayList<>();
    Looks looks =
        new Looks(
            () -> told.applyAsLong(tick[0]),
            () -> {
              looked.add(tick[0]);
              return false;
            });
    for (tick[0] = 1; tick[0] <= ticks; tick[0]++) {
      assertFalse(looks.holds());
    }
    return looked;
  }

  @Test
  void soonAtFirstAndThenTwiceASecondWhileNothingIsTold() throws Exception {
    assertEquals(List.of(1, 2, 4, 8, 16, 26, 36, 46, 56), looks(60, tick -> 0));
  }

  @Test
  void fourTimesASecondAtMostWhileMuchIsTold() throws Exception {
    assertEquals(List.of(1, 2, 4, 7, 11, 16, 21, 26, 31, 36), looks(40, tick -> tick));
  }

  /** What is told just after a look is looked at a quarter of a second after it. */
  @Test
  void whatIsToldIsLookedAtSoon() throws Exception {
    assertEquals(List.of(1, 2, 4, 8, 16, 26, 31, 41), looks(45, tick -> tick < 28 ? 0 : 1));
    assertEquals(List.of(1, 2, 4, 8, 16, 26, 33, 43), looks(45, tick -> tick < 33 ? 0 : 1));
  }

  @Test
  void whatHoldsIsSaid() throws Exception {
    assertTrue(new Looks(() -> 0, () -> true).holds());
  }
}
