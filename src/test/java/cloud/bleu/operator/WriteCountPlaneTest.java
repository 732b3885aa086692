package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * What the operator creates for a new workload, from its creation until it is Ready and nothing
 * more is written: each object once. How many statuses it writes on the way depends on the moments
 * at which it looks, see {@code StatusPaceTest}.
 */
@RealControlPlane
class WriteCountPlaneTest {
  private static final int WORKLOADS = 12;
  private static final int CHILDREN = 5;

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
      scene.settled(writes);

      List<String> external = written(writes, scene, "e", WORKLOADS, i -> external(scene, "e" + i));
      assertEquals(new TreeMap<>(Map.of("workloadplacements", WORKLOADS)), created(external));
      List<Event> events = client.events().v1().events().list().getItems();
      for (int i = 0; i < WORKLOADS; i++) {
        assertReadyEventOnlyOfAFlip(events, "e" + i, external);
      }

      List<String> children =
          written(
              writes,
              scene,
              "c",
              CHILDREN,
              i -> scene.workload("c" + i, 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}"));
      TreeMap<String, Integer> created = created(children);
      assertEquals(CHILDREN, created.get("workloadplacements"), created.toString());
      assertEquals(2 * CHILDREN, created.get("deployments"), created.toString());
      assertEquals(CHILDREN, created.get("poddisruptionbudgets"), created.toString());
    }
  }

  /** That it was ready at the first look is said by its condition, and by no Event. */
  private static void assertReadyEventOnlyOfAFlip(
      List<Event> events, String name, List<String> writes) {
    long statuses =
        writes.stream()
            .filter(write -> write.startsWith("PATCH "))
            .filter(write -> write.endsWith("/bleuworkloads/" + name + "/status"))
            .count();
    List<String> ready =
        events.stream()
            .filter(event -> event.getRegarding().getKind().equals("BleuWorkload"))
            .filter(event -> event.getRegarding().getName().equals(name))
            .filter(event -> event.getReason().equals("PlacedAndAvailable"))
            .map(Event::getNote)
            .toList();
    if (statuses == 1) {
      assertEquals(List.of(), ready, name);
    }
  }

  /** What is written until all of them are ready and nothing more comes for a while. */
  private static List<String> written(
      Writes writes, Scene scene, String prefix, int workloads, IntConsumer create) {
    int before = writes.done().size();
    for (int i = 0; i < workloads; i++) {
      create.accept(i);
    }
    for (int i = 0; i < workloads; i++) {
      scene.awaitReady(prefix + i);
    }
    scene.settled(writes);
    List<String> done = writes.done();
    return done.subList(before, done.size());
  }

  /** How many objects of each kind were created. */
  private static TreeMap<String, Integer> created(List<String> writes) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (String write : writes) {
      if (write.startsWith("POST ")) {
        counts.merge(write.substring(write.lastIndexOf('/') + 1), 1, Integer::sum);
      }
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
