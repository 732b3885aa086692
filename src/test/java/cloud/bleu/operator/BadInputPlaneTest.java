package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs is not disturbed by what is done to its spec. */
@RealControlPlane
class BadInputPlaneTest {

  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    operator = OperatorUnderTest.running(account.client());
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void runningWorkloadThatIsSuspendedOrSpoiledKeepsRunningAndItsRoom() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    suspendedItIsFrozenUntilItIsNot();
    spoiledItKeepsWhatItHasUntilItIsMended();
  }

  private void suspendedItIsFrozenUntilItIsNot() {
    patch("{\"spec\":{\"suspend\":true,\"replicas\":6}}");
    scene.until("it says so", () -> scene.reason("web", "Placed").equals("Suspended"));
    assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.assigned("web"), "suspended");
    patch("{\"spec\":{\"suspend\":false}}");
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"), "not suspended");
  }

  private void spoiledItKeepsWhatItHasUntilItIsMended() {
    patch("{\"spec\":{\"policies\":[\"no-such-policy\"],\"replicas\":9}}");
    scene.until("it is told", () -> scene.reason("web", "PolicySatisfied").equals("PolicyMissing"));
    assertEquals("False", scene.condition("web", "Placed"), "spoiled");
    assertEquals("", scene.condition("web", "Stalled"), "what runs is never stalled by a lapse");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"), "spoiled");
    scene.until(
        "it keeps its room",
        () -> {
          var status = scene.zone("fr-a").getStatus();
          return status != null && Integer.valueOf(1).equals(status.workloads());
        });
    // Mended, it does what was asked.
    patch("{\"spec\":{\"policies\":[]}}");
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 3, "fr-b", 3, "fr-c", 3), scene.bound("web"), "mended");
    assertEquals("", scene.condition("web", "Stalled"), "mended");
  }

  private void patch(String json) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }
}
