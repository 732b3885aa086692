package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of rollouts the largest counts, one at a time in a zone. */
class SurgeTest {

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "+3, 3",
    "+3 +5, 5",
    "+5 +3, 5",
    "+3 +5 -5, 3",
    "+5 +5 -5, 5",
    "+5 -5, 0",
    "+1 +2 +3 -3 -1, 2",
    "+1 +2 +3 -2 -3 +4, 4",
    "+7 -7 +2, 2",
  })
  void theLargestOfThoseThatAreThere(String changes, long most) {
    Surge surge = new Surge(2);
    for (String change : changes.isEmpty() ? new String[0] : changes.split(" ")) {
      long amount = Long.parseLong(change.substring(1));
      if (change.startsWith("+")) {
        surge.add(1, amount);
      } else {
        surge.remove(1, amount);
      }
    }
    assertEquals(most, surge.most(1));
    assertEquals(0, surge.most(0), "another column");
  }

  @Test
  void anyOrderOfComingAndGoing() {
    Random random = new Random(7);
    Surge surge = new Surge(1);
    List<Long> there = new ArrayList<>();
    for (int step = 0; step < 10_000; step++) {
      if (there.isEmpty() || random.nextInt(2) == 0) {
        long amount = 1 + random.nextInt(6);
        there.add(amount);
        surge.add(0, amount);
      } else {
        surge.remove(0, there.remove(random.nextInt(there.size())));
      }
      long most = there.isEmpty() ? 0 : Collections.max(there);
      assertEquals(most, surge.most(0), "step " + step);
    }
  }
}
