package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** A class may ask for flags of its own. */
@RealControlPlane(own = true, apiServer = "--runtime-config=batch/v1=false")
class ControlPlaneFlagsTest {
  @Test
  void flagReachesTheApiServer(KubernetesClient client) {
    assertEquals(false, client.supports("batch/v1", "Job"));
    assertEquals(true, client.supports("apps/v1", "Deployment"));
  }
}
