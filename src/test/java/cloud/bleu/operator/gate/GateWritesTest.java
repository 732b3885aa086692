package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.SaidRefusal;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the trace and the log say of a gate that is not written. */
class GateWritesTest {

  @RegisterExtension private final OperatorLog said = OperatorLog.of(RefusedWrites.class);

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
    write(new KubernetesClientException("made up by a test", 500, null), new SimpleMeterRegistry());
    assertEquals("failed KubernetesClientException", traced.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void itIsToldUnlessTheNamespaceIsBeingDeleted(SaidRefusal refusal) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    write(refusal.exception(), registry);
    refusal.assertTold(RefusedWrites.Write.Gate, registry, said);
  }

  private void write(KubernetesClientException failure, SimpleMeterRegistry registry)
      throws LedgerConflictException {
    KubernetesClient client =
        proxy(
            KubernetesClient.class,
            name -> {
              throw failure;
            });
    Traces traces = proxy(Traces.class, name -> span);
    EventRecorder nowhere =
        new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> false);
    RefusedWrites refused = new RefusedWrites(registry, nowhere);
    try (nowhere;
        GateWrites writes = new GateWrites(new HubGateWriter(client), refused, () -> {}, traces)) {
      writes.begin(Set.of("shop"));
      writes.queue("shop", new PlacementGateSpec(7L, Map.of(), Map.of()));
      writes.await();
      assertFalse(writes.isWritten("shop"));
    }
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
