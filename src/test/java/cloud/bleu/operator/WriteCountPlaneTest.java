package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * How many writes of the operator a new workload costs, from its creation until it is Ready: what
 * many of them wait for is the API server.
 */
@RealControlPlane
class WriteCountPlaneTest {
  private static final int WORKLOADS = 30;
  private static final int CHILDREN = 10;

  @Test
  void aNewWorkloadCostsFewWrites(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Writes writes = new Writes();
    try (KubernetesClient ours = writes.client(account.config());
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      external(scene, "first");
      scene.awaitReady("first");

      TreeMap<String, Integer> external =
          counted(writes, scene, "e", WORKLOADS, i -> external(scene, "e" + i));
      assertEquals(WORKLOADS, external.get("POST workloadplacements"), external.toString());
      assertFew(external, "PATCH bleuworkloads/status", WORKLOADS);
      assertFew(external, "PATCH workloadplacements/status", WORKLOADS);
      long events =
          client.events().v1().events().list().getItems().stream()
              .filter(event -> event.getRegarding().getName().matches("e[0-9]+"))
              .count();
      // That it is decided; that it is ready at once is said by its condition.
      assertTrue(events <= 3 * WORKLOADS / 2, events + " events");

      TreeMap<String, Integer> children =
          counted(
              writes,
              scene,
              "c",
              CHILDREN,
              i -> scene.workload("c" + i, 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}"));
      assertEquals(CHILDREN, children.get("POST workloadplacements"), children.toString());
      assertEquals(2 * CHILDREN, children.get("POST deployments"), children.toString());
      assertEquals(CHILDREN, children.get("POST poddisruptionbudgets"), children.toString());
    }
  }

  /** With some to spare: a slow machine is seen at moments in between. */
  private static void assertFew(TreeMap<String, Integer> counts, String kind, int workloads) {
    int count = counts.getOrDefault(kind, 0);
    assertTrue(count <= 3 * workloads / 2, kind + ": " + counts);
  }

  /** Writes by kind until all of them are ready and nothing more comes for a while. */
  private static TreeMap<String, Integer> counted(
      Writes writes, Scene scene, String prefix, int workloads, IntConsumer create) {
    int before = writes.done().size();
    for (int i = 0; i < workloads; i++) {
      create.accept(i);
    }
    for (int i = 0; i < workloads; i++) {
      scene.awaitReady(prefix + i);
    }
    TreeMap<String, Integer> counts = new TreeMap<>();
    List<String> done = writes.done().subList(before, writes.done().size());
    for (String write : done) {
      String kind = write.replaceAll("/apis/[^/]+/[^/]+/", "").replaceAll("namespaces/[^/]+/", "");
      counts.merge(kind.replaceAll("/(?!status)[^/]+", ""), 1, Integer::sum);
    }
    return counts;
  }

  private static void external(Scene scene, String name) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: 2
          workload: {external: {kind: VM, requests: {cpu: 50m, memory: 4Mi}}}
          dataClasses: [Ordinary]
          resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}]}
        """
            .formatted(name));
  }
}
