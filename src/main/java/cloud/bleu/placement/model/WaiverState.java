package cloud.bleu.placement.model;

/** How a waiver stands: the reasons of its condition Ready. */
public enum WaiverState {
  /** It sets its rule aside now. */
  InForce,
  /** It will, from its first instant on. */
  NotYetInForce,
  /** It did. */
  Expired,
  /** Nobody approved it yet. */
  AwaitingApproval,
  /** The policy states the rule otherwise than when it was approved. */
  StatementChanged,
  /** It cannot be read. */
  InvalidSpec,
  /** There is no such workload. */
  WorkloadMissing,
  /** The workload is another object of the same name. */
  WorkloadReplaced,
  /** There is none of the zones that it is for. */
  ZoneMissing,
  /** There is no such policy. */
  PolicyMissing,
  /** The policy has an error, so all of it refuses. */
  PolicyInvalid,
  /** The policy does not hold for the workload. */
  NotGoverned,
  /** The policy states no rule of that name. */
  RuleMissing,
  /** A policy that enforces the rule does not let it be waived. */
  NotWaivable,
  /** It is longer than the policy allows. */
  TooLong,
  /** There were as many before it as the policy allows. */
  TooManyRenewals;

  /** Whether the engine takes it into account when its time is there. */
  public boolean counts() {
    return this == InForce || this == NotYetInForce || this == Expired;
  }
}
