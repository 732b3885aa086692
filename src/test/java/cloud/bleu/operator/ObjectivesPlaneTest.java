package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recovery objectives in the status of a workload, which an edit of them does not move. */
@RealControlPlane
class ObjectivesPlaneTest {

  @Test
  void theConditionFollowsWhatIsStated(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    OperatorUnderTest.Running operator = OperatorUnderTest.running(account.client());
    try (operator) {
      scene.workload("web", 3, "{rto: 3m, tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
      scene.awaitReady("web");
      Map<String, Integer> placed = scene.assigned("web");
      long sequence = scene.ledger().getSpec().sequence();
      scene.until("not known", () -> is(client, "Unknown RecoveryTimeUnknown"));
      assertTrue(found(client).getMessage().contains("rto 3m: RecoveryTimeUnknown"));

      state(client, "\"startBudget\": \"90s\"");
      scene.until("it adds up", () -> is(client, "True ObjectivesHold"));
      state(client, "\"startBudget\": \"150s\"");
      scene.until("it is too long", () -> is(client, "False RecoveryTimeExceeded"));
      assertTrue(
          found(client).getMessage().contains("which is 30s too long together"),
          found(client).getMessage());
      state(client, "\"startBudget\": null, \"rto\": null");
      scene.until("nothing is asked", () -> found(client) == null);
      assertEquals(placed, scene.assigned("web"));
      assertEquals(sequence, scene.ledger().getSpec().sequence(), "no decision hangs on them");
    }
  }

  private static void state(KubernetesClient client, String fields) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"resilience\":{%s}}}".formatted(fields));
  }

  private static boolean is(KubernetesClient client, String expected) {
    Condition found = found(client);
    return found != null && expected.equals(found.getStatus() + " " + found.getReason());
  }

  private static Condition found(KubernetesClient client) {
    BleuWorkload workload = client.resources(BleuWorkload.class).withName("web").get();
    return Conditions.find(workload.getStatus().conditions(), "ObjectivesMet");
  }
}
