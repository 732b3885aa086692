package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.FOREIGN;
import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an ordinary user, who by RBAC may do all of this, is refused of pods and of what creates
 * them, in a namespace that enforces its decisions.
 */
@RealControlPlane
class PodAdmissionPlaneTest {
  @TempDir Path folder;
  private GovernedNamespace shop;
  private KubernetesClient alice;
  private Scene scene;
  private Pod ours;
  private final String child = ChildName.of("web", "fr-a");

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    shop = new GovernedNamespace(plane, client, namespace, folder);
    alice = shop.alice();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    shop.operated(account);
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    ours =
        scene.pods("web").stream()
            .filter(p -> p.getMetadata().getName().startsWith(child + "-"))
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void nothingIsBoundButByADecision() {
    PlacementGate gate = shop.gate();
    assertEquals(
        new TreeSet<>(
            List.of(
                ChildName.of("web", "fr-a"),
                ChildName.of("web", "fr-b"),
                ChildName.of("web", "fr-c"))),
        new TreeSet<>(gate.getSpec().children().keySet()));

    assertAll(
        Refused.with(
            "a foreign pod", "no decision in force is for pod foreign", () -> shop.create(FOREIGN)),
        Refused.with(
            "forged labels",
            "no decision in force is for pod web-forged",
            () -> shop.create(forged("web-forged", "fr-a", "fr-a", ""))),
        Refused.with(
            "a pod that looks like a replica",
            "are created by the controllers of Kubernetes, not by alice",
            () ->
                shop.create(
                    forged(child + "-abc-x1234", "fr-a", "fr-a", owner(child + "-abc", "abc")))),
        Refused.with(
            "nodeName",
            "spec.nodeName is set",
            () -> shop.create(FOREIGN.replace("containers", "nodeName: fr-a-1, containers"))),
        Refused.with(
            "a Binding by hand",
            "pods are bound by the scheduler, not by alice",
            () -> shop.create(BINDING.formatted(ours.getMetadata().getName()))));
    assertEquals(3, scene.pods("web").size());
  }

  @Test
  void whatIsDecidedIsChangedByTheOperator() {
    assertAll(
        Refused.with(
            "a ReplicaSet by hand",
            "belongs to a decision, or has pods that claim to",
            () -> shop.create(replicaSet(child + "-abc"))),
        Refused.with(
            "the template of a child",
            "belongs to a decision",
            () ->
                alice
                    .apps()
                    .deployments()
                    .withName(child)
                    .patch(MERGE, "{\"spec\":{\"replicas\":50}}")),
        Refused.with(
            "the scale of a child",
            "scale the BleuWorkload instead",
            () -> alice.apps().deployments().withName(child).scale(50)),
        Refused.with(
            "the labels of a pod",
            "are set by the placement operator, not by alice",
            () ->
                alice
                    .pods()
                    .withName(ours.getMetadata().getName())
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/zone\":\"fr-c\"}}}")));
    assertEquals(3, scene.pods("web").size());
  }

  private static final String BINDING =
      """
      apiVersion: v1
      kind: Binding
      metadata: {name: %s}
      target: {apiVersion: v1, kind: Node, name: fr-a-1}
      """;

  private static String forged(String name, String zone, String selected, String rest) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: %s, pod-template-hash: abc}
      %s
    spec:
      nodeSelector: {bleu.node-restriction.kubernetes.io/zone: %s}
      containers: [{name: main, image: none}]
    """
        .formatted(name, zone, rest, selected);
  }

  private static String owner(String name, String uid) {
    return "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %s, uid: %s, controller: true}]"
        .formatted(name, uid);
  }

  private static String replicaSet(String name) {
    return """
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata: {name: %s}
    spec:
      replicas: 1
      selector: {matchLabels: {app: mine}}
      template:
        metadata: {labels: {app: mine, placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: fr-a}}
        spec: {containers: [{name: main, image: none}]}
    """
        .formatted(name);
  }
}
