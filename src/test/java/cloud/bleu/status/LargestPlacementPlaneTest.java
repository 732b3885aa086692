package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** The API server takes the largest placement, whole. */
@RealControlPlane
class LargestPlacementPlaneTest {

  @Test
  void isStoredAsItIs(KubernetesClient client, TestNamespace namespace) {
    WorkloadPlacement placement = LargestPlacement.of("largest", namespace.name());
    WorkloadPlacement created = client.resource(placement).create();
    created.setStatus(placement.getStatus());
    client.resource(created).updateStatus();
    WorkloadPlacement stored = client.resource(created).get();
    assertEquals(placement.getSpec(), stored.getSpec());
    assertEquals(placement.getStatus(), stored.getStatus());
  }
}
