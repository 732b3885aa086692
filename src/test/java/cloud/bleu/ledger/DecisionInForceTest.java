package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a decision its delivery goes by. */
class DecisionInForceTest {

  /** Absent is all that the loss does not take, not nothing. */
  @ParameterizedTest
  @CsvSource({"2, 2", ", 3"})
  void theLargestLossLeavesTheFewest(Integer keeps, int expected) {
    assertEquals(
        OptionalInt.of(expected),
        inForce(
                List.of(
                    new Evacuation(
                        List.of("a", "b"), null, List.of(), List.of(), List.of(), keeps)))
            .outlive());
  }

  @Test
  void withoutAPlanNoLossLeavesAny() {
    assertEquals(OptionalInt.empty(), inForce(List.of()).outlive());
  }

  private static DecisionInForce inForce(List<Evacuation> plan) {
    return new DecisionInForce(
        "uid",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "uid"),
            List.of(new Assignment("a", 5, null, null), new Assignment("b", 3, null, null)),
            plan,
            new WorkloadPlacementSpec.Decision(1L, "sha256:a")),
        true,
        RecentMoves.NONE,
        null);
  }
}
