package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.MicroTime;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Scene;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workload takes over what runs in a cluster of Karmada, and the operator crashes after each
 * write of the ledger, of a placement and of a binding: the next process knows nothing of what the
 * one before counted. What runs is not ended before its successors are there, and until then its
 * room is nobody else's.
 */
@Tag("campaign")
@Tag("wiring")
class AdoptionCrashTest {

  /** Of this four run, a rollout needs one, and another workload asks for what is left. */
  private static final int CPU = 12;

  private static final int LEFT = 7;

  @TempDir static Path folder;

  private final MovableClock clock = new MovableClock();
  private CampaignCluster hub;
  private KubernetesClient client;
  private Scene scene;
  private ChainWatch chain;
  private CampaignOperator operator;

  @BeforeEach
  void world() {
    hub = new CampaignCluster("hub", folder, KarmadaCrds.all());
    hub.namespace("ops").namespace(CampaignCluster.NAMESPACE).namespace("karmada-system");
    client = hub.client();
    scene = new Scene(client, null).provider("acme");
    chain = new ChainWatch(client);
    operator = new CampaignOperator(hub, clock.alone("ops"), 0, new LetGo((one, zone) -> Set.of()));
    CustomResourceDefinition served = KarmadaCrds.binding();
    served.setStatus(
        Serialization.unmarshal(
            "---\nconditions: [{type: Established, status: \"True\"}]",
            CustomResourceDefinitionStatus.class));
    client.resource(served).create();
    scene.create(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: karmada-controller-manager, namespace: karmada-system}
        spec: {leaseDurationSeconds: 86400, renewTime: "%s"}
        """
            .formatted(MicroTime.now()));
  }

  @AfterEach
  void end() {
    operator.close();
    chain.close();
    hub.close();
  }

  /**
   * @param room as somebody declares it; empty: what Karmada reports of the cluster counts
   */
  private void zone(String name, String room) {
    scene.create(
        "---\n{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: %s}}"
            .formatted(name));
    client
        .genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status":{"conditions":[{"type":"Ready","status":"True"}],"resourceSummary":
              {"allocatable":{"cpu":"%d","memory":"64Gi","pods":"100"},"allocated":{}},
              "nodeSummary":{"totalNum":1,"readyNum":1}}}
            """
                .formatted(CPU));
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: acme
          offerings: [base]
          region: north
          site: %1$s
          location: {country: FR}
          usablePercent: 100
          target: {karmada: {cluster: %1$s}}
        %2$s
        """
            .formatted(name, room));
  }

  private void deployment(String name, String clusters) {
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 4
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: "1", memory: 64Mi}}}
        """
            .formatted(name));
    scene.create(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: %1$s-deployment}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          schedulerName: bleu
          clusters: %2$s
        """
            .formatted(name, clusters));
  }

  private void workload(String name, int replicas, String zone) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %1$s}
        spec:
          replicas: %2$d
          dataClasses: [Ordinary]
          residency: {zones: {allow: [%3$s]}}
          workload: {karmada: {bindingOf: {kind: Deployment, name: %1$s}}}
        """
            .formatted(name, replicas, zone));
  }

  /** Both clusters, of which somebody declares what they have. */
  private void declared() {
    String room =
        "  capacity: {cpu: \"%d\", memory: 64Gi, pods: \"100\", largestNode: {cpu: \"8\", memory: 32Gi}}"
            .formatted(CPU);
    Stream.of("north", "south").forEach(zone -> zone(zone, room));
  }

  @Test
  void nobodyGetsTheRoomOfWhatRuns() {
    declared();
    deployment("web", "[{name: north, replicas: 4}]");
    deployment("first", "[]");
    deployment("more", "[]");
    deployment("late", "[]");
    try (ReportingKarmada karmada = new ReportingKarmada(client, Set.of("south"))) {
      scene.until("four run", () -> karmada.stands("web-deployment").equals(Map.of("north", 4)));
      workload("first", LEFT, "north");
      workload("more", 2, "north");
      workload("web", 4, "south");
      operator.crashAfterEach(AdoptionCrashTest::isOfDecisions);
      operator.start();
      scene.until(
          "both are decided",
          () ->
              scene.assigned("web").equals(Map.of("south", 4))
                  && scene.assigned("first").equals(Map.of("north", LEFT))
                  && karmada.stands("first-deployment").equals(Map.of("north", LEFT)));
      operator.crashAfterEach(request -> false);
      operator.start();
      lookedAt("web");
      // What counts from here on is what this process knows of one that it has looked at.
      workload("late", 1, "south");
      scene.until("a pass has been", () -> scene.assigned("late").equals(Map.of("south", 1)));
      assertTrue(operator.starts() > 5, operator.writes().toString());
      assertEquals(4, karmada.stands("web-deployment").get("north"));
      for (String asked : karmada.asked()) {
        assertTrue(
            !asked.startsWith("web") || asked.contains("north=4"), karmada.asked()::toString);
      }
      hasNothing("more");

      karmada.hurry();
      scene.until(
          "what is left is somebody else's",
          () ->
              scene.assigned("more").equals(Map.of("north", 2))
                  && karmada.stands("web-deployment").equals(Map.of("south", 4)));
    }
    chain.awaitEnd(scene);
    assertEquals(1, entries("web").size(), entries("web")::toString);
    chain.verify();
  }

  /**
   * Karmada reports the room, and what is recorded of that has what a decision holds. The next
   * process knows of no replica that is left somewhere before it has listed the bindings: however
   * long that takes nobody gets that room.
   */
  @Test
  void nobodyGetsTheRoomThatWasRecorded() {
    Stream.of("north", "south").forEach(zone -> zone(zone, ""));
    deployment("web", "[{name: north, replicas: 4}]");
    deployment("first", "[]");
    try (ReportingKarmada karmada = new ReportingKarmada(client, Set.of("south"))) {
      scene.until("four run", () -> karmada.stands("web-deployment").equals(Map.of("north", 4)));
      operator.start();
      workload("web", 4, "south");
      scene.until(
          "what runs has stood for long enough to be taken over",
          () -> {
            clock.forward(Duration.ofSeconds(31));
            return scene.assigned("web").equals(Map.of("south", 4));
          });
      workload("first", LEFT, "north");
      scene.until(
          "the other one runs beside it",
          () -> karmada.stands("first-deployment").equals(Map.of("north", LEFT)));
      operator.start();
      scene.until("all of it is recorded", () -> cpu("north").equals(CPU + ""));
      operator.withhold(request -> request.about("resourcebindings"));
      operator.start();
      client.resources(BleuWorkload.class).withName("first").scale(LEFT + 2);
      pass("one");
      clock.forward(Duration.ofMinutes(1));
      pass("another");
      stayedAt("first", Map.of("north", LEFT));
      assertEquals(4, karmada.stands("web-deployment").get("north"));
      operator.withhold(request -> false);
      lookedAt("web");
      pass("last");
      stayedAt("first", Map.of("north", LEFT));
      karmada.hurry();
      scene.until(
          "what is left is its", () -> scene.assigned("first").equals(Map.of("north", LEFT + 2)));
    }
    chain.verify();
  }

  /** A pass after all that has been before: one that Karmada does not carry out has no place. */
  private void pass(String name) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          dataClasses: [Ordinary]
          workload: {deployment: {template: {spec: {containers: [{name: main, image: none}]}}}}
        """
            .formatted(name));
    scene.until("a pass has been", () -> !entries(name).isEmpty());
  }

  /** Something of it is asked that changes no decision, and this process has looked at it. */
  private void lookedAt(String name) {
    client
        .resources(BleuWorkload.class)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"placement\":{\"rebalance\":{\"mode\":\"Never\"}}}}");
    scene.awaitAnswered(BleuWorkload.class, name);
  }

  private String cpu(String zone) {
    AvailabilityZoneStatus status = scene.zone(zone).getStatus();
    return status == null || status.capacity() == null
        ? ""
        : String.valueOf(status.capacity().get("cpu"));
  }

  /** What was decided for it last: its record may be of before that. */
  private void stayedAt(String name, Map<String, Integer> zones) {
    chain.awaitEnd(scene);
    List<Entry> entries = entries(name);
    Map<String, Integer> last = new TreeMap<>();
    entries.get(entries.size() - 1).assignments().forEach(a -> last.put(a.zone(), a.replicas()));
    assertEquals(zones, last);
  }

  /** It was decided that it has no place, and nothing else. */
  private void hasNothing(String name) {
    chain.awaitEnd(scene);
    List<Entry> entries = entries(name);
    assertTrue(!entries.isEmpty(), name);
    assertEquals(
        List.of(),
        entries.stream().flatMap(one -> one.assignments().stream()).toList(),
        "nothing is left for it");
  }

  private static boolean isOfDecisions(Request write) {
    return Stream.of("decisionledgers", "workloadplacements", "resourcebindings")
        .anyMatch(write::about);
  }

  /** What was ever decided for one. */
  private List<Entry> entries(String workload) {
    return chain.entries().stream().filter(one -> one.workload().name().equals(workload)).toList();
  }
}
