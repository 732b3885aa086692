package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A WorkloadPlacement for 200 zones and all rules stays far below what etcd takes. */
class PlacementSizeTest {
  private static final int ZONES = 200;

  /** The rules of the catalogue that look at one zone. */
  private static final int RULES = 13;

  @Test
  void allZonesWithAllRulesFailingStayBelow400Kilobytes() {
    List<String> zones = new ArrayList<>();
    for (int z = 0; z < ZONES; z++) {
      zones.add(String.format("provider-region-zone-%03d", z));
    }
    List<Assignment> assignments = new ArrayList<>();
    List<Contingency> contingency = new ArrayList<>();
    List<WorkloadPlacementStatus.Rejected> rejected = new ArrayList<>();
    List<WorkloadPlacementStatus.ZoneStatus> running = new ArrayList<>();
    for (int z = 0; z < ZONES; z++) {
      String zone = zones.get(z);
      assignments.add(new Assignment(zone, 5, 5, 5 * z));
      contingency.add(
          new Contingency(
              "zone " + zone,
              List.of(
                  new Contingency.Move(zone, zones.get((z + 1) % ZONES), 3),
                  new Contingency.Move(zone, zones.get((z + 2) % ZONES), 2)),
              null,
              5 * (ZONES - 1)));
      List<String> codes = new ArrayList<>();
      for (int r = 0; r < RULES; r++) {
        codes.add("QualificationScopeLacks" + r);
      }
      rejected.add(new WorkloadPlacementStatus.Rejected(zone, codes));
      running.add(new WorkloadPlacementStatus.ZoneStatus(zone, 5, 5, 5));
    }
    List<WorkloadPlacementStatus.Explanation> explanations = new ArrayList<>();
    for (int r = 0; r < RULES; r++) {
      explanations.add(explanation(r, zones));
    }
    while (explanations.size() < WorkloadPlacementStatus.MAX_EXPLANATIONS) {
      explanations.add(explanation(0, List.of(zones.get(explanations.size() % ZONES))));
    }
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("dossier-patient", "u"),
            assignments,
            contingency,
            new WorkloadPlacementSpec.Decision(1L, "sha256:" + "0".repeat(64))));
    placement.setStatus(
        new WorkloadPlacementStatus(
            1L,
            null,
            rejected,
            explanations,
            ZONES * RULES - explanations.size(),
            null,
            true,
            null,
            null,
            running));
    int bytes = Serialization.asJson(placement).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 400_000, bytes + " bytes");
    assertTrue(bytes > 200_000, "the case is a large one: " + bytes + " bytes");
  }

  private static WorkloadPlacementStatus.Explanation explanation(int rule, List<String> zones) {
    return new WorkloadPlacementStatus.Explanation(
        "policy/rule-" + rule,
        "QualificationScopeLacks" + rule,
        List.of("19.6.a", "19.6.b"),
        "Attested",
        "m".repeat(160),
        zones);
  }
}
