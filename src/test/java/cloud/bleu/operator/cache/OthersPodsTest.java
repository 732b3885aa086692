package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which workloads are looked at when the node of a pod turns out to be of another zone. */
class OthersPodsTest {
  private static final List<BleuWorkload> ABOUT =
      List.of(about("nightly", "batch"), about("db", "db"));

  @Test
  void podThatNobodyLabelsBelongsToTheWorkloadThatSelectsIt() {
    assertEquals(Set.of(id("nightly")), workloads(Map.of("app", "batch")));
    assertEquals(Set.of(), workloads(Map.of("app", "web")));
    assertEquals(Set.of(), workloads(null));
  }

  @Test
  void labelOfAWorkloadIsStrongerThanASelector() {
    assertEquals(
        Set.of(id("web")),
        workloads(Map.of("app", "batch", "placement.bleu.cloud/workload", "web")));
  }

  private static Set<WorkloadId> workloads(Map<String, String> labels) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("p")
            .withLabels(labels)
            .endMetadata()
            .build();
    return OthersPods.workloads(pod, ABOUT);
  }

  private static BleuWorkload about(String name, String app) {
    return Serialization.unmarshal(
        """
        metadata:
          name: %s
          namespace: shop
        spec:
          workload:
            pods:
              selector:
                matchLabels:
                  app: %s
        """
            .formatted(name, app),
        BleuWorkload.class);
  }

  private static WorkloadId id(String name) {
    return new WorkloadId("shop", name);
  }
}
