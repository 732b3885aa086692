package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each column has what was held of it, in whatever order columns come and however many. */
class HeldColumnsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4=1",
        "4=1 4=2",
        "4=3 4=-3",
        // a smaller column, a larger one, and one between
        "4=1 2=5",
        "4=1 7=5",
        "4=1 7=5 5=9",
        // more than are expected: three, five, and nine
        "9=1 8=2 7=3",
        "1=1 2=2 3=3 4=4 5=5",
        "5=5 1=1 4=4 2=2 3=3 0=6 9=9 7=7 8=8",
        "5=5 1=1 4=4 2=2 3=3 5=-5 1=-1 4=1 0=2 5=1",
      })
  void holdsWhatWasAdded(String added) {
    HeldColumns held = new HeldColumns();
    Map<Integer, Long> expected = new TreeMap<>();
    for (String one : added.split(" ")) {
      int column = one.charAt(0) - '0';
      long amount = Long.parseLong(one.substring(2));
      expected.merge(column, amount, Long::sum);
      assertEquals(expected.get(column), held.add(column, amount), "what is held then");
    }
    for (int column = 0; column < 11; column++) {
      assertEquals(expected.getOrDefault(column, 0L), held.of(column), "column " + column);
    }
  }
}
