package cloud.bleu.operator.leadership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a lease has run out, whatever time stands in it. */
class LeaseSightingsTest {

  private static final Instant RENEWED = Instant.parse("2026-11-30T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final LeaseSightings sightings = new LeaseSightings(nanos::get);

  @Test
  void leaseRunsOutThatStaysAsItIsForAsLongAsItLasts() {
    LeadingLease lease = lease("a", 0);
    assertFalse(sightings.hasRunOut(lease));
    pass(14);
    assertFalse(sightings.hasRunOut(lease));
    pass(1);
    assertTrue(sightings.hasRunOut(lease));
  }

  @Test
  void renewalBeginsAnew() {
    assertFalse(sightings.hasRunOut(lease("a", 0)));
    pass(14);
    assertFalse(sightings.hasRunOut(lease("a", 1)));
    pass(14);
    assertFalse(sightings.hasRunOut(lease("a", 1)));
    pass(1);
    assertTrue(sightings.hasRunOut(lease("a", 1)));
  }

  @Test
  void leaseOfAnotherNamespaceIsAnother() {
    assertFalse(sightings.hasRunOut(lease("a", 0)));
    pass(15);
    assertFalse(sightings.hasRunOut(lease("b", 0)));
    assertTrue(sightings.hasRunOut(lease("a", 0)));
  }

  private static LeadingLease lease(String namespace, int seconds) {
    return new LeadingLease(
        namespace, "theirs", RENEWED.plusSeconds(seconds), Duration.ofSeconds(15), "then");
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
