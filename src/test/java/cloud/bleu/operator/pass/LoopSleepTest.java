package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopSleepTest {

  @ParameterizedTest
  @CsvSource({"0, 20", "5, 20", "20, 20", "21, 21", "700, 700", "1000, 1000", "60000, 1000"})
  void changesAreGatheredForAsLongAsThePassBeforeTookWithinBounds(long took, long gathered) {
    assertEquals(Duration.ofMillis(gathered), LoopSleep.gather(Duration.ofMillis(took)));
  }
}
