package cloud.bleu.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long a sandbox waits for its kinds: as long as one more comes now and then. */
class SandboxTest {

  /** What the API server tells, a minute after the other; a dash: it does not answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ",
        "a b, '' | ",
        // Three minutes in all, and never two without one that came.
        "a b c, a b c, b c, b c, c, c, '' | ",
        "a b c, -, b c, -, c, -, '' | ",
        "a b, b, b, b, b | waited for b to be served by the API server; nothing changed for 120 s."
            + " End what else keeps the processor busy, and start again",
        "a b, -, -, -, - | waited for a, b to be served by the API server, which does not answer:"
            + " the API server did not answer; nothing changed for 120 s. End what else keeps the"
            + " processor busy, and start again",
        "-, -, -, -, - | waited for the kinds to be served by the API server, which does not answer:"
            + " the API server did not answer; nothing changed for 120 s. End what else keeps the"
            + " processor busy, and start again",
      })
  void waitsWhileKindsCome(String told, String refusal) {
    Iterator<String> answers = java.util.List.of(told.split(", ")).iterator();
    AtomicLong now = new AtomicLong();
    Runnable wait =
        () ->
            Sandbox.awaitServed(
                () -> answer(answers.next()),
                now::get,
                () -> now.addAndGet(Duration.ofMinutes(1).toNanos()));
    if (refusal == null) {
      wait.run();
      assertEquals(false, answers.hasNext());
    } else {
      assertEquals(refusal, assertThrows(ControlPlaneException.class, wait::run).getMessage());
    }
  }

  private static Set<String> answer(String told) {
    if (told.equals("-")) {
      throw new KubernetesClientException("made up");
    }
    Set<String> names = new TreeSet<>(java.util.List.of(told.split(" ")));
    names.remove("''");
    names.remove("");
    return names;
  }
}
