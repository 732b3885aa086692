package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A WorkloadPlacement for 200 zones and all rules stays far below what etcd takes. */
class PlacementSizeTest {

  @Test
  void allZonesWithAllRulesFailingStayBelow400Kilobytes() {
    WorkloadPlacement placement = LargestPlacement.of("dossier-patient", "sante");
    int bytes = bytes(placement);
    assertTrue(bytes < 400_000, bytes + " bytes");
    assertTrue(bytes > 300_000, "the case is a large one: " + bytes + " bytes");
    assertEquals(LargestPlacement.ZONES, placement.getStatus().zones().size());
    assertEquals(LargestPlacement.ZONES, placement.getStatus().rejected().size());
    assertEquals(10, placement.getStatus().relax().size());
  }

  /** What the size rests on: a rule that is new in the catalogue counts here by itself. */
  @Test
  void everyRuleRefusesEveryZone() {
    List<String> rules = Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
    Decision nowhere = LargestPlacement.nowhere();
    assertEquals(LargestPlacement.ZONES, nowhere.rejected().size());
    nowhere
        .rejected()
        .forEach(
            (zone, verdicts) ->
                assertEquals(
                    new TreeSet<>(rules),
                    verdicts.stream()
                        .filter(v -> "everything".equals(v.policy()))
                        .map(Verdict::rule)
                        .collect(Collectors.toCollection(TreeSet::new)),
                    zone));
  }

  /** What the size rests on: replicas in every zone and a plan for every event of every scope. */
  @Test
  void everyZoneIsUsedAndEveryLossIsPlanned() {
    Decision everywhere = LargestPlacement.everywhere();
    assertInstanceOf(Decision.Outcome.Placed.class, everywhere.outcome());
    assertEquals(LargestPlacement.ZONES, everywhere.assignments().size());
    assertEquals(
        "failureDomains/flood=50 Provider=10 Region=20 Site=100 Zone=200",
        everywhere.contingency().stream()
            .map(c -> c.event().scope().name())
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .collect(Collectors.joining(" ")));
  }

  private static int bytes(Object object) {
    return Serialization.asJson(object).getBytes(StandardCharsets.UTF_8).length;
  }
}
