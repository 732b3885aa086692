package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.operator.status.RefusedWrites.Write;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
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
}
