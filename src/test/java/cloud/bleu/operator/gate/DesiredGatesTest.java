package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which namespaces have a gate, and which decisions are in which. */
class DesiredGatesTest {

  private static final String DEPLOYMENT = "{deployment: {template: {spec: {containers: []}}}}";

  private final GateScene scene = new GateScene();

  @BeforeEach
  void namespaces() {
    scene.namespace("shop", "Enforce");
    scene.namespace("free", "free");
  }

  private GateContent gate(PlacementGateSpec before) {
    DesiredGates desired = scene.desired();
    return desired.gate(
        "shop", desired.pods(n -> Map.of()).getOrDefault("shop", PodAssignments.NONE), before);
  }

  /** Whoever asks for Audit has a gate too: admission reports by it. */
  @ParameterizedTest
  @CsvSource({
    "Enforce, true, false",
    "Audit, true, false",
    "free, false, false",
    "'', false, false",
    "enforce, false, false",
    "Off, false, false",
    "Enforce ending, true, true",
    "free ending, false, true",
  })
  void whichNamespacesHaveAGate(String state, boolean governed, boolean ending) {
    scene.namespace("asked", state);
    DesiredGates desired = scene.desired();
    assertEquals(governed, desired.governed().contains("asked"));
    assertEquals(desired.governed(), DesiredGates.governed(scene.objects()));
    assertEquals(ending, desired.isEnding("asked"));
  }

  /** That something else is gone, or was never there, is no gate and no end. */
  @Test
  void aNamespaceThatIsNotThereIsNeither() {
    scene.decide("gone", "web", 7, "near");
    DesiredGates desired = scene.desired();
    assertEquals(Set.of("shop"), desired.governed());
    assertEquals(false, desired.isEnding("gone"));
    assertEquals(Map.of(), desired.decided("gone"));
  }

  /** What creates no pods here is let in by no gate; what is not there any more stays in it. */
  @ParameterizedTest
  @CsvSource({
    // namespace, what the workload runs; whether its decision is in the gate, or in none
    "shop, deployment, true, false",
    "shop, pods, true, false",
    "shop, external, false, true",
    "shop, nothing, true, false",
    "shop, gone, true, false",
    "free, deployment, false, false",
    "free, external, false, true",
  })
  void whichDecisionsAGateIsAbout(
      String namespace, String runs, boolean decided, boolean external) {
    switch (runs) {
      case "deployment" -> scene.workload(namespace, "web", DEPLOYMENT);
      case "pods" ->
          scene.workload(namespace, "web", "{pods: {selector: {matchLabels: {app: web}}}}");
      case "external" -> scene.workload(namespace, "web", "{external: {}}");
      case "nothing" -> scene.workload(namespace, "web", "null");
      default -> {}
    }
    scene.decide(namespace, "web", 7, "near");
    WorkloadId id = new WorkloadId(namespace, "web");
    DesiredGates desired = scene.desired();
    assertEquals(decided ? Set.of(id) : Set.of(), desired.decided(namespace).keySet());
    assertEquals(external ? Set.of(id) : Set.of(), desired.external().keySet());
  }

  /** A namesake in another namespace is another workload. */
  @Test
  void aNamesakeElsewhereDoesNotCount() {
    scene.workload("free", "web", "{external: {}}");
    scene.decide("shop", "web", 7, "near");
    assertEquals(Set.of(new WorkloadId("shop", "web")), scene.desired().decided("shop").keySet());
    assertEquals(Map.of(), scene.desired().external());
  }

  @Test
  void aGateBeforeAnythingIsDecidedLetsNothingIn() {
    GateContent gate = gate(null);
    assertEquals(Map.of(), gate.spec().children());
    assertEquals(Set.of(), gate.covered());
    assertEquals(1, gate.spec().sequence());
  }

  /** Zones of other clusters have gates of their own. */
  @ParameterizedTest
  @CsvSource({
    "near, near",
    "near wide, near wide",
    "near far, near",
    "far, ''",
    // A zone of which no node selector is known any more lets nothing new in.
    "near unknown, near",
  })
  void onlyZonesOfThisClusterAreInIt(String decided, String in) {
    scene.decide("shop", "web", 7, decided.split(" "));
    GateContent gate = gate(null);
    Set<String> children = new TreeSet<>();
    for (String zone : in.split(" ")) {
      if (!zone.isEmpty()) {
        children.add(ChildName.of("web", zone));
      }
    }
    assertEquals(children, gate.spec().children().keySet());
    assertEquals(Set.of("web"), gate.covered(), "it may be delivered all the same");
    assertEquals(7, gate.spec().sequence());
  }

  /** Nothing acts on a decision that is not published: what it was before stays. */
  @Test
  void aDecisionThatIsNotPublishedChangesNothing() {
    scene.decide("shop", "web", 7, "near");
    PlacementGateSpec before = gate(null).spec();
    scene.decide("shop", "web", 8, false, "wide");
    scene.decide("shop", "api", 9, "wide");
    GateContent gate = gate(before);
    assertEquals(
        Set.of(ChildName.of("web", "near"), ChildName.of("api", "wide")),
        gate.spec().children().keySet());
    assertEquals(Set.of("api"), gate.covered());
    scene.decide("shop", "web", 8, "wide");
    assertEquals(
        Set.of(ChildName.of("web", "wide"), ChildName.of("api", "wide")),
        gate(gate.spec()).spec().children().keySet());
  }

  @Test
  void aWorkloadThatIsExternalByNowIsInItNoMore() {
    scene.decide("shop", "web", 7, "near");
    PlacementGateSpec before = gate(null).spec();
    scene.workload("shop", "web", "{external: {}}");
    assertEquals(Map.of(), gate(before).spec().children());
  }

  /** As many pods of others as are decided get a zone; the rest waits. */
  @Test
  void podsOfOthersGetTheZonesOfTheirDecision() {
    scene.node("n", "near");
    scene.workload("shop", "jobs", "{pods: {selector: {matchLabels: {app: jobs}}}}");
    scene.workload("shop", "later", "{pods: {selector: {matchLabels: {app: later}}}}");
    scene.waitingPod("shop", "jobs-1", "jobs");
    scene.waitingPod("shop", "jobs-2", "jobs");
    scene.waitingPod("shop", "later-1", "later");
    scene.waitingPod("free", "jobs-3", "jobs");
    scene.decide("shop", "jobs", 7, "near");
    Map<String, PodAssignments> pods = scene.desired().pods(namespace -> Map.of());
    assertEquals(Set.of("shop"), pods.keySet(), "of namespaces with such a workload");
    assertEquals(Set.of("jobs-1"), pods.get("shop").assigned().keySet());
    assertEquals(Map.of("jobs", 1, "later", 1), pods.get("shop").waiting());

    PlacementGateSpec gate = gate(null).spec();
    assertEquals(Set.of("jobs-1"), gate.assigned().keySet());
    assertEquals("near", gate.assigned().get("jobs-1").zone());
    assertEquals(Set.of("jobs", "later"), gate.pods().keySet());
    assertNull(gate.pods().get("jobs").undecided());
    assertEquals(true, gate.pods().get("later").undecided(), "no decision of another lets them in");
    assertEquals(Map.of(), gate.children());
  }
}
