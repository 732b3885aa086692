package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Faults of the plane are real ones, and it comes back from each. A plane that a class has of its
 * own may have further flags.
 */
public abstract class ControlPlaneFaultLife {
  /** A further flag of the API server, without which the plane serves more kinds. */
  public static final String FLAG = "--runtime-config=batch/v1=false";

  /** What had no API server asks for each kind again after a minute at most. */
  private static final Duration SOON = Duration.ofSeconds(180);

  @Test
  void flagReachesTheApiServer(KubernetesClient client) {
    assertEquals(false, client.supports("batch/v1", "Job"));
    assertEquals(true, client.supports("apps/v1", "Deployment"));
  }

  @Test
  void restartedApiServerKeepsEverythingAndTheNodesGoOn(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes) {
    PlaneObjects.addSixNodes(nodes);
    client.resource(PlaneObjects.deployment("web", 3)).create();
    await().atMost(SOON).until(() -> PlaneObjects.readyReplicas(client, "web") == 3);

    long before = plane.apiServer().pid();
    plane.apiServer().restart();
    plane.awaitReady();

    assertNotEquals(before, plane.apiServer().pid());
    client.apps().deployments().withName("web").scale(6);
    await().atMost(SOON).until(() -> PlaneObjects.readyReplicas(client, "web") == 6);
  }

  @Test
  void pausedApiServerHangsUntilResumed(
      ControlPlane plane, TestNamespace namespace, KubernetesClient client) {
    hangsWhilePaused(plane, plane.apiServer(), namespace);
    client.resource(configMap("after")).create();
  }

  @Test
  void pausedEtcdHangsWritesUntilResumed(
      ControlPlane plane, TestNamespace namespace, KubernetesClient client) {
    hangsWhilePaused(plane, plane.etcd(), namespace);
    plane.awaitReady();
    client.resource(configMap("after")).create();
  }

  @Test
  void killedEtcdComesBackWithItsData(ControlPlane plane, KubernetesClient client) {
    client.resource(configMap("kept")).create();

    plane.etcd().kill();
    assertTrue(plane.apiServer().isAlive());
    plane.etcd().restart();
    plane.awaitReady();

    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertEquals("v", client.configMaps().withName("kept").get().getData().get("k")));
  }

  private static void hangsWhilePaused(
      ControlPlane plane, ChildProcess process, TestNamespace namespace) {
    Config impatient = Config.fromKubeconfig(plane.adminKubeconfig());
    impatient.setNamespace(namespace.name());
    impatient.setRequestTimeout(1_000);
    impatient.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = SandboxClients.of(impatient)) {
      process.pause();
      assertThrows(KubernetesClientException.class, client.resource(configMap("during"))::create);
    } finally {
      process.resume();
    }
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("k", "v")
        .build();
  }
}
