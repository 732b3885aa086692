package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cause an entry gets, and what its event says, by what was in force before it. */
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
    DecisionInForce before = inForce("uid");
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

  /** What an event gives as the reason of a decision: something changes only after the first. */
  @ParameterizedTest
  @CsvSource({
    ",      2, Placed",
    ",      0, NotPlaced",
    "other, 2, Placed",
    "uid,   2, InputChanged",
    "uid,   0, InputChanged"
  })
  void theFirstDecisionOfAWorkloadChangesNothing(
      @Nullable String before, int replicas, String expected) {
    DecisionInForce inForce = before == null ? null : inForce(before);
    ProposedDecision change =
        DecisionDifference.of(decision(replicas), "uid", "sha256:a", null, false, inForce);
    assertEquals(expected, change.eventReason());
    assertEquals("InputChanged", change.cause(), "the record keeps the cause of the API");
    assertEquals(
        expected.equals("InputChanged") ? "ValidityEnded" : expected,
        change.because("ValidityEnded").eventReason());
  }

  private static Decision decision(int replicas) {
    return new Decision(
        new WorkloadId("n", "web"),
        new Decision.Outcome.Placed(),
        Decision.Cause.SpecChanged,
        0,
        replicas == 0
            ? List.of()
            : List.of(new cloud.bleu.placement.model.Assignment("a", replicas, replicas)),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        0);
  }

  private static DecisionInForce inForce(String uid) {
    return new DecisionInForce(
        uid,
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", uid),
            List.of(new Assignment("a", 3, null, null)),
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, "sha256:a")),
        true,
        RecentMoves.NONE,
        null);
  }

  private static String explained(ProposedDecision change, DecisionInForce before) {
    return DecisionDifference.explained(change, before, "sha256:a", "2026-01-01T00:00:00Z").cause();
  }
}
