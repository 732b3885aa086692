package cloud.bleu.operator.leadership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a process may write, by two clocks. */
class FenceTest {

  private final AtomicLong nanos = new AtomicLong(-1_000);
  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final Fence fence = new Fence(Duration.ofSeconds(10), nanos::get, millis::get);

  @Test
  void shutBeforeTheFirstRenewal() {
    assertFalse(fence.open());
  }

  @Test
  void openForAsLongAsTheRenewalHoldsFromWhenItWasSent() {
    Fence.Instants sent = fence.now();
    pass(Duration.ofSeconds(4));
    fence.renewed(sent);
    assertTrue(fence.open());
    pass(Duration.ofMillis(5_999));
    assertTrue(fence.open());
    pass(Duration.ofMillis(1));
    assertFalse(fence.open());
    fence.renewed(fence.now());
    assertTrue(fence.open());
  }

  @Test
  void wallClockThatIsTurnedBackKeepsNothingOpen() {
    fence.renewed(fence.now());
    millis.addAndGet(-Duration.ofHours(1).toMillis());
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertFalse(fence.open());
  }

  @Test
  void machineThatWasSuspendedHasOnlyTheWallClockToTell() {
    fence.renewed(fence.now());
    millis.addAndGet(Duration.ofSeconds(11).toMillis());
    assertFalse(fence.open());
  }

  @Test
  void shutForEver() {
    fence.renewed(fence.now());
    fence.shut();
    fence.renewed(fence.now());
    assertFalse(fence.open());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    millis.addAndGet(time.toMillis());
  }
}
