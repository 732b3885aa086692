package cloud.bleu.operator.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.drill.DrillFault;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillResult;
import cloud.bleu.placement.simulation.Loss;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drills run one after another, on what stands when their turn comes. */
class DrillThreadTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final List<ResilienceDrill> drills = new CopyOnWriteArrayList<>();
  private final Triggers triggers = new Triggers();
  private final LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private final DrillRuns runs =
      new DrillRuns(() -> drills, triggers, listed -> {}, () -> {}, false);
  private final AtomicReference<Estate> standing = new AtomicReference<>(estate().at(NOW));
  private final List<String> simulated = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final DrillThread thread = new DrillThread(runs, standing::get, this::simulate);

  private static Estate estate() {
    return Estates.estate()
        .zone(Estates.zone("a").site("s-a").cpu(4), Estates.zone("b").site("s-b").cpu(4))
        .build();
  }

  private DrillResult simulate(Estate estate, Loss loss) {
    Thread here = Thread.currentThread();
    simulated.add(here.getName() + " " + loss.name() + " " + estate.now());
    begun.countDown();
    try {
      assertTrue(mayEnd.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (loss.value().equals("s-b")) {
      throw new IllegalStateException("no such thing");
    }
    return Drill.of(estate, loss);
  }

  private static ResilienceDrill drill(String name, String site) {
    ResilienceDrill drill =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: ResilienceDrill
            metadata: {name: %s, uid: u-%s, generation: 1}
            spec: {scope: {site: %s}}
            """
                .formatted(name, name, site),
            ResilienceDrill.class);
    drill.setStatus(null);
    return drill;
  }

  private void seen(ResilienceDrill... all) {
    drills.clear();
    drills.addAll(List.of(all));
    runs.begin();
    runs.end(standing.get());
    triggers.drills.setEventHandler(e -> looks.add(e.getRelatedCustomResourceID().getName()));
    triggers.drills.start();
    looks.clear();
  }

  private String look() throws InterruptedException {
    return looks.poll(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    mayEnd.countDown();
    thread.close();
  }

  @Test
  void oneRunsAtATimeAndTheOthersOnWhatStandsThen() throws InterruptedException {
    ResilienceDrill first = drill("first", "s-a");
    ResilienceDrill second = drill("second", "s-a");
    ResilienceDrill gone = drill("gone", "s-a");
    seen(first, second, gone);
    List.of(first, second, second, gone).forEach(thread::queue);
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    assertTrue(thread.isQueued(first));
    assertTrue(thread.isQueued(second));
    assertNull(runs.ended(first), "nobody waits for it");
    drills.remove(gone);
    standing.set(estate().at(NOW.plusSeconds(60)));
    mayEnd.countDown();
    assertEquals("first", look());
    assertEquals("second", look());
    assertNotNull(runs.ended(first));
    assertNotNull(runs.ended(second));
    assertFalse(thread.isQueued(second));
    assertEquals(
        List.of("drills site s-a 2026-11-24T12:00:00Z", "drills site s-a 2026-11-24T12:01:00Z"),
        simulated);
  }

  @Test
  void oneThatNoPassHasSeenAsItIsWaits() throws InterruptedException {
    seen(drill("first", "s-a"));
    ResilienceDrill edited = drill("first", "s-b");
    edited.getMetadata().setGeneration(2L);
    drills.set(0, edited);
    thread.queue(edited);
    assertEquals("first", look());
    assertEquals(List.of(), simulated);
  }

  @Test
  void anErrorIsToldAndTheNextOneRuns() throws InterruptedException {
    mayEnd.countDown();
    ResilienceDrill broken = drill("broken", "s-b");
    ResilienceDrill whole = drill("whole", "s-a");
    seen(broken, whole);
    thread.queue(broken);
    thread.queue(whole);
    assertEquals("broken", look());
    assertEquals("whole", look());
    DrillFault fault = runs.fault(broken);
    assertNotNull(fault);
    assertEquals("java.lang.IllegalStateException: no such thing", fault.message());
    assertNotNull(runs.ended(whole));
    thread.queue(broken);
    assertEquals("broken", look());
    assertEquals(2, simulated.size(), "it is not tried again before it is told");
  }
}
