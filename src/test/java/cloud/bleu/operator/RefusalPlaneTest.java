package cloud.bleu.operator;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Namespaces that take no WorkloadPlacement, by a quota of their owner or by a policy of somebody,
 * while another one lives, and a zone is lost meanwhile.
 */
@RealControlPlane
class RefusalPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** The pause before the last retry, and what a slow machine needs to be ready. */
  private static final Duration SOON_AFTER = Retries.LAST.plus(Scene.SOON);

  private final PlacementLists lists = new PlacementLists();
  private KubernetesClient client;
  private KubernetesClient full;
  private KubernetesClient shut;
  private OperatorUnderTest.Running operator;
  private Scene scene;
  private Scene inFull;
  private Scene inShut;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      FakeNodes nodes,
      OperatorAccount account,
      TestNamespace namespace) {
    this.client = client;
    full = namespace(plane, namespace.name() + "-full");
    shut = namespace(plane, namespace.name() + "-shut");
    scene = new Scene(client, nodes);
    inFull = new Scene(full, nodes);
    inShut = new Scene(shut, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    KubernetesClient own = lists.client(account.config());
    operator =
        new OperatorUnderTest.Running(
            OperatorUnderTest.of(own, OperatorOptions.alone().withPort(0), () -> {}), own);
    operator.operator().start();
  }

  private static KubernetesClient namespace(ControlPlane plane, String name) {
    Config config = Config.fromKubeconfig(plane.adminKubeconfig());
    config.setNamespace(name);
    KubernetesClient client = SandboxClients.of(config);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return client;
  }

  @AfterEach
  void stop() {
    operator.close();
    for (KubernetesClient one : List.of(full, shut)) {
      one.namespaces().withName(one.getNamespace()).delete();
      one.pods().withGracePeriod(0).delete();
      one.close();
    }
  }

  /** One life, as at the end of the first nothing is refused. */
  @Test
  void whatIsRefusedWaitsHoldsUpNobodyAndIsDoneOnceItIsNot(OperatorAccount account) {
    everybodyElseIsDecidedWhileTheyRefuseAndTheyAreOnceTheyDoNot();
    nextOperatorGoesOnWithWhatIsRefused(account);
  }

  private void everybodyElseIsDecidedWhileTheyRefuseAndTheyAreOnceTheyDoNot() {
    inShut.workload("kept", 3, OperatorPlaneTest.THREE_SITES);
    scene.workload("web", 3, OperatorPlaneTest.SURVIVES_A_SITE);
    inShut.awaitReady("kept");
    scene.awaitReady("web");
    ResourceQuota quota =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: none}
            spec: {hard: {count/workloadplacements.placement.bleu.cloud: "0"}}
            """);
    full.resource(quota).create();
    Denial denial = Denial.of(client, shut.getNamespace(), "workloadplacements");
    try {
      AdmissionPolicies.taken(client);
      inFull.until("the quota is in force", this::quotaRefuses);
      int listed = lists.count();

      inFull.workload("late", 2, "{}");
      shut.resources(BleuWorkload.class).withName("kept").scale(6);
      inFull.until("late says so", () -> told(inFull, "late", "Placed", "ResourceQuota none"));
      inShut.until(
          "kept says so",
          () -> told(inShut, "kept", "Placed", "ValidatingAdmissionPolicy " + shut.getNamespace()));
      // New ones, edits, and the loss of a zone, elsewhere.
      scene.workload("new", 2, "{}");
      client.resources(BleuWorkload.class).withName("web").scale(6);
      scene.awaitReady("new");
      scene.awaitReady("web");
      incident("\"Lost\"");
      scene.until(
          "web is out of fr-a",
          () -> !scene.assigned("web").containsKey("fr-a") && sum(scene.bound("web")) == 6);
      scene.awaitReady("web");
      scene.until("the zone says so", () -> schedulable("fr-a").equals("False"));

      // Nothing was delivered from what is not written, and what ran runs.
      assertEquals(null, inFull.placement("late"));
      assertTrue(inFull.children("late").isEmpty());
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), inShut.assigned("kept"));
      assertEquals(3, sum(inShut.bound("kept")));
      assertEquals(3, inShut.workload("kept").getStatus().readyReplicas());
      Set<String> refusing = Set.of(full.getNamespace(), shut.getNamespace());
      // An entry is removed a moment after it is carried out.
      scene.until(
          "only they wait",
          () ->
              scene.ledger().getSpec().entries().stream()
                  .map(e -> e.workload().namespace())
                  .collect(toSet())
                  .equals(refusing));
      int more = lists.count() - listed;
      assertTrue(more <= 1, () -> more + " lists: a watch may begin anew, a refusal asks for none");
      assertTrue(refusedPlacements() == 2);
      assertEquals(200, Probe.of(operator.operator().port(), "/livez").code());
      inFull.until("late has an event", () -> !events(full, "late").isEmpty());
      inShut.until("kept has an event", () -> !events(shut, "kept").isEmpty());
      incident("null");
    } finally {
      denial.end(client);
      full.resourceQuotas().withName("none").delete();
    }
    soon("late is placed", () -> sum(inFull.bound("late")) == 2);
    soon("kept has grown", () -> sum(inShut.bound("kept")) == 6);
    inFull.awaitReady("late");
    inShut.awaitReady("kept");
    scene.until("nothing is refused", () -> refusedPlacements() == 0);
    assertTrue(scene.ledger().getSpec().entries().isEmpty());
  }

  /** Whoever takes over while it lasts has it as well, and loses nothing. */
  private void nextOperatorGoesOnWithWhatIsRefused(OperatorAccount account) {
    inShut.workload("stays", 3, OperatorPlaneTest.THREE_SITES);
    inShut.workload("gone", 1, "{}");
    inShut.awaitReady("stays");
    inShut.awaitReady("gone");
    Denial denial = Denial.of(client, shut.getNamespace(), "workloadplacements");
    try {
      AdmissionPolicies.taken(client);
      shut.resources(BleuWorkload.class).withName("stays").scale(6);
      shut.resources(BleuWorkload.class).withName("gone").delete();
      inShut.until(
          "stays says so", () -> told(inShut, "stays", "Placed", "ValidatingAdmissionPolicy"));
      inShut.until("gone has no pods", () -> inShut.pods("gone").isEmpty());
      operator.close();
      operator = OperatorUnderTest.running(account.client());
      // Decided by the next one, which had to read everything first.
      scene.workload("newer", 2, "{}");
      scene.awaitReady("newer");
      assertEquals(3, sum(inShut.bound("stays")));
      assertTrue(inShut.placement("gone") != null, "it could not be deleted");
      shut.resources(BleuWorkload.class).withName("stays").scale(9);
    } finally {
      denial.end(client);
    }
    soon("stays has grown to what was asked last", () -> sum(inShut.bound("stays")) == 9);
    soon("gone is gone", () -> inShut.placement("gone") == null);
    inShut.awaitReady("stays");
    scene.until("nothing waits", () -> scene.ledger().getSpec().entries().isEmpty());
  }

  private int refusedPlacements() {
    return Probe.of(operator.operator().port(), "/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith("bleu_writes_refused{write=\"Placement\"} "))
        .mapToInt(l -> (int) Double.parseDouble(l.substring(l.indexOf('}') + 2)))
        .sum();
  }

  private boolean quotaRefuses() {
    HasMetadata probe =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: probe}
            spec: {workloadRef: {name: probe, uid: none}}
            """);
    try {
      full.resource(probe).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("exceeded quota");
    }
  }

  private static boolean told(Scene scene, String name, String type, String who) {
    BleuWorkload workload = scene.workload(name);
    Condition c =
        workload.getStatus() == null
            ? null
            : Conditions.find(workload.getStatus().conditions(), type);
    return c != null
        && c.getStatus().equals("False")
        && c.getReason().equals("PlacementNotWritten")
        && c.getMessage().contains(who);
  }

  private static List<String> events(KubernetesClient client, String name) {
    return client.events().v1().events().list().getItems().stream()
        .filter(e -> "PlacementNotWritten".equals(e.getReason()))
        .filter(e -> name.equals(e.getRegarding().getName()))
        .map(e -> e.getNote())
        .toList();
  }

  private String schedulable(String zone) {
    Condition c = Conditions.find(scene.zone(zone).getStatus().conditions(), "Schedulable");
    return c == null ? "" : c.getStatus();
  }

  private void incident(String state) {
    client
        .resources(AvailabilityZone.class)
        .withName("fr-a")
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }

  private static int sum(Map<String, Integer> zones) {
    return zones.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void soon(String what, java.util.concurrent.Callable<Boolean> holds) {
    await(what).atMost(SOON_AFTER).until(holds);
  }
}
