package cloud.bleu.operator.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How works are found by what they are for. */
class WorkCachesTest {

  private static List<String> subjects(String labels) {
    return WorkCaches.subjects(
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata: {namespace: m, name: w, labels: {%s}}
            """
                .formatted(labels),
            GenericKubernetesResource.class));
  }

  @Test
  void workOfANamespaceIsForNoWorkload() {
    String namespace = "placement.bleu.cloud/workload-namespace: shop";
    assertEquals(
        List.of("m/shop/web"), subjects(namespace + ", placement.bleu.cloud/workload: web"));
    assertEquals(List.of(), subjects(namespace));
  }
}
