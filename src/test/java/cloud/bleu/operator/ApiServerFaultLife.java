package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The API server goes away under the operator, and comes back. Nodes whose heartbeats it could not
 * take meanwhile stay ready: what a silent zone leads to is in {@link FailoverPlaneTest}.
 */
abstract class ApiServerFaultLife {

  /** Long enough for writes under way to hang. */
  private static final Duration HANG = Duration.ofSeconds(3);

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
      long process = plane.apiServer().pid();
      plane.apiServer().restart();
      plane.awaitReady();
      assertNotEquals(process, plane.apiServer().pid());
      chain.awaitServer(scene, client);
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.bound("web"), "first restart");

      plane.apiServer().restart();
      plane.awaitReady();
      chain.awaitServer(scene, client);
      client.resources(BleuWorkload.class).withName("web").scale(6);
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"), "second restart");

      storeHangs(plane, client.getNamespace());
      chain.verify();
    }
  }

  private void storeHangs(ControlPlane plane, String namespace) {
    long decided = scene.ledger().getSpec().sequence();
    scene.workload("late", 3, OperatorPlaneTest.THREE_SITES);
    try (KubernetesClient waiting = waiting(plane)) {
      plane.etcd().pause();
      long paused = System.nanoTime();
      Resource<ConfigMap> during =
          waiting
              .configMaps()
              .inNamespace(namespace)
              .resource(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName("during")
                      .endMetadata()
                      .build());
      assertThrows(KubernetesClientException.class, during::create);
      Duration hung = Duration.ofNanos(System.nanoTime() - paused);
      assertTrue(hung.compareTo(HANG) >= 0, () -> "what is written is refused after " + hung);
    } finally {
      plane.etcd().resume();
    }
    plane.awaitReady();
    scene.awaitReady("late");
    assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.assigned("late"), "store hung");
    assertEquals(decided + 1, scene.ledger().getSpec().sequence(), "decided once");
  }

  /** Waits for an answer as long as the store is to hang, and asks once only. */
  private static KubernetesClient waiting(ControlPlane plane) {
    Config config = Config.fromKubeconfig(plane.adminKubeconfig());
    config.setRequestTimeout((int) HANG.toMillis());
    config.setRequestRetryBackoffLimit(0);
    return SandboxClients.of(config);
  }
}
