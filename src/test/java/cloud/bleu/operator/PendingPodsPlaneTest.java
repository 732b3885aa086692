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
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What has not started in a zone is gone once nothing is decided for it any more. */
@RealControlPlane
class PendingPodsPlaneTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private static final List<String> KINDS = List.of("deployment", "statefulSet");

  /** Of both kinds at once. */
  @Test
  void pendingPodsGoWithTheirChild(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    for (String node : List.of("fr-a-1", "fr-a-2")) {
      client
          .nodes()
          .withName(node)
          .patch(MERGE, "{\"spec\":{\"taints\":[{\"key\":\"closed\",\"effect\":\"NoSchedule\"}]}}");
    }
    try (OperatorUnderTest.Running operator = OperatorUnderTest.running(account.client())) {
      for (String kind : KINDS) {
        scene.create(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: %1$s}
            spec:
              replicas: 4
              dataClasses: [Ordinary]
              workload:
                %2$s:
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                      - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
              placement: {perZone: {min: 2}}
            """
                .formatted(name(kind), kind));
      }
      for (String kind : KINDS) {
        String name = name(kind);
        scene.until(name + ": half wait in fr-a", () -> !pending(client, "fr-a", name).isEmpty());
        scene.until(name + ": the others run", () -> scene.bound(name).equals(Map.of("fr-b", 2)));
      }
      client
          .resources(AvailabilityZone.class)
          .withName("fr-a")
          .patch(MERGE, "{\"spec\":{\"state\":\"Drained\"}}");
      for (String kind : KINDS) {
        String name = name(kind);
        scene.until(name + ": nothing waits in fr-a", () -> pods(client, "fr-a", name).isEmpty());
        scene.until(name + ": all run in fr-b", () -> scene.bound(name).equals(Map.of("fr-b", 4)));
        assertEquals(4, scene.pods(name).size(), name);
      }
    }
  }

  private static String name(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }

  private static List<Pod> pods(KubernetesClient client, String zone, String workload) {
    return client
        .pods()
        .withLabel("placement.bleu.cloud/zone", zone)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems();
  }

  private static List<Pod> pending(KubernetesClient client, String zone, String workload) {
    return pods(client, zone, workload).stream()
        .filter(p -> p.getSpec().getNodeName() == null)
        .toList();
  }
}
