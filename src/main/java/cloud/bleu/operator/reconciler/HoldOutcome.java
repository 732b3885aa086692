package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.status.Finalizers;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came of holding a workload back from deletion, before anything of it is delivered.
 *
 * @param outcome of the write of its finalizers
 * @param refused why it cannot be held: nothing may be delivered then
 * @param left what cannot be taken out of zones that the decision has left
 * @param leaving whether something may be left in such a zone
 */
record HoldOutcome(
    Finalizers.Outcome outcome,
    List<DeliveryProblem> refused,
    List<DeliveryProblem> left,
    boolean leaving) {

  /** Where there is nothing to hold it for, or it is held. */
  static final HoldOutcome NONE =
      new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(), List.of(), false);

  HoldOutcome {
    refused = List.copyOf(refused);
    left = List.copyOf(left);
  }

  /** One that could not be written. */
  static HoldOutcome refused(DeliveryProblem problem) {
    return new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(problem), List.of(), false);
  }

  /** Of a write. */
  static HoldOutcome written(Finalizers.Outcome outcome) {
    return new HoldOutcome(outcome, List.of(), List.of(), false);
  }

  /**
   * This outcome with that of another hold, which is tried unless this one ends the reconciliation.
   */
  HoldOutcome and(Supplier<HoldOutcome> next) {
    if (ends()) {
      return this;
    }
    HoldOutcome other = next.get();
    return new HoldOutcome(
        other.outcome,
        Stream.concat(refused.stream(), other.refused.stream()).toList(),
        Stream.concat(left.stream(), other.left.stream()).toList(),
        leaving || other.leaving);
  }

  /** Whether the reconciliation goes no further: the object is another one than was read. */
  boolean ends() {
    return outcome != Finalizers.Outcome.NOTHING;
  }

  /** For a reconciliation that goes no further. */
  UpdateControl<BleuWorkload> control() {
    return outcome.control();
  }
}
