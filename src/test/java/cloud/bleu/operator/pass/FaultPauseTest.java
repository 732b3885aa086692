package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long is waited after each of several faults. */
class FaultPauseTest {

  @Test
  void eachIsTwiceAsLongUpToHalfAMinuteAndThenAnew() {
    FaultPause pause = new FaultPause();
    assertTrue(pause.isNone());
    assertEquals(
        "250 500 1000 2000 4000 8000 16000 30000 30000",
        String.join(
            " ", IntStream.range(0, 9).mapToObj(i -> "" + pause.begin().toMillis()).toList()));
    assertFalse(pause.isNone());
    pause.end();
    assertTrue(pause.isNone());
    assertEquals(250, pause.begin().toMillis());
    assertFalse(pause.isNone());
  }
}
