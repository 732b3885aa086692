package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A plane that a class has of its own may have further flags, and comes back with its data when its
 * storage was killed.
 */
public abstract class ControlPlaneFaultLife {
  /** A further flag of the API server, without which the plane serves more kinds. */
  public static final String FLAG = "--runtime-config=autoscaling/v2=false";

  /** What had no API server asks for each kind again after a minute at most. */
  private static final Duration SOON = Duration.ofSeconds(180);

  @Test
  void flagReachesTheApiServer(KubernetesClient client) {
    assertEquals(false, client.supports("autoscaling/v2", "HorizontalPodAutoscaler"));
    assertEquals(true, client.supports("apps/v1", "Deployment"));
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

  private static io.fabric8.kubernetes.api.model.ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("k", "v")
        .build();
  }
}
