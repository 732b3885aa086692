package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupTest {

  private final AtomicInteger taken = new AtomicInteger();

  /** 0: there was no answer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 404, 409, 429, 500, 503})
  void stepIsTakenUntilNothingIsRefused(int code) {
    Cleanup.of(
        () -> {
          if (taken.incrementAndGet() < 3) {
            throw new KubernetesClientException("refused", code, null);
          }
        });
    assertEquals(3, taken.get());
  }

  @Test
  void whatIsNoRefusalIsThrownAtOnce() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Cleanup.of(
                () -> {
                  taken.incrementAndGet();
                  throw new IllegalStateException();
                }));
    assertEquals(1, taken.get());
  }
}
