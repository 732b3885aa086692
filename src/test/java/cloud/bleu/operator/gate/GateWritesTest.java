package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the trace says of a gate that is not written. */
class GateWritesTest {

  private final List<String> traced = new CopyOnWriteArrayList<>();

  /** Ends once, as a span does. */
  private final TraceSpan span =
      new TraceSpan() {
        @Override
        public void failed(Throwable fault) {
          traced.add("failed " + fault.getClass().getSimpleName());
        }

        @Override
        public void close() {
          traced.add("closed");
        }
      };

  @Test
  void aWriteThatIsRefusedIsTracedAsFailed() throws Exception {
    KubernetesClient client =
        proxy(
            KubernetesClient.class,
            name -> {
              throw new KubernetesClientException("made up by a test", 500, null);
            });
    Traces traces = proxy(Traces.class, name -> span);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RefusedWrites refused =
        new RefusedWrites(
            registry,
            new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true));
    try (GateWrites writes = new GateWrites(new HubGateWriter(client), refused, () -> {}, traces)) {
      writes.begin(Set.of("shop"));
      writes.queue("shop", new PlacementGateSpec(7L, Map.of(), Map.of()));
      writes.await();
      assertFalse(writes.isWritten("shop"));
    }
    assertEquals("failed KubernetesClientException", traced.get(0));
  }

  private interface Answers {
    Object of(String method);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.of(method.getName())));
  }
}
