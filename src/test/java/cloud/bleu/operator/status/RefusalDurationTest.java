package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.layers.HeldObjects;
import cloud.bleu.operator.status.RefusedWrites.Write;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For how long a write has been refused. */
class RefusalDurationTest {

  private static final ObjectReference WEB = workload("web");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** Writes nothing: it serves no namespace. */
  private final EventRecorder events =
      new EventRecorder(null, "test", Clock.systemUTC(), registry, namespace -> false);

  private final RefusedWrites refused = new RefusedWrites(registry, events, nanos::get);

  @AfterEach
  void close() {
    events.close();
  }

  private static ObjectReference workload(String name) {
    return new ObjectReferenceBuilder()
        .withKind("BleuWorkload")
        .withNamespace("shop")
        .withName(name)
        .build();
  }

  private void seconds(int more) {
    nanos.addAndGet(Duration.ofSeconds(more).toNanos());
  }

  @Test
  void countsFromTheFirstRefusalUntilItIsOver() {
    assertNull(refused.lasts(Write.Child, WEB));
    refused.refused(Write.Child, WEB, "RBAC refuses it: no");
    assertEquals(Duration.ZERO, refused.lasts(Write.Child, WEB));
    seconds(3);
    refused.refused(Write.Child, WEB, "a quota refuses it: full");
    assertEquals(Duration.ofSeconds(3), refused.lasts(Write.Child, WEB));
    assertNull(refused.lasts(Write.Status, WEB));
    assertNull(refused.lasts(Write.Child, workload("other")));
    refused.over(Write.Child, WEB);
    assertNull(refused.lasts(Write.Child, WEB));
    seconds(3);
    refused.refused(Write.Child, WEB, "RBAC refuses it: no");
    assertEquals(Duration.ZERO, refused.lasts(Write.Child, WEB));
  }

  /** Nobody has told of it for long: it is gone, also where nobody reads the metrics. */
  @Test
  void whatNobodyTellsOfAnyMoreIsOver() {
    refused.refused(Write.Child, WEB, "RBAC refuses it: no");
    seconds(180);
    assertEquals(Duration.ofMinutes(3), refused.lasts(Write.Child, WEB));
    seconds(1);
    assertNull(refused.lasts(Write.Child, WEB));
    refused.refused(Write.Child, WEB, "RBAC refuses it: no");
    assertEquals(Duration.ZERO, refused.lasts(Write.Child, WEB));
  }

  /** A ledger is written seldom. */
  @Test
  void aLedgerIsRefusedUntilItIsOver() {
    refused.refused(Write.Ledger, WEB, "x changes it: no");
    seconds(3600);
    assertEquals(Duration.ofHours(1), refused.lasts(Write.Ledger, WEB));
    refused.over(Write.Ledger, WEB);
    assertNull(refused.lasts(Write.Ledger, WEB));
  }

  @Test
  void anotherObjectOfTheSameNameBeginsAnew() {
    ObjectReference first = new ObjectReferenceBuilder(WEB).withUid("u1").build();
    ObjectReference second = new ObjectReferenceBuilder(WEB).withUid("u2").build();
    refused.refused(Write.Child, first, "RBAC refuses it: no");
    seconds(60);
    assertEquals(Duration.ofMinutes(1), refused.lasts(Write.Child, WEB), "who does not know it");
    assertNull(refused.lasts(Write.Child, second));
    refused.refused(Write.Child, second, "RBAC refuses it: no");
    assertEquals(Duration.ZERO, refused.lasts(Write.Child, second));
    assertEquals(1, registry.get("bleu.writes.refused").tag("write", "Child").gauge().value());
  }

  /** The one that was deleted is told of late: what is refused to the new one is still refused. */
  @Test
  void whatIsOverForAnotherObjectOfTheSameNameGoesOn() {
    ObjectReference first = new ObjectReferenceBuilder(WEB).withUid("u1").build();
    ObjectReference second = new ObjectReferenceBuilder(WEB).withUid("u2").build();
    refused.refused(Write.Child, second, "RBAC refuses it: no");
    seconds(60);
    refused.over(Write.Child, first);
    assertEquals(Duration.ofMinutes(1), refused.lasts(Write.Child, second));
    refused.over(Write.Child, second);
    assertNull(refused.lasts(Write.Child, second));
  }

  /** The metrics need not be read. */
  @Test
  void whatIsGoneIsForgotten() {
    List<WeakReference<String>> sentences = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String sentence = "RBAC refuses it: no " + i;
      sentences.add(new WeakReference<>(sentence));
      refused.refused(Write.Child, workload("web-" + i), sentence);
      seconds(10);
    }
    HeldObjects.awaitAtMost(49, sentences);
  }
}
