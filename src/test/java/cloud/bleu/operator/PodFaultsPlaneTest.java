package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What refuses pods, leaves them without a node or keeps them from being ready is told in the
 * conditions, with the rights of the chart.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodFaultsPlaneTest {
  private KubernetesClient client;
  private TestNamespace namespace;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;

  @BeforeEach
  void start(
      KubernetesClient client, TestNamespace namespace, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    this.namespace = namespace;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void clear() {
    if (operator != null) {
      enforce("null");
      scene.clear();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  /** The level of Pod Security of the namespace, in JSON. */
  private void enforce(String level) {
    client
        .namespaces()
        .withName(namespace.name())
        .patch(
            MERGE,
            "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":%s}}}"
                .formatted(level));
  }

  private void workload(String name, String kind, String metadata, String pod) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload:
            %s:
              template:
                metadata: {%s}
                spec:
                  %scontainers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """
            .formatted(name, kind, metadata, pod.isEmpty() ? "" : pod + "\n          "));
  }

  /** Awaits a reason, and returns the message that is the same in all conditions that have it. */
  private String told(String name, String reason) {
    // One look: where a pod is late to be created, the Deployment takes it back for a moment.
    AtomicReference<List<Condition>> seen = new AtomicReference<>(List.of());
    scene.until(
        name + " is told " + reason,
        () -> {
          BleuWorkloadStatus status = scene.workload(name).getStatus();
          seen.set(status == null ? List.of() : status.conditions());
          Condition c = Conditions.find(seen.get(), "Available");
          return c != null && c.getReason().equals(reason);
        });
    Condition available = Conditions.find(seen.get(), "Available");
    for (String type : List.of("Ready", "Reconciling")) {
      Condition c = Conditions.find(seen.get(), type);
      assertEquals(reason + available.getMessage(), c.getReason() + c.getMessage(), type);
    }
    scene.until(
        "its placement says the same",
        () -> {
          WorkloadPlacement wp = scene.placement(name);
          Condition c =
              wp.getStatus() == null
                  ? null
                  : Conditions.find(wp.getStatus().conditions(), "Available");
          return c != null && c.getReason().equals(reason);
        });
    return available.getMessage();
  }

  @Test
  void podSecurityIsTold() {
    enforce("\"restricted\"");
    workload("web", "deployment", "", "");
    workload("db", "statefulSet", "", "");
    String words =
        "not every replica is ready in fr-a; in fr-a: pods \"%s-…\" is forbidden: violates PodSecurity"
            + " \"restricted:latest\": allowPrivilegeEscalation != false (container \"main\" must set";
    String web = told("web", "FailedCreate");
    assertTrue(web.startsWith(words.formatted("web")), web);
    // Its Events are asked for once it stands still.
    scene.until(
        "the words of PodSecurity",
        () -> scene.message("db", "Available").startsWith(words.formatted("db")));
    told("db", "FailedCreate");
  }

  @Test
  void quotaIsToldWithoutWhatIsUsed() {
    scene.create(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: small}
        spec: {hard: {pods: "0"}}
        """);
    scene.until(
        "the quota is in force",
        () ->
            client.resourceQuotas().withName("small").get().getStatus() != null
                && client.resourceQuotas().withName("small").get().getStatus().getHard() != null
                && !client
                    .resourceQuotas()
                    .withName("small")
                    .get()
                    .getStatus()
                    .getHard()
                    .isEmpty());
    workload("web", "deployment", "", "");
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: pods \"web-…\" is forbidden: exceeded quota:"
            + " small, requested: pods=1, limited: pods=0",
        told("web", "FailedCreate"));
    client.resourceQuotas().withName("small").delete();
    scene.awaitReady("web");
  }

  @Test
  void podsThatGetNoNodeSayWhy() {
    workload(
        "picky",
        "deployment",
        "",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values:"
            + " [ssd]}]}]}}}");
    workload("foreign", "deployment", "", "schedulerName: batch");
    workload("gated", "deployment", "", "schedulingGates: [{name: example.com/later}]");
    workload("slow", "deployment", "annotations: {" + FakeNodes.NEVER_READY + ": 'true'}", "");
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: pods are not scheduled: node(s) didn't match"
            + " Pod's node affinity/selector",
        told("picky", "Unschedulable"));
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: pods wait until the scheduling gates of their"
            + " template are removed: example.com/later",
        told("gated", "SchedulingGated"));
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: no scheduler named batch has looked at the"
            + " pods: start it, or take schedulerName out of the template",
        told("foreign", "SchedulerAwaited"));
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: container main runs and is not ready: see its"
            + " readiness probe and its log",
        told("slow", "ContainersNotReady"));
    client
        .nodes()
        .withName("fr-a-1")
        .patch(MERGE, "{\"metadata\":{\"labels\":{\"disk\":\"ssd\"}}}");
    scene.awaitReady("picky");
  }
}
