package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.cli.Typed;
import cloud.bleu.cli.doctor.Installation;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.ServedNamespaces;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The chart with {@code rbac.namespaces}: what is in another namespace is seen, said, and left as
 * it is, and nothing is asked that is not granted.
 */
@RealControlPlane
class NamespacesPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String NOT_SERVED = "NamespaceNotServed";

  private KubernetesClient open;
  private KubernetesClient shut;
  private Scene inOpen;
  private Scene inShut;
  private OperatorAccount all;
  private OperatorAccount some;

  @BeforeEach
  void start(
      KubernetesClient client, TestNamespace namespace, FakeNodes nodes, OperatorAccount account) {
    open = client;
    all = account;
    String other = namespace.name() + "-shut";
    shut =
        SandboxClients.of(
            new ConfigBuilder(client.getConfiguration()).withNamespace(other).build());
    Namespace governed =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(other)
            .addToLabels("placement.bleu.cloud/governed", "Audit")
            .endMetadata()
            .build();
    shut.resource(governed).create();
    inOpen = new Scene(open, nodes);
    inShut = new Scene(shut, nodes);
    inOpen.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    some =
        all.beside(
            "bleu-some",
            "--set",
            OperatorRightsTest.ELSEWHERE + ",rbac.namespaces={" + namespace.name() + "}");
  }

  @AfterEach
  void stop() {
    some.remove();
    shut.resources(BleuWorkload.class)
        .list()
        .getItems()
        .forEach(
            w ->
                UnlockedEdit.of(
                    shut.resource(w),
                    held -> {
                      held.getMetadata().setFinalizers(List.of());
                      return held;
                    }));
    shut.namespaces().withName(shut.getNamespace()).delete();
    shut.close();
  }

  @Test
  void anotherNamespaceIsReadAndSaidAndLeftAsItIs(ControlPlane plane) {
    try (OperatorUnderTest.Running operator = OperatorUnderTest.running(all.client())) {
      inShut.workload("kept", 3, "{spread: [{over: Site, min: 3, maxSkew: 1}]}");
      inShut.workload("gone", 2, "{}");
      inShut.workload("erased", 1, "{}");
      takenOver();
      others();
      inShut.awaitReady("kept");
      inShut.awaitReady("gone");
      inShut.awaitReady("erased");
      inShut.awaitReady("taken");
      inShut.until("legacy is scaled down", () -> legacyReplicas() == 0);
      inShut.until("the gate is there", () -> gate() != null);
      podOfSomebodyElse("early");
      inShut.until("early has a zone", () -> !isGated("early"));
    }
    Set<String> pods = pods();
    var placement = inShut.placement("kept").getSpec();
    var gate = gate().getSpec();

    Writes writes = new Writes();
    try (KubernetesClient client = writes.client(some.config());
        Operator operator =
            OperatorUnderTest.of(
                client,
                OperatorOptions.alone().with(ServedNamespaces.of(List.of(open.getNamespace()))),
                () -> {})) {
      checked(plane);
      operator.start();
      inOpen.workload("new", 3, "{}");
      inOpen.awaitReady("new");
      inShut.workload("new", 3, "{}");
      shut.namespaces()
          .withName(shut.getNamespace())
          .patch(MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":null}}}");
      podOfSomebodyElse("late");
      shut.resources(BleuWorkload.class).withName("kept").scale(6);
      shut.resources(BleuWorkload.class).withName("gone").delete();
      shut.resources(BleuWorkload.class).withName("erased").delete();
      shut.resources(BleuWorkload.class).withName("taken").delete();
      for (String name : List.of("new", "kept")) {
        inShut.until(name + " says so", () -> isAnswered(name));
        assertEquals("False", inShut.condition(name, "Ready"));
        assertEquals("False", inShut.condition(name, "Placed"));
        assertEquals(NOT_SERVED, inShut.reason(name, "Placed"));
        assertEquals(
            "nothing is decided for this workload, and what it has stays as it is: the operator may"
                + " not change objects in namespace "
                + shut.getNamespace()
                + "; add it to rbac.namespaces of the chart",
            inShut.message(name, "Stalled"));
      }
      inShut.until("taken says so", () -> inShut.reason("taken", "Stalled").equals(NOT_SERVED));
      assertEquals("", inShut.condition("taken", "Reconciling"));
      assertTrue(Finalizers.has(inShut.workload("taken"), Finalizers.RESTORE));
      assertNull(inShut.placement("new"));
      // A decision in the other namespace goes round what stands here.
      String zone = inOpen.assigned("new").keySet().iterator().next();
      state(zone, "Drained");
      inOpen.until(
          "new has left " + zone,
          () -> !inOpen.assigned("new").isEmpty() && !inOpen.assigned("new").containsKey(zone));
      inOpen.awaitReady("new");
      inOpen.settled(writes);
      assertEquals(placement, inShut.placement("kept").getSpec());
      assertEquals("", inShut.condition("kept", "Reconciling"));
      assertEquals("True", inShut.condition("kept", "Available"));
      assertNotNull(inShut.placement("gone"), "the record of what is gone stays");
      assertEquals(gate, gate().getSpec(), "though it is not governed any more");
      assertEquals(List.of(), inShut.ledger().getSpec().entries(), "nothing waits to be written");
      long committed = inShut.ledger().getSpec().sequence();
      shut.resource(inShut.placement("erased")).delete();
      inShut.until(
          "what was decided for what is gone with its record is withdrawn",
          () -> inShut.ledger().getSpec().sequence() > committed);
      assertTrue(isGated("late"));
      assertTrue(pods().stream().filter(p -> p.startsWith("kept ")).allMatch(pods::contains));
      assertEquals(3, pods().stream().filter(p -> p.startsWith("kept ")).count());
      assertEquals(0, legacyReplicas());
      state(zone, "Active");
    }
    assertEquals(List.of(), writes.refused(), "what is not granted is not asked");
    assertEquals(
        List.of(),
        writes.done().stream()
            .filter(w -> w.contains("/namespaces/" + shut.getNamespace() + "/"))
            .filter(w -> !w.endsWith("/status"))
            .toList(),
        "of the other namespace its statuses are written");

    try (OperatorUnderTest.Running operator = OperatorUnderTest.running(all.client())) {
      inShut.awaitReady("new");
      inShut.until("kept grows", () -> total(inShut, "kept") == 6);
      inShut.awaitReady("kept");
      inShut.until("taken is let go", () -> inShut.workload("taken") == null);
      inShut.until("the record of what is gone goes", () -> inShut.placement("gone") == null);
    }
  }

  /** What {@code bleu check --namespaces} answers. */
  private void checked(ControlPlane plane) {
    Installation installation = new Installation(open);
    String account = "system:serviceaccount:" + all.namespace() + ":bleu-some";
    assertEquals(
        new Installation.Check(
            "rights", true, account + " may change objects in " + open.getNamespace()),
        installation.rights(List.of(open.getNamespace()), account));
    Typed lacking =
        Typed.bleu(
            "check",
            "--kubeconfig",
            plane.kubeconfigFile(plane.adminKubeconfig()).toString(),
            "--namespace=" + all.namespace(),
            "--account=bleu-some",
            "--namespaces=" + open.getNamespace() + "," + shut.getNamespace(),
            "-o",
            "json");
    assertEquals(2, lacking.code(), lacking.err());
    assertTrue(
        lacking
            .out()
            .contains(account + " may not change objects in " + shut.getNamespace() + "; name it"),
        lacking.out());
  }

  private static int total(Scene scene, String name) {
    return scene.assigned(name).values().stream().mapToInt(Integer::intValue).sum();
  }

  private boolean isAnswered(String name) {
    BleuWorkload workload = inShut.workload(name);
    return workload.getStatus() != null
        && workload.getMetadata().getGeneration().equals(workload.getStatus().observedGeneration())
        && inShut.reason(name, "Stalled").equals(NOT_SERVED);
  }

  private PlacementGate gate() {
    return shut.resources(PlacementGate.class).withName(PlacementGate.NAME).get();
  }

  private void others() {
    inShut.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: others}
        spec:
          dataClasses: [Ordinary]
          workload:
            pods: {selector: {matchLabels: {app: others}}, requests: {cpu: 100m}}
        """);
  }

  private void podOfSomebodyElse(String name) {
    inShut.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: others}}
        spec:
          schedulingGates: [{name: placement.bleu.cloud/decision}]
          nodeSelector: {nowhere: "true"}
          containers: [{name: main, image: none}]
        """
            .formatted(name));
  }

  private boolean isGated(String pod) {
    return !shut.pods().withName(pod).get().getSpec().getSchedulingGates().isEmpty();
  }

  /** Workload, name and node of each that is not ending. */
  private Set<String> pods() {
    return shut.pods().withLabel("placement.bleu.cloud/workload").list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .map(NamespacesPlaneTest::text)
        .collect(Collectors.toSet());
  }

  private static String text(Pod pod) {
    return pod.getMetadata().getLabels().get("placement.bleu.cloud/workload")
        + " "
        + pod.getMetadata().getName()
        + " "
        + pod.getSpec().getNodeName();
  }

  private void state(String zone, String state) {
    open.resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private int legacyReplicas() {
    return shut.apps().deployments().withName("legacy").get().getSpec().getReplicas();
  }

  private void takenOver() {
    inShut.deployment("legacy", 1);
    inShut.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: taken}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
        """);
  }
}
