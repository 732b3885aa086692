package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"placementgates", "deployments"})
  void whatRunsKeepsItsRoomUntilTheMoveIsDelivered(String refused, TestNamespace namespace) {
    workload("web", "Health", "[]");
    scene.until("web runs in fr-a", () -> scene.bound("web").equals(Map.of("fr-a", 5)));
    scene.awaitReady("web");
    scene.zone("acme", "fr-b");
    Denial denial = Denial.of(client, namespace.name(), refused);
    try {
      AdmissionPolicies.taken(client);
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: elsewhere}
          spec:
            appliesTo: {dataClasses: [Health]}
            rules:
            - {name: elsewhere, action: Enforce, onViolation: MoveNow, expression: "zone.name != 'fr-a'"}
          """);
      scene.until("the move is published", () -> scene.assigned("web").equals(Map.of("fr-b", 5)));
      scene.until("and waits", () -> scene.condition("web", "Available").equals("False"));
      // Two times 5 cpu are more than the zone has.
      workload("late", "Ordinary", "[fr-a]");
      scene.until("late finds no room", () -> scene.condition("late", "Placed").equals("False"));
      assertEquals(Map.of("fr-a", 5), scene.bound("web"));
    } finally {
      denial.end(client);
    }
    scene.until("the move is delivered", () -> scene.bound("web").equals(Map.of("fr-b", 5)));
    scene.until("late has the room", () -> scene.bound("late").equals(Map.of("fr-a", 5)));
    scene.awaitReady("web");
    scene.awaitReady("late");
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
