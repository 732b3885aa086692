package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In which zones a change gives room back and in which it takes some. Assignments are written
 * {@code x2 y1}: two replicas in zone {@code x}, one in {@code y}.
 */
class RoomChangeTest {
  private static final WorkloadId ID = new WorkloadId("n", "a");

  @ParameterizedTest(name = "{0} > {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        // before, after, gives, takes
        "-, x2, '[]', '[x]'",
        "x2, x2, '[]', '[]'",
        "x2, x3, '[]', '[x]'",
        "x2, x1, '[x]', '[]'",
        "x2, '', '[x]', '[]'",
        "x2, y2, '[x]', '[y]'",
        "x2 y1, y2 z1, '[x]', '[y, z]'",
        "x1 x1, x2, '[]', '[]'",
        "x0 y1, y1, '[]', '[]'",
        "'', '', '[]', '[]'",
      })
  void whatItGivesAndTakes(@Nullable String before, String after, String gives, String takes) {
    RoomChange change = RoomChange.of(change("u", after), before == null ? null : inForce(before));
    assertEquals(gives, change.gives().toString());
    assertEquals(takes, change.takes().toString());
  }

  /** What the workload before had is not the namesake's to give. */
  @ParameterizedTest
  @CsvSource({"x2, x2, '[]', '[x]'", "x2, y1, '[]', '[y]'", "x2, '', '[]', '[]'"})
  void aNamesakeHasNothingToGive(String before, String after, String gives, String takes) {
    RoomChange change = RoomChange.of(change("another", after), inForce(before));
    assertEquals(gives, change.gives().toString());
    assertEquals(takes, change.takes().toString());
  }

  @ParameterizedTest
  @CsvSource({
    // first before and after, second before and after: whether the second takes what it gives
    "x1, y1, z1, x1, true",
    "x1, y1, z1, y1, false",
    "x1, y1, x1, z1, false",
    "x2, x1, '', x1, true",
    "x1, x2, x2, x1, false",
  })
  void whoTakesWhatIsGivenBackFollows(
      String before, String after, String otherBefore, String otherAfter, boolean follows) {
    RoomChange giver = RoomChange.of(change("u", after), inForce(before));
    RoomChange taker = RoomChange.of(change("u", otherAfter), inForce(otherBefore));
    assertEquals(follows, taker.follows(giver));
  }

  private static ProposedDecision change(String uid, String assignments) {
    return LaterDecision.of(
        ID, uid, Chain.GENESIS, null, "InputChanged", assignments(assignments), List.of(), 0);
  }

  private static DecisionInForce inForce(String assignments) {
    return new DecisionInForce(
        "u",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("a", "u"),
            assignments(assignments),
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, Chain.GENESIS)),
        true,
        RecentMoves.NONE,
        null);
  }

  private static List<Assignment> assignments(String text) {
    List<Assignment> assignments = new ArrayList<>();
    for (String one : text.isEmpty() ? new String[0] : text.split(" ")) {
      assignments.add(
          new Assignment(one.substring(0, 1), Integer.parseInt(one.substring(1)), null, null));
    }
    return assignments;
  }
}
