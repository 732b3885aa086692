package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For which decisions the deletion of zone {@code a} waits. */
class ZoneOccupantsTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "replicas are decided for it,       a, 2, u,       true",
    "one is,                            a, 1, u,       true",
    "none is,                           a, 0, u,       false",
    "they are decided for another zone, b, 2, u,       false",
    "the workload is gone,              a, 2, '',      false",
    "another one has its name,          a, 2, another, false",
  })
  void decisionKeepsAZone(String what, String zone, int replicas, String there, boolean kept) {
    DecisionInForce decision =
        new DecisionInForce(
            "u",
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("web", "u"),
                List.of(new Assignment(zone, replicas, null, null)),
                List.of(),
                new WorkloadPlacementSpec.Decision(1L, "sha256:0")),
            true,
            new RecentMoves(List.of()),
            null);
    assertEquals(
        kept,
        ZoneOccupants.isDecided(
            "a", Map.of(WEB, decision), (id, uid) -> id.equals(WEB) && uid.equals(there)));
  }
}
