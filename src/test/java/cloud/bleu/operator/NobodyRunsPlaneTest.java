package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens while no operator runs is found by the next one. */
@RealControlPlane
class NobodyRunsPlaneTest {

  @Test
  void workloadThatIsDeletedWhileNobodyRunsIsWithdrawnByTheNext(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    try (ChainWatch chain = new ChainWatch(client);
        KubernetesClient ours = account.client()) {
      try (Operator first = OperatorUnderTest.of(ours)) {
        first.start();
        scene.workload("web", 3, OperatorPlaneTest.SURVIVES_A_SITE);
        scene.awaitReady("web");
      }
      client.resources(BleuWorkload.class).withName("web").delete();
      scene.until(
          "the workload and what runs is gone without an operator",
          () -> scene.workload("web") == null && scene.children("web").isEmpty());
      assertEquals(3, replicas(scene.assigned("web")), "what was decided is still on record");
      try (Operator second = OperatorUnderTest.of(ours)) {
        second.start();
        scene.until(
            "withdrawn",
            () -> scene.placement("web") == null && scene.ledger().getSpec().entries().isEmpty());
      }
      // The watch tells of the withdrawal a moment later.
      scene.until("both decisions are seen", () -> chain.entries().size() >= 2);
      chain.verify();
      assertEquals(
          List.of("InputChanged", "Withdrawn"),
          chain.entries().stream().map(Entry::cause).toList());
    }
  }

  private static int replicas(Map<String, Integer> assigned) {
    return assigned.values().stream().mapToInt(Integer::intValue).sum();
  }
}
