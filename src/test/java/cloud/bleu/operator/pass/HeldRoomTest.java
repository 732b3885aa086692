package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.pass.plan.HeldRoom;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The room of what runs on because the decision that takes it away cannot be written. */
class HeldRoomTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: NAME}
      spec:
        provider: acme
        offerings: []
        region: north
        site: NAME
        location: {country: FR}
        target: {nodeSelector: {zone: NAME}}
      """;

  private static final String DECLARED =
      ZONE.replace("NAME", "declared")
          + """
            usablePercent: 50
            capacity: {cpu: "20", pods: "100", largestNode: {cpu: "20"}}
          """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: NAME, labels: {zone: measured}}
      status:
        allocatable: {cpu: "CPU", pods: "10"}
        conditions: [{type: Ready, status: "True"}]
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        replicas: 3
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}}}}
        resilience: {}
      """;

  private static final Translation ESTATE = estate(List.of(WORKLOAD), List.of());

  private static Translation estate(List<String> workloads, List<WorkloadPlacement> placements) {
    return EstateTranslator.translate(
        ApiObjects.NONE
            .with(
                AvailabilityZone.class,
                List.of(
                    Serialization.unmarshal(DECLARED, AvailabilityZone.class),
                    Serialization.unmarshal(
                        ZONE.replace("NAME", "measured"), AvailabilityZone.class)))
            .with(
                BleuWorkload.class,
                workloads.stream()
                    .map(w -> Serialization.unmarshal(w, BleuWorkload.class))
                    .toList())
            .with(WorkloadPlacement.class, placements)
            .with(
                Node.class,
                List.of(
                    Serialization.unmarshal(
                        NODE.replace("NAME", "n1").replace("CPU", "2"), Node.class),
                    Serialization.unmarshal(
                        NODE.replace("NAME", "n2").replace("CPU", "4"), Node.class))),
        Instant.parse("2026-11-24T12:00:00Z"),
        Map.of());
  }

  @Test
  void whatIsWrittenHoldsNothingBesides() {
    assertSame(ESTATE, in(Map.of(WEB, inForce(spec("measured", 3), null))));
    assertSame(ESTATE, in(Map.of()));
  }

  /** Half of what is declared is usable: to hold one cpu of it takes two of the total. */
  @Test
  void replicasThatADecisionTakesAwayKeepTheirRoom() {
    assertEquals(10_000, usable(ESTATE, "declared").get("cpu"));
    Translation held = in(Map.of(WEB, inForce(spec("measured", 3), spec("declared", 3))));
    assertEquals(7_000, usable(held, "declared").get("cpu"));
    assertEquals(usable(ESTATE, "measured"), usable(held, "measured"));
    assertEquals(ESTATE.estate().workloads(), held.estate().workloads());
  }

  /** Three of one cpu on nodes of two and four: first where most fit, so one fits on each node. */
  @Test
  void theyAreTakenFromNodesOnWhichTheyFit() {
    Translation held = in(Map.of(WEB, inForce(spec("measured", 1), spec("measured", 4))));
    Zone zone = held.estate().zone("measured");
    assertEquals(3_000, zone.capacity().total().get("cpu"));
    assertEquals(3, zone.capacity().slots(Quantities.of(Map.of("cpu", 1_000L))));
  }

  /** Three of four cpu run on in a zone of ten: they take all that it has. */
  @Test
  void whatIsMoreThanTheZoneTakesAllThatIsThere() {
    Translation estate =
        estate(
            List.of(WORKLOAD.replace("replicas: 3", "replicas: 1").replace("\"1\"", "4")),
            List.of());
    Translation held =
        HeldRoom.in(
            estate,
            Map.of(WEB, inForce(spec("measured", 1), null)),
            (id, inForce) -> Map.of("declared", 3));
    assertEquals(0, usable(held, "declared").get("cpu"));
  }

  /** More than the zone has in one place is not what runs there: how much does, nobody knows. */
  @ParameterizedTest
  @ValueSource(strings = {"20", "1M", "1P", "4611686018427387"})
  void whatAsksForTooMuchTakesNothingOffAndLeavesNothing(String cpu) {
    Translation estate =
        estate(
            List.of(WORKLOAD.replace("replicas: 3", "replicas: 1").replace("\"1\"", cpu)),
            List.of());
    Translation held =
        HeldRoom.in(
            estate,
            Map.of(WEB, inForce(spec("measured", 1), null)),
            (id, inForce) -> Map.of("declared", 1));
    assertEquals(10_000, usable(held, "declared").get("cpu"));
    assertEquals(0, held.held().get("declared").get("cpu"));
    Occupancy declared = Occupancy.of(held.estate(), List.of()).get("declared");
    assertEquals(0, declared.available().get("cpu"));
  }

  @Test
  void growthHoldsNothingBesides() {
    Translation held = in(Map.of(WEB, inForce(spec("measured", 4), spec("measured", 1))));
    assertSame(ESTATE, held);
  }

  /** A published move whose gate or children wait: its pods run on in the old zone. */
  @Test
  void whatIsNotDeliveredKeepsItsRoom() {
    Map<WorkloadId, DecisionInForce> moved = Map.of(WEB, inForce(spec("measured", 3), null));
    Translation held = HeldRoom.in(ESTATE, moved, (id, inForce) -> Map.of("declared", 3));
    assertEquals(7_000, usable(held, "declared").get("cpu"));
    assertEquals(usable(ESTATE, "measured"), usable(held, "measured"));
    Translation arrived =
        HeldRoom.in(ESTATE, moved, (id, inForce) -> Map.of("declared", 1, "measured", 3));
    assertEquals(9_000, usable(arrived, "declared").get("cpu"));
    assertEquals(usable(ESTATE, "measured"), usable(arrived, "measured"));
  }

  /** Another process reads there what the zone has, and takes away itself what is held then. */
  @Test
  void statusSaysWhatTheZoneHasWithWhatIsHeld() {
    Translation held = in(Map.of(WEB, inForce(spec("measured", 3), spec("declared", 3))));
    Zone zone = held.estate().zone("declared");
    AvailabilityZoneStatus status =
        ZoneStatus.of(
            Serialization.unmarshal(DECLARED, AvailabilityZone.class),
            zone,
            SnapshotAssembly.occupancy(held, Occupancy.of(held.estate(), List.of()))
                .get("declared"),
            held.estate(),
            null,
            null,
            List.of(),
            held.estate().now());
    assertEquals("10", status.capacity().get("cpu"));
    assertEquals("7", status.available().get("cpu"));
    assertEquals(3_000, held.held().get("declared").get("cpu"));
  }

  /** What stands and what is written are the same replicas. */
  @Test
  void roomIsHeldOnce() {
    Map<WorkloadId, DecisionInForce> refused =
        Map.of(WEB, inForce(spec("measured", 3), spec("declared", 3)));
    Translation held = HeldRoom.in(ESTATE, refused, (id, inForce) -> Map.of("declared", 3));
    assertEquals(7_000, usable(held, "declared").get("cpu"));
  }

  /** Who was decided into that room in the same pass stays there. */
  @Test
  void heldRoomDrivesNobodyOut() {
    Map<WorkloadId, Map<String, Integer>> decided = decided(10, List.of(DB));
    assertEquals(Map.of("declared", 10), decided.get(new WorkloadId("shop", "db")));
    assertEquals(Map.of("measured", 3), decided.get(WEB));
  }

  /** Of ten cpu three are held: whoever comes later gets seven at most. */
  @Test
  void heldRoomIsNobodyElses() {
    int there =
        decided(10, List.of()).get(new WorkloadId("shop", "db")).getOrDefault("declared", 0);
    assertTrue(there <= 7, there + " replicas");
  }

  private static final WorkloadPlacement DB = placement("db", "declared", 10);

  /** What is decided while three replicas of web, which moved to measured, stand in declared. */
  private static Map<WorkloadId, Map<String, Integer>> decided(
      int replicas, List<WorkloadPlacement> placements) {
    List<WorkloadPlacement> all = new ArrayList<>(placements);
    all.add(placement("web", "measured", 3));
    Translation estate =
        estate(
            List.of(
                WORKLOAD,
                WORKLOAD
                    .replace("name: web", "name: db")
                    .replace("uid: u", "uid: v")
                    .replace("replicas: 3", "replicas: " + replicas)),
            all);
    Translation held =
        HeldRoom.in(
            estate,
            Map.of(WEB, inForce(spec("measured", 3), null)),
            (id, inForce) -> id.equals(WEB) ? Map.of("declared", 3) : Map.of());
    Map<WorkloadId, Map<String, Integer>> decided = new HashMap<>();
    Planner.plan(held.estate()).decisions().forEach(d -> decided.put(d.id(), assignments(d)));
    return decided;
  }

  private static Map<String, Integer> assignments(Decision decision) {
    return decision.assignments().stream()
        .collect(Collectors.toMap(a -> a.zone(), a -> a.replicas()));
  }

  private static WorkloadPlacement placement(String name, String zone, int replicas) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(name, name.equals("web") ? "u" : "v"),
            List.of(new Assignment(zone, replicas, null, null)),
            List.of(),
            null));
    return placement;
  }

  private static Translation in(Map<WorkloadId, DecisionInForce> decided) {
    return HeldRoom.in(ESTATE, decided, (id, inForce) -> Map.of());
  }

  private static Quantities usable(Translation translation, String zone) {
    return translation.estate().zone(zone).capacity().usable();
  }

  private static DecisionInForce inForce(
      WorkloadPlacementSpec spec, @Nullable WorkloadPlacementSpec standing) {
    return new DecisionInForce(
        "u", spec, standing == null, new RecentMoves(List.of()), "x", standing);
  }

  private static WorkloadPlacementSpec spec(String zone, int replicas) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef("web", "u"),
        List.of(new Assignment(zone, replicas, null, null)),
        List.of(),
        null);
  }
}
