package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.status.Finalizers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two holds after each other: of the template, then of the zones. */
class HoldOutcomeTest {

  private static final DeliveryProblem TEMPLATE = DeliveryProblem.passing("One", "why; what to do");
  private static final DeliveryProblem ZONE = DeliveryProblem.passing("Two", "why; what to do");

  /** Whoever goes on would write by a version that is no longer the newest. */
  @Test
  void holdThatIsWrittenIsTheLastOne() {
    for (Finalizers.Outcome outcome :
        List.of(Finalizers.Outcome.WRITTEN, Finalizers.Outcome.OUTDATED)) {
      HoldOutcome first =
          HoldOutcome.written(outcome)
              .and(
                  () -> {
                    throw new AssertionError("it is another object by now");
                  });
      assertTrue(first.ends());
      assertEquals(
          outcome == Finalizers.Outcome.OUTDATED, first.control().getScheduleDelay().isPresent());
    }
  }

  @Test
  void whatIsRefusedAndLeftIsThatOfBoth() {
    HoldOutcome both =
        HoldOutcome.refused(TEMPLATE)
            .and(
                () ->
                    new HoldOutcome(
                        Finalizers.Outcome.NOTHING, List.of(ZONE), List.of(ZONE), true));
    assertFalse(both.ends());
    assertEquals(
        new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(TEMPLATE, ZONE), List.of(ZONE), true),
        both);
    assertEquals(both, both.and(() -> HoldOutcome.NONE));
    assertTrue(both.and(() -> HoldOutcome.written(Finalizers.Outcome.WRITTEN)).ends());
  }
}
