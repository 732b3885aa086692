package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The nodes of a sandbox outlive a busy laptop. */
@RealControlPlane
class SandboxNodesPlaneTest {

  /** Longer than the grace that tests go by, which a loaded machine does not keep. */
  private static final Duration BUSY = Duration.ofSeconds(12);

  @Test
  void nodesStayReadyWhileTheirHeartbeatsAreLate() {
    try (ControlPlane plane =
            ControlPlane.start(
                ControlPlaneBinaries.find(System.getenv()), Sandbox.FLAGS, admin -> {});
        KubernetesClient client = plane.adminClient();
        FakeNodes nodes = FakeNodes.on(client)) {
      nodes.add(FakeNode.inZone("one", "n1"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.leases().inNamespace("kube-node-lease").withName("n1").get() != null);
      nodes.silence("n1");
      await()
          .during(BUSY)
          .atMost(BUSY.plusSeconds(30))
          .until(() -> isReady(client.nodes().withName("n1").get()));
    }
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
