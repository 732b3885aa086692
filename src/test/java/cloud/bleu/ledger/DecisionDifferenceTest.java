package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cause an entry gets, by what was in force before it. */
class DecisionDifferenceTest {

  /** In force: 3 replicas, decided on sha256:a, when the last window had changed in January. */
  @ParameterizedTest
  @CsvSource({
    "InputChanged, sha256:b, 2026-01-01T00:00:00Z, 5, InputChanged",
    "InputChanged, sha256:b, 2026-02-01T00:00:00Z, 5, InputChanged",
    "InputChanged, sha256:a, 2026-02-01T00:00:00Z, 5, ValidityEnded",
    "InputChanged, sha256:a, 2026-02-01T00:00:00Z, 3, ValidityEnded",
    "InputChanged, sha256:a, 2026-01-01T00:00:00Z, 5, CapacityFreed",
    "InputChanged, sha256:a, 2026-01-01T00:00:00Z, 3, InputChanged",
    "ZoneState, sha256:a, 2026-02-01T00:00:00Z, 3, ZoneState",
    "Preempted, sha256:a, 2026-01-01T00:00:00Z, 1, Preempted",
    "Returned, sha256:a, 2026-01-01T00:00:00Z, 3, Returned"
  })
  void causes(String cause, String digest, String asOf, int replicas, String expected) {
    DecisionInForce before =
        new DecisionInForce(
            "uid",
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("web", "uid"),
                List.of(new Assignment("a", 3, null, null)),
                List.of(),
                new WorkloadPlacementSpec.Decision(1L, "sha256:a")),
            true,
            RecentMoves.NONE,
            null);
    ProposedDecision change =
        new ProposedDecision(
            new WorkloadId("n", "web"),
            "uid",
            digest,
            asOf,
            cause,
            List.of(new Assignment("a", replicas, null, null)),
            List.of(),
            0);
    assertEquals(expected, explained(change, before));
    assertEquals(cause, explained(change, null), "nothing was in force");
  }

  private static String explained(ProposedDecision change, DecisionInForce before) {
    return DecisionDifference.explained(change, before, "sha256:a", "2026-01-01T00:00:00Z").cause();
  }
}
