package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what was refused is tried again. */
class WriteBackoffTest {

  private long nanos;
  private final WriteBackoff backoff = new WriteBackoff(() -> nanos);

  /**
   * Steps: {@code a:x} the object a is refused with the content x, {@code a?x} whether it is due,
   * {@code a} it is over, {@code =a} only that stays, {@code +60} seconds pass, {@code next} when
   * the first is due.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a?x next | yes none",
        "a:x a?x next +1 a?x next | no 1 yes 0",
        "a:x +1 a:x next +1 a?x +1 a?x | 2 no yes",
        "a:x a:x a:x a:x a:x a:x next | 32",
        "a:x a:x a:x a:x a:x a:x a:x next a:x next a:x next | 60 60 60",
        // Another content is another write.
        "a:x a:x a?y a?x a:y next | yes no 1",
        // It was written, or is not wanted any more.
        "a:x a:x a a?x next a:x next | yes none 1",
        "a:x b:x b:x =b next | 2",
        // Each has its own.
        "a:x a:x b:x next b?y a?x +1 b?x a?x | 1 yes no yes no",
        // Long due is due now.
        "a:x +600 next | 0",
      })
  void pausesDoubleUpToAMinuteAndBeginAnew(String steps, String expected) {
    List<String> seen = new ArrayList<>();
    for (String step : steps.split(" ")) {
      String content = step.substring(step.length() - 1);
      String object = step.substring(0, 1);
      if (step.equals("next")) {
        Duration next = backoff.next();
        seen.add(next == null ? "none" : String.valueOf(next.toSeconds()));
      } else if (step.startsWith("+")) {
        nanos += Duration.ofSeconds(Long.parseLong(step.substring(1))).toNanos();
      } else if (step.startsWith("=")) {
        backoff.retain(List.of(content));
      } else if (step.contains("?")) {
        seen.add(backoff.isDue(object, content) ? "yes" : "no");
      } else if (step.contains(":")) {
        backoff.refused(object, content);
      } else {
        backoff.over(object);
      }
    }
    assertEquals(expected, String.join(" ", seen));
  }
}
