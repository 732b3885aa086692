package cloud.bleu.operator.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.placement.model.WorkloadId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From a decision until nothing is left to write for it. */
class DeliveryTimerTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong(1);
  private final DeliveryTimer timer = new DeliveryTimer(registry, nanos::get);
  private final WorkloadId web = new WorkloadId("demo", "web");
  private final WorkloadId mail = new WorkloadId("demo", "mail");

  @Test
  void eachDecisionCountsOnce() {
    timer.delivered(web, timer.now());
    assertDelivered(0, 0);
    timer.decided(web);
    pass(3);
    timer.delivered(web, timer.now());
    timer.delivered(web, timer.now());
    assertDelivered(1, 3);
  }

  @Test
  void aNewerDecisionBeginsAnew() {
    timer.decided(web);
    pass(100);
    timer.decided(web);
    pass(2);
    timer.delivered(web, timer.now());
    assertDelivered(1, 2);
  }

  /** Whoever delivered an older decision says nothing of the one that came meanwhile. */
  @Test
  void whatWasReadBeforeTheDecisionDoesNotCount() {
    long looked = timer.now();
    pass(1);
    timer.decided(web);
    pass(4);
    timer.delivered(web, looked);
    assertDelivered(0, 0);
    assertEquals(4, oldest());
    timer.delivered(web, timer.now());
    assertDelivered(1, 4);
  }

  @Test
  void theOldestIsToldUntilItIsDeliveredOrNothingIsDeliveredAnyMore() {
    assertEquals(0, oldest());
    timer.decided(web);
    pass(5);
    timer.decided(mail);
    pass(7);
    assertEquals(12, oldest());
    timer.forget(web);
    assertEquals(7, oldest());
    timer.delivered(mail, timer.now());
    assertEquals(0, oldest());
    assertDelivered(1, 7);
  }

  /** After a restart, or when what was delivered once is not any more: an age, and no delivery. */
  @Test
  void whatIsLeftOfADecisionOfBeforeCountsByItsAge() {
    timer.undelivered(web, Duration.ofSeconds(40));
    pass(2);
    timer.undelivered(web, Duration.ofSeconds(90));
    assertEquals(42, oldest());
    timer.decided(web);
    timer.undelivered(web, Duration.ofSeconds(42));
    assertEquals(0, oldest(), "another decision");
    pass(1);
    timer.delivered(web, timer.now());
    assertDelivered(1, 1);
    timer.undelivered(mail, Duration.ZERO);
    pass(3);
    assertEquals(3, oldest());
    timer.delivered(mail, timer.now());
    assertEquals(0, oldest());
    assertDelivered(1, 1);
    timer.undelivered(mail, Duration.ZERO);
    timer.forget(mail);
    pass(1);
    assertEquals(0, oldest());
  }

  /** Pods that crash for two hours, and a mended template that takes a minute to roll out. */
  @Test
  void whatWasSeenDeliveredOrHeldIsAsOldAsItsNewWrite() {
    timer.delivered(web, timer.now());
    timer.held(mail);
    pass(7200);
    timer.undelivered(web, Duration.ofSeconds(7200));
    timer.undelivered(mail, Duration.ofSeconds(7200));
    assertEquals(0, oldest());
    pass(60);
    assertEquals(60, oldest());
    timer.forget(web);
    timer.forget(mail);
    timer.undelivered(web, Duration.ofSeconds(40));
    assertEquals(40, oldest(), "another one of the same name");
  }

  @Test
  void anEvacuationCountsByItsCauseOnceItIsOver() {
    timer.evacuated(null);
    String noon = "2026-11-28T12:00:00Z";
    timer.evacuated(new Evacuation(List.of("a"), "Silent", 2, 2, "15s", noon, noon, noon, 20L));
    var silent = registry.get("bleu.evacuation").tag("cause", "Silent").timer();
    assertEquals(1, silent.count());
    assertEquals(20, silent.totalTime(TimeUnit.SECONDS));
    assertEquals(0, registry.get("bleu.evacuation").tag("cause", "Lost").timer().count());
  }

  private void pass(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private double oldest() {
    return registry.get("bleu.delivery.oldest.seconds").gauge().value();
  }

  private void assertDelivered(long times, double seconds) {
    var delivered = registry.get("bleu.delivery").timer();
    assertEquals(times, delivered.count());
    assertEquals(seconds, delivered.totalTime(TimeUnit.SECONDS));
  }
}
