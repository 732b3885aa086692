package cloud.bleu.cli.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is seen of an operator, which writes kinds that have a watch each. */
@RealControlPlane
class SandboxWatchTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Decides as soon as it is told of the loss. Of its decisions the watch tells late. */
  private static final class DecidesAtOnce implements Fault {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final KubernetesClient client;
    private volatile boolean decided;

    DecidesAtOnce(KubernetesClient client) {
      this.client = client;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (request.about("availabilityzones") && request.method().equals("PATCH")) {
        decide();
      } else if (decided && request.about("workloadplacements")) {
        asked.countDown();
      }
      return answer;
    }

    private void decide() {
      decided = true;
      client
          .resources(WorkloadPlacement.class)
          .withName("web")
          .patch(MERGE, "{\"spec\":{\"assignments\":[{\"zone\":\"north-b\",\"replicas\":2}]}}");
      client
          .resources(AvailabilityZone.class)
          .withName("north-a")
          .subresource("status")
          .patch(
              MERGE,
              """
              {"status": {"conditions": [
                {"type": "Schedulable", "status": "False", "reason": "Lost", "message": "lost",
                 "lastTransitionTime": "2026-11-28T10:00:00Z"}]}}
              """);
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      if (decided && watch.about("workloadplacements")) {
        asked.await();
      }
      return List.of(event);
    }
  }

  @Test
  void whatWasDecidedOnALossIsSeenThoughItsWatchIsLate(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace) throws Exception {
    DecidesAtOnce operator = new DecidesAtOnce(client);
    IOStreams streams =
        new IOStreams(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            InputStream.nullInputStream(),
            Clock.systemUTC());
    client.resource(placement()).create();
    client.resource(zone()).create();
    String web = namespace.name() + "/web";
    try (KubernetesClient admin = plane.adminClient();
        FaultProxy proxy = new FaultProxy(admin.getConfiguration(), operator);
        KubernetesClient behind = proxy.client();
        SandboxWatch watch = new SandboxWatch(behind, 0, streams)) {
      await("it is seen").atMost(SOON).until(() -> watch.placement(web) != null);
      watch.lose("north-a", SOON);
      WorkloadPlacement seen = watch.placement(web);
      assertEquals(2, SandboxLines.replicas(seen, "north-b"));
      assertEquals(0, SandboxLines.replicas(seen, "north-a"));
    } finally {
      operator.asked.countDown();
      client.resource(zone()).delete();
    }
  }

  private static AvailabilityZone zone() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: north-a}
        spec:
          provider: acme
          offerings: [base]
          region: north
          site: site-a
          location: {country: FR, latitude: "48.8", longitude: "2.3"}
          target: {nodeSelector: {zone: north-a}}
        """,
        AvailabilityZone.class);
  }

  private static WorkloadPlacement placement() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: north-a, replicas: 2}]
        """,
        WorkloadPlacement.class);
  }
}
