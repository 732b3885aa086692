package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
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
        LaterDecision.of(
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
    ",      2, 2, Placed",
    ",      2, 5, Placed",
    ",      0, 2, NotPlaced",
    ",      0, 0, Placed",
    "other, 2, 2, Placed",
    "uid,   2, 2, InputChanged",
    "uid,   0, 2, InputChanged"
  })
  void theFirstDecisionOfAWorkloadChangesNothing(
      @Nullable String before, int replicas, int asked, String expected) {
    DecisionInForce inForce = before == null ? null : inForce(before);
    ProposedDecision change =
        DecisionDifference.of(decision(replicas, asked), "uid", "sha256:a", null, null, inForce);
    assertEquals(expected, change.eventReason());
    assertEquals("InputChanged", change.cause(), "the record keeps the cause of the API");
    assertEquals(
        expected.equals("InputChanged") ? "ValidityEnded" : expected,
        change.because("ValidityEnded").eventReason());
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, runs in a=2",
    "1, 5, runs in a=1; 4 not placed",
    "0, 5, runs nowhere",
    "0, 0, no replicas are asked for"
  })
  void theNoteOfAnEventSaysHowManyHaveNoZone(int replicas, int asked, String expected) {
    Decision decision = decision(replicas, asked);
    for (DecisionInForce before : Arrays.asList(null, inForce("uid"))) {
      ProposedDecision change =
          DecisionDifference.of(decision, "uid", "sha256:a", null, null, before);
      assertEquals(expected, change.eventNote());
      assertEquals(expected, change.because("ValidityEnded").eventNote());
    }
    assertEquals(
        "runs nowhere",
        DecisionDifference.withdrawal(new WorkloadId("n", "web"), inForce("uid")).eventNote());
  }

  private static Decision decision(int replicas, int asked) {
    Decision.Reason full = new Decision.Reason("InsufficientCapacity", "full", true);
    return new Decision(
        new WorkloadId("n", "web"),
        replicas == asked
            ? new Decision.Outcome.Placed()
            : replicas == 0
                ? new Decision.Outcome.Unplaceable(full)
                : new Decision.Outcome.PartlyPlaced(full),
        Decision.Cause.SpecChanged,
        asked - replicas,
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
