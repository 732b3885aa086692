package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.operator.log.FaultThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the faults of several watches is told, and when it is over. */
class WatchFaultsTest {

  private long nanos;
  private final WatchFaults<String> faults = new WatchFaults<>(new FaultThrottle(() -> nanos));

  /** Steps: {@code a:x} watch a finds x, {@code a} it finds nothing; {@code +60} seconds pass. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Once, however often it is found, and once that it is over.
        "a:x a:x a:x +600 a:x a a | a:x a",
        // The first of several, and the last one of them.
        "a:x b:x c:x b a c | a:x c",
        // What differs is told; what comes and goes by turns is told once each.
        "a:x a:y a:x a:y a | a:x a:y a",
        // Of one watch alone: the others go on.
        "a:x b:y a b | a:x b:y a b",
        // Nothing stood.
        "a b |",
        // It comes and goes all the time: once a minute at most.
        "a:x a a:x a a:x a +60 a:x a | a:x a a:x a",
      })
  void eachIsToldOnceAndOnceThatItIsOver(String steps, String told) {
    List<String> seen = new ArrayList<>();
    for (String step : steps.split(" ")) {
      if (step.startsWith("+")) {
        nanos += Duration.ofSeconds(Long.parseLong(step.substring(1))).toNanos();
      } else if (step.contains(":")
          ? faults.begins(step.substring(0, 1), step.substring(2))
          : !faults.ends(step).isEmpty()) {
        seen.add(step);
      }
    }
    assertEquals(told == null ? "" : told, String.join(" ", seen));
  }

  /** The end names all that came back, and none that was given up. */
  @Test
  void whatCameBackIsNamed() {
    faults.begins("a", "x");
    faults.begins("b", "x");
    faults.begins("c", "x");
    assertEquals(Set.of(), faults.ends("a"));
    assertEquals(Set.of(), faults.closes("b"));
    assertEquals(Set.of("a", "c"), faults.ends("c"));
    assertEquals(Set.of(), faults.ends("c"));
  }

  @Test
  void theLastThatIsGivenUpTellsThatTheOthersAreBack() {
    faults.begins("a", "x");
    faults.begins("b", "x");
    faults.ends("a");
    assertEquals(Set.of("a"), faults.closes("b"));
  }

  @Test
  void wordsThatDifferEachTimeAreNotToldWithoutEnd() {
    int told = 0;
    for (int i = 0; i < 1000; i++) {
      told += faults.begins("a", "at " + i) ? 1 : 0;
    }
    assertEquals(20, told);
  }
}
