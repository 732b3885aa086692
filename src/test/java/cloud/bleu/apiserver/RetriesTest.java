package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When what was refused is tried again. */
class RetriesTest {
  private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
  private final Retries<String, String> retries = new Retries<>(() -> nanos);

  /** Also over the point at which the clock of the JVM begins anew. */
  @Test
  void pausesGrowFromASecondToHalfAMinute() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      retries.refused("a", "no");
      pauses.add(retries.left().toSeconds());
      pass(retries.left().minusNanos(1));
      assertFalse(retries.isDue("a"));
      pass(Duration.ofNanos(1));
      assertTrue(retries.isDue("a"));
      assertEquals(Duration.ZERO, retries.left());
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L), pauses);
  }

  @Test
  void whatWasNeverRefusedIsDueAndNothingWaitsForIt() {
    assertTrue(retries.isDue("a"));
    assertNull(retries.left());
    assertFalse(retries.done("a"));
  }

  @Test
  void whatIsHurriedIsDueAtOnceAndBeginsAnew() {
    retries.refused("a", "no");
    retries.refused("a", "no");
    retries.refused("b", "no");
    retries.retryRefused("a"::equals);
    assertTrue(retries.isDue("a"));
    assertFalse(retries.isDue("b"));
    retries.refused("a", "still");
    assertEquals(Duration.ofSeconds(1), retries.left());
    assertEquals(Map.of("a", "still", "b", "no"), retries.refused());
    assertTrue(retries.done("a"));
    assertEquals(Map.of("b", "no"), retries.refused());
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
