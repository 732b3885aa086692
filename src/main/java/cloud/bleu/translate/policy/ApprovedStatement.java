package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.placement.model.WaiverState;

/** Whether a policy states a rule still as it did when a waiver of it was approved. */
public enum ApprovedStatement {
  /** Nobody approved the waiver yet. */
  NotApproved,
  /** The approval names no statement: the waiver counts however the policy states its rule. */
  Unnamed,
  /** The policy states the rule as it was approved. */
  Same,
  /** The policy states the rule otherwise. */
  Changed,
  /** The waiver does not count for another reason, so the two were not compared. */
  NotCompared;

  /**
   * That of a waiver.
   *
   * @param state how it stands
   */
  public static ApprovedStatement of(SovereigntyWaiverSpec spec, WaiverState state) {
    if (!ReadWaiver.isGiven(spec.approvedBy())) {
      return NotApproved;
    }
    if (!ReadWaiver.isGiven(spec.approvedStatement())) {
      return Unnamed;
    }
    return switch (state) {
      case StatementChanged -> Changed;
      case InForce, NotYetInForce -> Same;
      default -> NotCompared;
    };
  }
}
