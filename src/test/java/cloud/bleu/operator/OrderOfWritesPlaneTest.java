package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A decision is committed before it is published, and published before anything acts on it. */
@RealControlPlane
class OrderOfWritesPlaneTest {

  @Test
  void ledgerThenPlacementThenGateThenChildrenAndTheEntryIsRemoved(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    client
        .namespaces()
        .withName(client.getNamespace())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"Audit\"}}}");
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    Writes writes = new Writes();
    try (KubernetesClient ours = writes.client(account.config());
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      scene.workload("web", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
      scene.awaitReady("web");
      List<String> created = writes.done();
      assertOrder(
          created,
          "PUT decisionledgers",
          "POST workloadplacements",
          "POST placementgates",
          "POST deployments");
      assertRemovedAfter(created, "POST workloadplacements");

      client.resources(BleuWorkload.class).withName("web").scale(4);
      scene.awaitReady("web");
      List<String> scaled = writes.done().subList(created.size(), writes.done().size());
      assertOrder(
          scaled,
          "PUT decisionledgers",
          "PUT workloadplacements",
          "PUT placementgates",
          "PATCH deployments");
      assertRemovedAfter(scaled, "PUT workloadplacements");
    }
  }

  /** The first write of each kind comes after the first of the kind before it. */
  private static void assertOrder(List<String> writes, String... kinds) {
    int before = -1;
    for (String kind : kinds) {
      int first = index(writes, kind, 0);
      assertTrue(first > before, () -> kind + " is missing, or too early, in " + writes);
      before = first;
    }
  }

  /** The ledger is written once more after the placement: its entry is carried out. */
  private static void assertRemovedAfter(List<String> writes, String published) {
    int removed = index(writes, "PUT decisionledgers", index(writes, published, 0));
    assertTrue(removed >= 0, () -> "the entry stays in the ledger: " + writes);
  }

  private static int index(List<String> writes, String kind, int from) {
    String[] words = kind.split(" ", -1);
    for (int i = from; i < writes.size(); i++) {
      String write = writes.get(i);
      if (write.startsWith(words[0] + " ")
          && write.contains("/" + words[1])
          && !write.endsWith("/status")) {
        return i;
      }
    }
    return -1;
  }
}
