package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.decision.PackedItems;
import cloud.bleu.operator.pass.LossRecords;
import cloud.bleu.placement.evacuation.PlanGroups;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.PlaneFlags;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.workload.WrittenDecision;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes that fall silent or vanish under running pods, on a real control plane: what has a new
 * place moves, and no pod that runs is deleted before its successor is Ready. One zone, and two of
 * three, are silent until the controller manager says so, after its grace; the others say so in its
 * words at once.
 */
@RealControlPlane(
    own = true,
    controllerManager = {PlaneFlags.LOST_IN_SECONDS, RealControlPlane.WITHOUT_EVICTIONS})
class FailoverPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c");

  private static final String RESILIENCE =
      "{tolerate: [{of: Site, keep: 3, recover: Reserved}],"
          + " failover: {after: 15s, returnAfter: 30m}}";

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private FakeNodes nodes;
  private Operator operator;
  private Scene scene;
  private Writes writes;
  private RunningWatch running;
  private Map<String, Integer> home;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    this.nodes = nodes;
    scene = new Scene(client, nodes).provider("acme");
    ZONES.forEach(zone -> scene.zone("acme", zone));
    writes = new Writes();
    operatorClient = writes.client(account.config());
    operator = OperatorUnderTest.of(operatorClient, clock.alone(), () -> {});
    operator.start();
    running = new RunningWatch(client, "web");
    scene.workload("web", 6, RESILIENCE);
    scene.awaitReady("web");
    home = scene.assigned("web");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), home);
    scene.until("all run", () -> running.running() == 6);
    running.asks(6);
  }

  @AfterEach
  void stop() {
    running.close();
    operator.close();
    operatorClient.close();
  }

  /** One life, as each leaves the workload where it was; what a person reports is its end. */
  @Test
  void silentZonesMoveOnlyWhatIsLostForSure() {
    aSilenceOfASecondIsNone();
    nothingMovesWhileMostZonesAreSilent();
    // What was silent with others a moment ago is not taken for lost alone.
    clock.forward(Duration.ofMinutes(2));
    eachZoneAloneMovesOnceItsSuccessorsAreReadyAndReturnsInTime();
    whatAPersonReportsActsWhileEverythingIsSilent();
  }

  @Test
  void nodesThatAreMissingSaySoAndMoveWhatTheyHeld() {
    zoneThatNeverHadNodesSaysSoAndTakesNothing();
    partOfAZoneMovesWhatNoLongerFits();
    nodesThatVanishAreALossAndSaySo();
  }

  /**
   * The operator starts anew in between: what it took stands in the status of the zone, and what it
   * does on the loss in the plan, which is packed.
   */
  @Test
  void secondLossOfTheHourWaitsForAPerson() {
    // The account of the operator is told whether zones can say what was taken.
    assertTrue(new LossRecords(operatorClient::raw, clock).isThere());
    assertTrue(
        !new LossRecords(path -> operatorClient.raw(path).replace("observedLosses", "older"), clock)
            .isThere());
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"placement\":{\"rebalance\":{\"mode\":\"Never\"}}}}");
    scene.awaitReady("web");
    operator.close();
    packPlanOnto("fr-a", "fr-c");
    restartWithOneLossAnHour();
    silent("fr-a");
    scene.until("it is seen", () -> reason("fr-a", "Healthy").equals("NoNodeReady"));
    assertTrue(scene.placement("web").getSpec().plan().get(0).packed() != null, "it is as it was");
    clock.forward(Duration.ofMinutes(2));
    scene.until("fr-a is left", () -> !scene.assigned("web").containsKey("fr-a"));
    scene.awaitReady("web");
    assertEquals(1, scene.zone("fr-a").getStatus().observedLosses().size());
    Map<String, Integer> left = scene.assigned("web");
    assertEquals(Map.of("fr-b", 2, "fr-c", 4), left, "as the plan says, and no search");

    restartWithOneLossAnHour();
    silent("fr-b");
    scene.until("it is seen", () -> reason("fr-b", "Healthy").equals("NoNodeReady"));
    clock.forward(Duration.ofMinutes(2));
    scene.until("its loss waits", () -> status("fr-b", "TooManyLosses").equals("True"));
    scene.until("it says so", () -> scene.reason("web", "Resilient").equals("TooManyLosses"));
    scene.settled(writes);
    assertEquals(left, scene.assigned("web"));
    assertEquals("False", status("fr-b", "Schedulable"));
    assertEquals(List.of(), scene.zone("fr-b").getStatus().observedLosses());

    incident("fr-b", "\"Lost\"");
    scene.until("fr-b is left", () -> scene.assigned("web").equals(Map.of("fr-c", 6)));
    scene.until("it waits no more", () -> status("fr-b", "TooManyLosses").isEmpty());
  }

  /** As no search would have it: all that a zone loses goes to one of the others. */
  private void packPlanOnto(String lost, String target) {
    WorkloadPlacement placement = scene.placement("web");
    List<Contingency> plan = new ArrayList<>();
    for (Contingency c : WrittenDecision.contingency(placement)) {
      List<Contingency.Move> moves =
          c.event().value().endsWith(lost)
              ? List.of(new Contingency.Move(lost, target, 2))
              : c.moves();
      plan.add(new Contingency(c.event(), moves, c.evicts(), c.keeps()));
    }
    List<Assignment> assignments =
        home.entrySet().stream()
            .map(e -> new Assignment(e.getKey(), e.getValue(), e.getValue()))
            .toList();
    List<Evacuation> packed =
        PackedItems.of(
            EvacuationConversion.readable(PlanGroups.of(plan, assignments)), plan.size());
    UnlockedEdit.of(
        client.resource(placement),
        old -> {
          WorkloadPlacementSpec spec = old.getSpec();
          old.setSpec(
              new WorkloadPlacementSpec(
                  spec.workloadRef(), spec.assignments(), packed, spec.decision()));
          return old;
        });
  }

  private void restartWithOneLossAnHour() {
    operator.close();
    operator = OperatorUnderTest.of(operatorClient, clock.alone().observingLosses(1), () -> {});
    operator.start();
  }

  private void eachZoneAloneMovesOnceItsSuccessorsAreReadyAndReturnsInTime() {
    // One zone alone waits for no other.
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"resilience\":{\"failover\":{\"after\":\"5s\"}}}}");
    scene.awaitReady("web");
    for (String zone : ZONES) {
      Set<String> silent = Set.of(zone + "-1", zone + "-2");
      // The operator may have seen the last of them at home before the watch has.
      scene.until(
          "the watch has seen them at home",
          () -> running.running() == 6 && running.beside(silent) == 4);
      running.asks(6);
      running.lost(silent);
      if (zone.equals("fr-a")) {
        nodes.silenceZone(zone);
      } else {
        silent(zone);
      }
      scene.until(zone + " is left", () -> !scene.assigned("web").containsKey(zone));
      scene.until("all run elsewhere", () -> !scene.bound("web").containsKey(zone));
      running.lost(Set.of());
      nodes.resumeAll();
      scene.until("it is back", () -> status(zone, "Schedulable").equals("True"));
      scene.settled(writes);
      assertTrue(!scene.assigned("web").containsKey(zone), "it is not back for long enough");
      // What moved home an hour ago is no part of the hour's budget any more.
      clock.forward(Duration.ofMinutes(61));
      scene.until("home", () -> scene.assigned("web").equals(home));
      scene.awaitReady("web");
      assertEquals(0, running.lacked(), zone + ": deleted before their successors were ready");
      assertTrue(
          running.leastKept() >= 4, running.leastKept() + " were left of four outside " + zone);
    }
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"resilience\":{\"failover\":{\"after\":\"15s\"}}}}");
    scene.awaitReady("web");
  }

  private void nothingMovesWhileMostZonesAreSilent() {
    Set<String> pods = uids();
    List.of("fr-a", "fr-b").forEach(nodes::silenceZone);
    nothingMovesWhileInDoubt("fr-a", "fr-b");
    silent("fr-a", "fr-b", "fr-c");
    nothingMovesWhileInDoubt("fr-a", "fr-b", "fr-c");
    assertEquals(pods, uids(), "the pods are the same as before");
    assertEquals(0, running.deleted());
  }

  private void nothingMovesWhileInDoubt(String... silent) {
    for (String zone : silent) {
      scene.until(zone + " is in doubt", () -> status(zone, "ViewInDoubt").equals("True"));
    }
    clock.forward(Duration.ofMinutes(10));
    scene.settled(writes);
    assertEquals(home, scene.assigned("web"));
    scene.until("it says so", () -> scene.reason("web", "Resilient").equals("ViewInDoubt"));
    // While a plan for a loss is written it says that.
    scene.until("Ready says why", () -> scene.reason("web", "Ready").equals("ZoneSilent"));
    assertEquals("", scene.condition("web", "Stalled"));
    nodes.resumeAll();
    scene.awaitReady("web");
    for (String zone : silent) {
      scene.until(zone + " is not in doubt", () -> status(zone, "ViewInDoubt").isEmpty());
    }
  }

  private void whatAPersonReportsActsWhileEverythingIsSilent() {
    silent("fr-a", "fr-b", "fr-c");
    for (String zone : ZONES) {
      scene.until(zone + " is in doubt", () -> status(zone, "ViewInDoubt").equals("True"));
    }
    nodes.resume("fr-c-1", "fr-c-2");
    scene.until("fr-c answers", () -> status("fr-c", "Healthy").equals("True"));
    incident("fr-a", "\"Lost\"");
    scene.until("fr-a is left", () -> !scene.assigned("web").containsKey("fr-a"));
    // The other silent zone is one of two now: no doubt any more, and it waits anew from here.
    scene.until("fr-b is left", () -> scene.assigned("web").equals(Map.of("fr-c", 6)));
  }

  private void nodesThatVanishAreALossAndSaySo() {
    assertTrue(scene.assigned("web").containsKey("fr-b"));
    List.of("fr-b-1", "fr-b-2").forEach(nodes::remove);
    scene.until("it is seen", () -> reason("fr-b", "Healthy").equals("NodesGone"));
    assertEquals("False", status("fr-b", "Schedulable"));
    scene.until("fr-b is left", () -> !scene.assigned("web").containsKey("fr-b"));
    scene.awaitReady("web");
    assertEquals("Gone", scene.zone("fr-b").getStatus().health().signal());
  }

  private void zoneThatNeverHadNodesSaysSoAndTakesNothing() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: fr-d}
        spec:
          provider: acme
          offerings: [base]
          region: north
          site: site-fr-d
          location: {country: FR, latitude: "48.8", longitude: "2.3"}
          capacity: {cpu: "64", memory: 256Gi, largestNode: {cpu: "16", memory: 64Gi}}
          target: {nodeSelector: {bleu.node-restriction.kubernetes.io/zone: fr-d}}
        """);
    scene.until("it is seen", () -> reason("fr-d", "Healthy").equals("NodesUnknown"));
    assertEquals("NodesUnknown", reason("fr-d", "Schedulable"));
    client.resources(BleuWorkload.class).withName("web").scale(8);
    scene.awaitReady("web");
    assertTrue(!scene.assigned("web").containsKey("fr-d"));
    client.resources(BleuWorkload.class).withName("web").scale(6);
    client.resources(AvailabilityZone.class).withName("fr-d").delete();
    scene.until("as before", () -> scene.assigned("web").equals(home));
    scene.awaitReady("web");
  }

  private void partOfAZoneMovesWhatNoLongerFits() {
    scene.workload("bulk", 24, "{failover: {after: 5s, returnAfter: 30m}}");
    scene.awaitReady("bulk");
    assertEquals(10, standing("fr-a"));
    SilentNodes.of(client, nodes, client.getNamespace(), Set.of("fr-a-1"));
    scene.until("it is seen", () -> reason("fr-a", "Healthy").equals("Degraded"));
    assertEquals("True", status("fr-a", "Schedulable"));
    // One node of 4 cpu, of which 90 % may be used, holds 7 replicas of 500m.
    scene.until("what fits stays", () -> standing("fr-a") == 7);
    assertEquals(24, scene.assigned("bulk").values().stream().mapToInt(n -> n).sum());
    nodes.resumeAll();
    scene.until("the other node is back", () -> reason("fr-a", "Healthy").equals("NodesReady"));
    client.resources(BleuWorkload.class).withName("bulk").delete();
    scene.until("it is gone", () -> scene.workload("bulk") == null && scene.pods("bulk").isEmpty());
  }

  private int standing(String zone) {
    return scene.assigned("web").getOrDefault(zone, 0)
        + scene.assigned("bulk").getOrDefault(zone, 0);
  }

  private void aSilenceOfASecondIsNone() {
    scene.until("all is well before", () -> reason("fr-a", "Healthy").equals("NodesReady"));
    String since = String.valueOf(scene.zone("fr-a").getStatus().health());
    nodes.silenceZone("fr-a");
    nodes.resumeAll();
    scene.settled(writes);
    assertEquals(home, scene.assigned("web"));
    assertEquals(0, running.deleted());
    assertEquals(since, String.valueOf(scene.zone("fr-a").getStatus().health()));
  }

  private void silent(String... zones) {
    SilentNodes.of(client, nodes, client.getNamespace(), zones);
  }

  private Set<String> uids() {
    return scene.pods("web").stream()
        .map(Pod::getMetadata)
        .map(meta -> meta.getUid())
        .collect(Collectors.toSet());
  }

  private String status(String zone, String type) {
    Condition condition = condition(zone, type);
    return condition == null ? "" : condition.getStatus();
  }

  private String reason(String zone, String type) {
    Condition condition = condition(zone, type);
    return condition == null ? "" : condition.getReason();
  }

  private Condition condition(String zone, String type) {
    AvailabilityZone object = scene.zone(zone);
    return object.getStatus() == null
        ? null
        : Conditions.find(object.getStatus().conditions(), type);
  }

  private void incident(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }
}
