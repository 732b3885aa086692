package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which namespaces answer late: by their last answer, or while there is none. */
class LateNamespacesTest {

  /**
   * One word for each thing that happens: {@code sent+took} for an answer, in milliseconds, {@code
   * !at} for a wait that was given up, {@code ?at} for the clock that goes on.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0+10, false",
    "0+500, false",
    "0+501, true",
    "0+2000, true",
    "0+2000 3000+10, false",
    "0+10 3000+2000, true",
    "!2000, true",
    "!2000 2000+10, false",
    "!2000 0+2500, true",
    // Ten minutes later nobody knows any more.
    "!0 ?600000, true",
    "!0 ?600001, false",
    "0+2000 ?602000, true",
    "0+2000 ?602001, false",
    "!0 !300000 ?600001, true",
  })
  void theLastAnswerTells(String happened, boolean late) {
    LateNamespaces namespaces = new LateNamespaces();
    for (String one : happened.split(" ")) {
      if (one.startsWith("!")) {
        namespaces.add("n", nanos(one.substring(1)));
      } else if (one.startsWith("?")) {
        namespaces.forget(nanos(one.substring(1)));
      } else {
        String[] answer = one.split("\\+");
        long sent = nanos(answer[0]);
        namespaces.answered("n", sent, sent + nanos(answer[1]));
      }
    }
    assertEquals(late, namespaces.contains("n"));
    assertEquals(false, namespaces.contains("another"));
  }

  private static long nanos(String milliseconds) {
    return Duration.ofMillis(Long.parseLong(milliseconds)).toNanos();
  }
}
