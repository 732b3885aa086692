package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A policy and a workload are applied together, and the watch of the policies tells later than that
 * of the workloads: watches keep no order between them.
 */
@RealControlPlane
class ArrivalOrderTest {

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: only-b}
      spec:
        appliesTo: {dataClasses: [Health]}
        rules:
        - {name: only-b, action: Enforce, expression: "zone.name == 'fr-b'"}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web}
      spec:
        replicas: 1
        dataClasses: [Health]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}}}}
        resilience: {}
      """;

  /** How often the operator asked for policies beside its watch. */
  private final AtomicInteger asked = new AtomicInteger();

  private final CountDownLatch late = new CountDownLatch(1);

  private final class LatePolicies implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      if (request.method().equals("GET")
          && request.about("sovereigntypolicies")
          && !request.isWatch()
          && !request.isList()) {
        asked.incrementAndGet();
      }
      return null;
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      if (watch.about("sovereigntypolicies") && event.contains("only-b")) {
        late.await();
      }
      return List.of(event);
    }
  }

  @Test
  void whatIsAppliedTogetherIsDecidedTogether(
      KubernetesClient admin, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(admin, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    try (FaultProxy proxy = new FaultProxy(account.config(), new LatePolicies());
        KubernetesClient client = proxy.client();
        Operator operator = OperatorUnderTest.of(client)) {
      operator.start();
      scene.create(POLICY);
      scene.create(WORKLOAD);
      scene.until("it is asked what there is", () -> asked.get() >= 2);
      assertNull(scene.placement("web"), "nothing is decided");
      late.countDown();
      scene.until("it is decided", () -> scene.placement("web") != null);
      assertEquals(Map.of("fr-b", 1), scene.assigned("web"));
      int then = asked.get();
      scene.awaitReady("web");
      assertEquals(then, asked.get(), "nobody asks for what is decided");
    } finally {
      late.countDown();
    }
  }
}
