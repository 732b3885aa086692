package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.workload.WrittenDecision;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The life of a workload on a real control plane. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class OperatorPlaneTest {

  public static final String THREE_SITES = "{spread: [{over: Site, min: 3, maxSkew: 1}]}";

  /** Nothing fails over for nodes that are late with their heartbeats. */
  public static final String SURVIVES_A_SITE =
      "{tolerate: [{of: Site, keep: 2, recover: Reserved}], failover: {after: 60s, returnAfter: 1s}}";

  private static final String OBJECTIVES = "ObjectivesMet";

  private KubernetesClient client;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;
  private Writes writes;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    launch(account);
  }

  private void launch(OperatorAccount account) {
    writes = new Writes();
    operator = OperatorUnderTest.running(writes.client(account.config()));
  }

  /** Whatever became of the test: for the next one all is as it was. */
  @AfterEach
  void clear() {
    if (operator == null) {
      return;
    }
    for (String zone : List.of("fr-a", "fr-b", "fr-c")) {
      incident(zone, "null");
      state(zone, "Active");
    }
    scene.clear();
    for (String zone : List.of("fr-a", "fr-b", "fr-c")) {
      scene.until(
          zone + " is as it was",
          () -> {
            var seen = scene.zone(zone);
            return seen.getMetadata().getFinalizers().isEmpty()
                && "True"
                    .equals(
                        Conditions.find(seen.getStatus().conditions(), "Schedulable").getStatus());
          });
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  void workloadIsPlacedAndScaledAndItsDeletionLeavesNothingBehind() {
    scene.workload("web", 6, THREE_SITES);
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.assigned("web"));
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
    assertEquals("fr-a=2, fr-b=2, fr-c=2", scene.workload("web").getStatus().zones());

    scale(9);
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 3, "fr-b", 3, "fr-c", 3), scene.bound("web"));
    scale(3);
    scene.until(
        "one in each zone",
        () -> scene.bound("web").equals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1)));
    scene.awaitReady("web");
    scale(0);
    scene.until("nothing runs", () -> scene.pods("web").isEmpty());
    scene.awaitReady("web");
    assertTrue(scene.children("web").isEmpty());

    patch(
        """
        {"spec": {"replicas": 3, "resilience": {
          "spread": null, "tolerate": [{"of": "Site", "keep": 2, "recover": "Reserved"}]}}}
        """);
    scene.awaitReady("web");
    assertEquals(3, scene.pods("web").size());
    client.resources(BleuWorkload.class).withName("web").delete();
    scene.until(
        "everything is gone",
        () ->
            scene.workload("web") == null
                && scene.placement("web") == null
                && scene.children("web").isEmpty()
                && scene.pods("web").isEmpty()
                && client.policy().v1().podDisruptionBudget().list().getItems().isEmpty()
                && scene.ledger().getSpec().entries().isEmpty()
                && client.resources(AvailabilityZone.class).list().getItems().stream()
                    .allMatch(z -> z.getMetadata().getFinalizers().isEmpty()));
  }

  @Test
  void orderedLossMovesWhatTheContingencySaysAndReturns() {
    scene.workload("web", 4, SURVIVES_A_SITE);
    scene.awaitReady("web");
    WorkloadPlacement before = scene.placement("web");
    Map<String, Integer> home = scene.assigned("web");
    String lost = home.keySet().iterator().next();
    var contingency = WrittenDecision.contingency(before, "site site-" + lost);
    Map<String, Integer> expected = new java.util.TreeMap<>(home);
    expected.remove(lost);
    contingency.moves().forEach(m -> expected.merge(m.to(), m.replicas(), Integer::sum));

    incident(lost, "\"Lost\"");
    scene.until("moved as planned", () -> scene.bound("web").equals(expected));
    assertEquals(expected, scene.assigned("web"));
    scene.until(
        "the cause is told",
        () -> {
          var status = scene.placement("web").getStatus();
          return status != null
              && status.inputs() != null
              && "ZoneState".equals(status.inputs().cause());
        });

    incident(lost, "null");
    scene.until("went home", () -> scene.bound("web").equals(home));
    scene.awaitReady("web");
  }

  @Test
  void drainBringsUpReplacementsFirst() {
    scene.workload(
        "web", 6, THREE_SITES.replace("min: 3", "min: 1, whenUnsatisfiable: PlaceAnyway"));
    scene.awaitReady("web");
    try (RunningWatch running = scene.running("web", 6)) {
      state("fr-b", "Drained");
      scene.until(
          "the zone is empty",
          () ->
              !scene.bound("web").containsKey("fr-b")
                  && scene.bound("web").values().stream().mapToInt(Integer::intValue).sum() == 6);
      scene.awaitReady("web");
      assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    }
  }

  @Test
  void restartInTheMiddleConvergesAndPassesOverAnUnchangedWorldWriteNothing(
      OperatorAccount account) {
    scene.workload("other", 6, SURVIVES_A_SITE);
    scene.workload("web", 6, THREE_SITES);
    scene.until("decided", () -> scene.placement("web") != null);
    operator.close();
    launch(account);
    scene.awaitReady("web");
    scene.awaitReady("other");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
    // What was decided is also told: a second status may still wait to be written.
    scene.settled(writes);
    int before = writes.done().size();
    long sequence = scene.ledger().getSpec().sequence();
    // A label that nothing reads is reason enough for a pass.
    String label = "{\"metadata\":{\"labels\":{\"any\":\"thing\"}}}";
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    client.resources(AvailabilityZone.class).withName("fr-a").patch(merge, label);
    client.resources(BleuWorkload.class).withName("other").patch(merge, label);
    scene.settled(writes);
    assertEquals(List.of(), writes.tookEffect(before), "a second pass");

    operator.close();
    launch(account);
    scene.settled(writes);
    assertEquals(List.of(), writes.done(), "a second start");
    assertEquals(sequence, scene.ledger().getSpec().sequence());
  }

  /** A child is created by a plain write and changed by applies: both together own its fields. */
  @Test
  void whatATemplateNoLongerHasGoesFromTheChildAndWhatOthersAddedStays() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          residency: {zones: {allow: [fr-a]}}
          workload:
            deployment:
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """);
    scene.awaitReady("web");
    Deployment created = scene.children("web").get(0);
    client
        .resource(created)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"example.com/note\":\"kept\"}}}");
    scale(3);
    scene.awaitReady("web");

    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/workload/deployment/template/spec/containers/0/name\",\"value\":\"app\"}]");
    scene.until("rolled", () -> containers().contains("app"));
    scene.awaitReady("web");

    Deployment child = scene.children("web").get(0);
    assertEquals(List.of("app"), containers());
    assertEquals(created.getMetadata().getUid(), child.getMetadata().getUid());
    assertEquals("kept", child.getMetadata().getAnnotations().get("example.com/note"));
    assertEquals(3, child.getSpec().getReplicas());
  }

  private List<String> containers() {
    return scene.children("web").get(0).getSpec().getTemplate().getSpec().getContainers().stream()
        .map(Container::getName)
        .toList();
  }

  /** Recovery objectives in the status of a workload, which an edit of them does not move. */
  @Test
  void conditionOfItsObjectivesFollowsWhatIsStated() {
    scene.workload("web", 3, "{rto: 3m, tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
    scene.awaitReady("web");
    Map<String, Integer> placed = scene.assigned("web");
    long sequence = scene.ledger().getSpec().sequence();
    scene.until("not known", () -> objectives().equals("Unknown RecoveryTimeUnknown"));
    assertTrue(scene.message("web", OBJECTIVES).contains("rto 3m: RecoveryTimeUnknown"));

    objectives("\"startBudget\": \"90s\"");
    scene.until("it adds up", () -> objectives().equals("True ObjectivesHold"));
    objectives("\"startBudget\": \"150s\"");
    scene.until("it is too long", () -> objectives().equals("False RecoveryTimeExceeded"));
    assertTrue(
        scene.message("web", OBJECTIVES).contains("which is 30s too long together"),
        scene.message("web", OBJECTIVES));
    objectives("\"startBudget\": null, \"rto\": null");
    scene.until("nothing is asked", () -> objectives().isBlank());
    assertEquals(placed, scene.assigned("web"));
    assertEquals(sequence, scene.ledger().getSpec().sequence(), "no decision hangs on them");
  }

  private void objectives(String fields) {
    patch("{\"spec\":{\"resilience\":{%s}}}".formatted(fields));
  }

  private String objectives() {
    return scene.condition("web", OBJECTIVES) + " " + scene.reason("web", OBJECTIVES);
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private void scale(int replicas) {
    client.resources(BleuWorkload.class).withName("web").scale(replicas);
  }

  private void patch(String json) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private void incident(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }
}
