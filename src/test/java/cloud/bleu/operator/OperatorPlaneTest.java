package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a workload on a real control plane. */
@RealControlPlane
class OperatorPlaneTest {

  private static final String THREE_SITES = "{spread: [{over: Site, min: 3, maxSkew: 1}]}";

  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, FakeNodes nodes) {
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operatorClient = plane.adminClient();
    operator = new Operator(operatorClient, OperatorOptions.alone(), () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  @Test
  void workloadIsPlacedDeliveredBoundAndReady() {
    scene.workload("web", 6, THREE_SITES);
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.assigned("web"));
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
    assertEquals("fr-a=2, fr-b=2, fr-c=2", scene.workload("web").getStatus().zones());
  }
}
