package cloud.bleu.operator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EmptyTranslation;
import cloud.bleu.translate.Translation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The gate of another cluster has what is decided for the zones of that cluster, and no more. */
class DecidedGatesTest {

  private static final Map<String, Map<String, String>> NORTH =
      Map.of("north-1", Map.of("zone", "1"), "north-2", Map.of("zone", "2"));

  private static final Translation TRANSLATION =
      EmptyTranslation.at(Instant.parse("2026-11-24T12:00:00Z"));

  private final Map<WorkloadId, DecisionInForce> decided = new LinkedHashMap<>();

  private void decide(String name, long sequence, boolean published, String... zones) {
    WorkloadPlacementSpec spec =
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(name, "uid"),
            List.of(zones).stream().map(zone -> new Assignment(zone, 1, null, null)).toList(),
            List.of(),
            new WorkloadPlacementSpec.Decision(sequence, "sha256:0"));
    decided.put(
        new WorkloadId("shop", name),
        new DecisionInForce("uid", spec, published, new RecentMoves(List.of()), null));
  }

  private GateContent gate(PlacementGateSpec before) {
    return new DecidedGates(TRANSLATION, decided, n -> true).gate("shop", NORTH, before);
  }

  @Test
  void onlyZonesOfThatClusterAreInIt() {
    decide("web", 7, true, "hub-a", "north-1", "south-1");
    decide("api", 9, true, "hub-a");
    GateContent gate = gate(null);
    assertEquals(Set.of(ChildName.of("web", "north-1")), gate.spec().children().keySet());
    assertEquals(Set.of("north-1"), gate.spec().zones().keySet());
    assertEquals(Map.of("zone", "1"), gate.spec().zones().get("north-1").nodeSelector());
    assertEquals(7, gate.spec().sequence(), "of the decisions that are in it");
    assertEquals(Set.of(), gate.leftOut());
  }

  @Test
  void otherNamespacesAreNotInIt() {
    decide("web", 7, true, "north-1");
    GateContent gate =
        new DecidedGates(TRANSLATION, decided, n -> true).gate("records", NORTH, null);
    assertEquals(Set.of(), gate.spec().children().keySet());
  }

  @Test
  void whatIsNotPublishedYetStaysAsItWas() {
    decide("web", 7, true, "north-1");
    GateContent first = gate(null);
    decide("web", 8, false, "north-2");
    GateContent next = gate(first.spec());
    assertEquals(first.spec(), next.spec());
    decide("web", 8, true, "north-2");
    assertEquals(
        Set.of(ChildName.of("web", "north-2")), gate(next.spec()).spec().children().keySet());
  }

  @Test
  void whatHasLeftTheClusterIsNotLetInAnyMore() {
    decide("web", 7, true, "north-1");
    GateContent first = gate(null);
    decide("web", 8, true, "hub-a");
    GateContent next = gate(first.spec());
    assertEquals(Map.of(), next.spec().children());
    assertEquals(Map.of(), next.spec().replicas());
    assertNull(next.spec().claims());
  }

  /** As the one of the hub does. */
  @Test
  void theGateOfANamespaceThatIsNotServedStandsStill() {
    decide("web", 7, true, "north-1");
    GateContent first = gate(null);
    decide("web", 8, true, "north-2");
    DecidedGates shut = new DecidedGates(TRANSLATION, decided, "records"::equals);
    assertEquals(first.spec(), shut.gate("shop", NORTH, first.spec()).spec());
    assertEquals(first.spec(), shut.gate("shop", Map.of(), first.spec()).spec());
    assertEquals(Map.of(), shut.gate("shop", NORTH, null).spec().children(), "and none is begun");
  }
}
