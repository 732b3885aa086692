package cloud.bleu.evidence.chain;

import java.util.Set;

/** Kinds of entries beside decisions. A reader skips kinds that it does not know. */
public final class EntryKinds {

  /** The operator runs and nothing else happened: how many workloads, zones, breaches. */
  public static final String HEARTBEAT = "Heartbeat";

  /** Nobody decided for a time. */
  public static final String GAP = "Gap";

  /** Something runs in breach of an enforced rule. */
  public static final String VIOLATION = "Violation";

  /** It does not any more. */
  public static final String VIOLATION_ENDED = "ViolationEnded";

  /** A waiver is approved, and its time is ahead. */
  public static final String WAIVER_APPROVED = "WaiverApproved";

  /** A waiver sets its rule aside. */
  public static final String WAIVER_IN_FORCE = "WaiverInForce";

  /**
   * A waiver that was approved or in force is not any more: how it stands, or that it is deleted.
   */
  public static final String WAIVER_ENDED = "WaiverEnded";

  /** Something runs in a zone where a rule fails that a waiver sets aside. */
  public static final String WAIVER_USED = "WaiverUsed";

  /** It does not any more. */
  public static final String WAIVER_USE_ENDED = "WaiverUseEnded";

  /** One person set policies aside for one workload in one zone. */
  public static final String BREAK_GLASS_OPENED = "BreakGlassOpened";

  /** Another person signed it. */
  public static final String BREAK_GLASS_COUNTERSIGNED = "BreakGlassCountersigned";

  /** The second signature was taken back while the first one stands. */
  public static final String BREAK_GLASS_WITHDRAWN = "BreakGlassWithdrawn";

  /**
   * Nobody signed it within 24 hours, so that it sets nothing aside from then on; or it ended
   * before, and nobody had signed it.
   */
  public static final String BREAK_GLASS_UNSIGNED = "BreakGlassUnsigned";

  /** It is over: countersigned and at its end, or removed, replaced, or gone with its workload. */
  public static final String BREAK_GLASS_ENDED = "BreakGlassEnded";

  /** A policy is gone or asks for less. */
  public static final String ENFORCEMENT_REMOVED = "EnforcementRemoved";

  /** A policy came, or asks for something else. */
  public static final String ENFORCEMENT_CHANGED = "EnforcementChanged";

  /**
   * A fact for which somebody vouched (a basis above Assumption) is gone, or rests on a weaker
   * basis.
   */
  public static final String ATTESTATION_REMOVED = "AttestationRemoved";

  /** Such a fact came, or says something else. */
  public static final String ATTESTATION_CHANGED = "AttestationChanged";

  /** A resilience drill was run: what was lost, the verdict, what broke, or why it was aborted. */
  public static final String DRILL_RUN = "DrillRun";

  /** A live drill moves what runs in its zones from now on. */
  public static final String DRILL_BEGAN = "DrillBegan";

  /** A live drill is over: what comes home is there, or its object is gone. */
  public static final String DRILL_ENDED = "DrillEnded";

  /** What the chain knows of policies, facts and waivers, named by digests. */
  public static final String BASELINE_RECORDED = "BaselineRecorded";

  /** What such an entry names was not in the directory as it was: nothing excuses that. */
  public static final String BASELINE_LOST = "BaselineLost";

  /** The first entries of a directory: what was before is elsewhere or was not exported. */
  public static final String EXPORT_STARTED = "ExportStarted";

  /** Entries that the directory does not have. */
  public static final String NOT_EXPORTED = "NotExported";

  /** Entries that were signed and are not in the directory any more: nothing excuses them. */
  public static final String ENTRIES_GONE = "EntriesGone";

  /** Decisions whose inputs were lost before they were on the disk. */
  public static final String INPUTS_LOST = "InputsLost";

  /** Entries that are removed from the directory after their retention. */
  public static final String PRUNED = "Pruned";

  /** An entry is earlier than the one before it: a clock was set back, or another one is behind. */
  public static final String CLOCK_SET_BACK = "ClockSetBack";

  /** The kinds after which a checkpoint is signed at once: before it they prove nothing. */
  public static final Set<String> URGENT =
      Set.of(
          EXPORT_STARTED,
          NOT_EXPORTED,
          ENTRIES_GONE,
          INPUTS_LOST,
          PRUNED,
          CLOCK_SET_BACK,
          BASELINE_RECORDED,
          BASELINE_LOST);

  /** What becomes of a break-glass. */
  public static final Set<String> OF_BREAK_GLASS =
      Set.of(
          BREAK_GLASS_OPENED,
          BREAK_GLASS_COUNTERSIGNED,
          BREAK_GLASS_WITHDRAWN,
          BREAK_GLASS_UNSIGNED,
          BREAK_GLASS_ENDED);

  private EntryKinds() {}
}
