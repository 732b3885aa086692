package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;

/**
 * Why the engine places nothing, or not all, or not as asked: every code that a {@link
 * Decision.Reason} can have. Stable: conditions and events carry them.
 */
public enum ReasonCode {
  /** The workload states no requests. */
  RequestsMissing,
  /** Rules exclude every zone, or none that they allow is in service. */
  NoZoneAllowed,
  /** What the zones that the rules allow have is not known. */
  RoomUnknown,
  /** No zone that the rules allow has a node large enough for one replica. */
  ReplicaTooLarge,
  /** The zones allowed have too little room now. */
  InsufficientCapacity,
  /** Lower priorities would give way, and nobody is evicted while a live drill is under way. */
  EvictionAwaited,
  /** {@code placement.perZone.max} lets too few replicas into the zones allowed. */
  PerZoneUnsatisfiable,
  /** Not within {@code resilience.spread}. */
  SpreadUnsatisfiable,
  /** Not so that every loss in {@code resilience.tolerate} is survived. */
  SurvivalUnsatisfiable,
  /** Not so that a majority outlives every loss. */
  QuorumUnsatisfiable,
  /** Volumes that nobody replicates keep replicas where they are. */
  DataBound,
  /** A workload that this one needs near it is not there. */
  AffinityTargetMissing,
  /** A required relation to another workload is not met. */
  AffinityUnsatisfiable,
  /** A preferred relation to another workload is not met. */
  AffinityPreferenceUnmet,
  /** Each requirement can be met, but not all of them together. */
  RequirementsConflict,
  /** Replicas of a lost zone are not re-created elsewhere. */
  StaysDown,
  /**
   * The zones that have the data of replicas have room, and a requirement keeps them from there.
   */
  RequirementKeepsDown,
  /** Replicas run in a zone whose volumes are given up: after a loss they start empty elsewhere. */
  VolumesGivenUp,
  /** Replicas stay in a zone that is silent: its loss is not proven, or nothing else takes them. */
  ZoneSilent,
  /** So much is silent at once that our own view may be at fault: nothing moves by inference. */
  ViewInDoubt,
  /** Replicas stay in a silent zone: too many losses were taken by observation within an hour. */
  TooManyLosses,
  /** Replicas would go home, and wait until no zone is lost or silent. */
  ReturnWaits,
  /** Replicas would move for a better state, and wait for what all workloads together may move. */
  MovesWait,
  /** Replicas would move for a better state, and not all ways were tried in which others follow. */
  FollowSearchCut,
  /** A zone holds more replicas than {@code placement.perZone.max}. */
  PerZoneExceeded,
  /** A zone in use holds fewer replicas than {@code placement.perZone.min}. */
  PerZoneTooFew,
  /** Zones in use are farther apart than {@code resilience.replication.maxRoundTrip}. */
  RoundTripExceeded,
  /** Not all sets of zones within the round trip were tried. */
  RoundTripSearchCut,
  /** The engine's own check refused the decision. */
  CheckFailed;

  /**
   * The reason in words: stable text, without figures that are not the workload's own and without
   * names from other namespaces. Somebody has to act.
   *
   * @param what is the case
   * @param advice what to do next
   */
  public Decision.Reason because(Message what, Message advice) {
    return because(what, advice, false);
  }

  /** The same where room or health may mend it without anybody acting. */
  public Decision.Reason forNow(Message what, Message advice) {
    return because(what, advice, true);
  }

  /**
   * The same where it depends.
   *
   * @param canPassByItself whether room or health may mend it without anybody acting
   */
  public Decision.Reason because(Message what, Message advice, boolean canPassByItself) {
    return new Decision.Reason(name(), what.advising(advice), canPassByItself);
  }
}
