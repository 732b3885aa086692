package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refuses a decision counts where it is to be carried out next, and nowhere else. */
class DecisionRefusalsTest {

  private static final WorkloadId LOW = new WorkloadId("shop", "low");

  @ParameterizedTest
  @CsvSource({
    // written, placement refused, gate has it, gate refused, children refused: whether it is
    "false, false, false, false, true, false",
    "false, true, false, false, false, true",
    "false, false, false, true, true, false",
    "true, true, true, false, false, false",
    "true, false, false, true, false, true",
    "true, false, false, false, true, false",
    "true, false, true, false, true, true",
    "true, false, true, true, false, false",
  })
  void tellsWhatRefusesIt(
      boolean written,
      boolean placement,
      boolean open,
      boolean gate,
      boolean children,
      boolean refused) {
    DecisionRefusals refusals =
        new DecisionRefusals(
            id -> decision(written),
            id -> placement,
            (id, decision) ->
                new Gates.Passage(
                    open,
                    gate
                        ? List.of(DeliveryProblem.passing("GateNotWritten", "a webhook"))
                        : List.of(),
                    null),
            (id, decision) -> children && decision == 0);
    assertEquals(refused, refusals.test(LOW));
  }

  @Test
  void nothingRefusesWhatIsNotDecided() {
    DecisionRefusals refusals =
        new DecisionRefusals(
            id -> null,
            id -> true,
            (id, decision) -> new Gates.Passage(false, List.of(), null),
            (id, decision) -> true);
    assertFalse(refusals.test(LOW), "its first decision is withheld: it gave nothing");
  }

  private static DecisionInForce decision(boolean written) {
    return new DecisionInForce(
        "u-low",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("low", "u-low"), List.of(), List.of(), null),
        written,
        new RecentMoves(List.of()),
        null);
  }
}
