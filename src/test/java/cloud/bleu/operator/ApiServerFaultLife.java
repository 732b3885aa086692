package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The API server goes away under the operator, and comes back. Nodes whose heartbeats it could not
 * take meanwhile stay ready: what a silent zone leads to is in {@link FailoverPlaneTest}.
 */
abstract class ApiServerFaultLife {

  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void restartedInTheMiddleOfALifeAndItsStoreHangsForAWhile(
      ControlPlane plane, KubernetesClient client) {
    try (ChainWatch chain = new ChainWatch(client)) {
      scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
      scene.until("decided", () -> scene.placement("web") != null);
      plane.apiServer().restart();
      plane.awaitReady();
      chain.awaitServer(scene, client);
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.bound("web"), "first restart");

      plane.apiServer().restart();
      plane.awaitReady();
      chain.awaitServer(scene, client);
      client.resources(BleuWorkload.class).withName("web").scale(6);
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"), "second restart");

      storeHangs(plane);
      chain.verify();
    }
  }

  private void storeHangs(ControlPlane plane) {
    long decided = scene.ledger().getSpec().sequence();
    scene.workload("late", 3, OperatorPlaneTest.THREE_SITES);
    plane.etcd().pause();
    try {
      // Long enough for writes under way to hang.
      org.awaitility.Awaitility.await()
          .pollDelay(java.time.Duration.ofSeconds(3))
          .atMost(Scene.SOON)
          .until(() -> true);
    } finally {
      plane.etcd().resume();
    }
    plane.awaitReady();
    scene.awaitReady("late");
    assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.assigned("late"), "store hung");
    assertEquals(decided + 1, scene.ledger().getSpec().sequence(), "decided once");
  }
}
