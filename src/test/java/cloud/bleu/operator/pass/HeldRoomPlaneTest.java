package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.operator.Denial;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A move is decided and published, and its gate or its children are refused: what runs in the old
 * zone keeps its room until it is gone.
 */
@RealControlPlane
class HeldRoomPlaneTest {

  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account, TestNamespace namespace) {
    this.client = client;
    UnlockedEdit.of(
        client.namespaces().withName(namespace.name()),
        n ->
            new NamespaceBuilder(n)
                .editMetadata()
                .addToLabels("placement.bleu.cloud/governed", "Audit")
                .endMetadata()
                .build());
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** One life: the second move leads back. */
  @Test
  void whatRunsKeepsItsRoomUntilTheMoveIsDelivered(TestNamespace namespace) {
    workload("web", "Health", "[]");
    scene.until("web runs in fr-a", () -> scene.bound("web").equals(Map.of("fr-a", 5)));
    scene.awaitReady("web");
    scene.zone("acme", "fr-b");
    moves("fr-a", "fr-b", namespace, "placementgates");
    client.resources(BleuWorkload.class).withName("in-fr-a").delete();
    client.resources(SovereigntyPolicy.class).withName("not-fr-a").delete();
    scene.until("fr-a is empty", () -> scene.pods("in-fr-a").isEmpty());
    moves("fr-b", "fr-a", namespace, "deployments");
  }

  private void moves(String from, String to, TestNamespace namespace, String refused) {
    String late = "in-" + from;
    Denial denial = Denial.of(client, namespace.name(), refused);
    try {
      AdmissionPolicies.taken(client);
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: not-%1$s}
          spec:
            appliesTo: {dataClasses: [Health]}
            rules:
            - {name: elsewhere, action: Enforce, onViolation: MoveNow, expression: "zone.name != '%1$s'"}
          """
              .formatted(from));
      scene.until(
          "the move is published, without " + refused,
          () -> scene.assigned("web").equals(Map.of(to, 5)));
      scene.until(
          "and waits, without " + refused,
          () -> scene.condition("web", "Available").equals("False"));
      // Two times 5 cpu are more than the zone has.
      workload(late, "Ordinary", "[" + from + "]");
      scene.until(late + " finds no room", () -> scene.condition(late, "Placed").equals("False"));
      assertEquals(Map.of(from, 5), scene.bound("web"), "without " + refused);
    } finally {
      denial.end(client);
    }
    scene.until("the move is delivered", () -> scene.bound("web").equals(Map.of(to, 5)));
    scene.until(late + " has the room", () -> scene.bound(late).equals(Map.of(from, 5)));
    scene.awaitReady("web");
    scene.awaitReady(late);
  }

  /** Five replicas of 1 cpu. */
  private void workload(String name, String dataClass, String zones) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: 5
          dataClasses: [%s]
          residency: {zones: {allow: %s}}
          workload:
            deployment:
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: "1", memory: 64Mi}}}
        """
            .formatted(name, dataClass, zones));
  }
}
