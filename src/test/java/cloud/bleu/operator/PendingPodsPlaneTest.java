package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has not started in a zone is gone once nothing is decided for it any more. */
@RealControlPlane
class PendingPodsPlaneTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "statefulSet"})
  void pendingPodsGoWithTheirChild(
      String kind, KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    for (String node : List.of("fr-a-1", "fr-a-2")) {
      client
          .nodes()
          .withName(node)
          .patch(MERGE, "{\"spec\":{\"taints\":[{\"key\":\"closed\",\"effect\":\"NoSchedule\"}]}}");
    }
    try (OperatorUnderTest.Running operator = OperatorUnderTest.running(account.client())) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web}
          spec:
            replicas: 4
            dataClasses: [Ordinary]
            workload:
              %s:
                template:
                  metadata: {labels: {app: web}}
                  spec:
                    containers:
                    - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
            placement: {perZone: {min: 2}}
          """
              .formatted(kind));
      scene.until("half of them wait in fr-a", () -> !pending(client, "fr-a").isEmpty());
      scene.until("the others run", () -> scene.bound("web").equals(Map.of("fr-b", 2)));
      client
          .resources(AvailabilityZone.class)
          .withName("fr-a")
          .patch(MERGE, "{\"spec\":{\"state\":\"Drained\"}}");
      scene.until("nothing waits in fr-a", () -> pods(client, "fr-a").isEmpty());
      scene.until("all run in fr-b", () -> scene.bound("web").equals(Map.of("fr-b", 4)));
      assertEquals(4, scene.pods("web").size());
    }
  }

  private static List<Pod> pods(KubernetesClient client, String zone) {
    return client.pods().withLabel("placement.bleu.cloud/zone", zone).list().getItems();
  }

  private static List<Pod> pending(KubernetesClient client, String zone) {
    return pods(client, zone).stream().filter(p -> p.getSpec().getNodeName() == null).toList();
  }
}
