package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.credential.TextBeginning;
import cloud.bleu.placement.simulation.BrokenTerm;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillResult;
import cloud.bleu.placement.simulation.DrillVerdict;
import org.jspecify.annotations.Nullable;

/** Runs and what they found, as a status has them. */
public final class DrillRecord {

  /** The verdict of a run in which nothing broke. */
  public static final String PASSED = "Passed";

  /** The verdict of a run in which something broke. */
  public static final String FAILED = "Failed";

  /** The verdict of a live run that ended before it was known, and of a loss that had happened. */
  public static final String ABORTED = "Aborted";

  static final String LOST_ALREADY =
      "its zones are lost or silent already, so nothing was tried; run it again once they are in service";

  static final int LONGEST_MESSAGE = 1024;

  private DrillRecord() {}

  /** {@code loss of site par7s: 2 workloads breach, 1 unprotected, 0 reduced, 4 survive, ...}. */
  public static String summary(Run run) {
    return "loss of %s%s: %s breach, %s unprotected, %s reduced, %s survive, %s not concerned; %s replicas find no place; %s"
        .formatted(
            run.scope(),
            run.live() ? ", live" : "",
            run.breaches(),
            run.unprotected(),
            run.reduced(),
            run.survives(),
            run.notConcerned(),
            run.missing(),
            run.live() || run.abortedBy() != null
                ? told(run)
                : "how long the moves take is not known");
  }

  /** How long a live run took, or why a run was aborted. */
  private static String told(Run run) {
    return (run.abortedBy() == null ? "" : "aborted, " + run.abortedBy() + ": ") + run.message();
  }

  /** {@code resilience.quorum is broken by 1: QuorumUnsatisfiable: ...} of a broken term. */
  public static String broken(WorkloadVerdict verdict) {
    return "%s is broken%s: %s: %s"
        .formatted(
            verdict.term(),
            verdict.missing() == null ? "" : " by " + verdict.missing(),
            verdict.code(),
            verdict.message());
  }

  /** A run as the history has it. */
  public static Run run(DrillRun ran) {
    return run(ran.result(), ran.cause(), ran.digest());
  }

  /** A loss that was simulated by hand, as the history has it. */
  public static Run run(DrillResult result) {
    return run(result, DrillRun.Cause.Once, null);
  }

  private static Run run(DrillResult result, DrillRun.Cause cause, @Nullable String digest) {
    boolean tried = result.tried();
    return new Run(
        result.at().toString(),
        result.loss().name(),
        cause.name(),
        tried ? result.passed() ? PASSED : FAILED : ABORTED,
        result.count(DrillOutcome.Breaches),
        result.count(DrillOutcome.Unprotected),
        result.count(DrillOutcome.Reduced),
        result.count(DrillOutcome.Survives),
        result.count(DrillOutcome.NotConcerned),
        result.missing(),
        digest,
        null,
        null,
        tried ? null : "IncidentOpened",
        tried ? null : LOST_ALREADY);
  }

  /** What a run does to one workload, as the status has it. */
  public static WorkloadVerdict verdict(DrillVerdict verdict) {
    BrokenTerm broken = verdict.broken();
    String message = broken == null ? null : broken.reason().message();
    return new WorkloadVerdict(
        verdict.id().namespace(),
        verdict.id().name(),
        verdict.outcome().name(),
        verdict.before(),
        verdict.lost(),
        verdict.after(),
        broken == null ? null : broken.term(),
        broken == null ? null : broken.missing(),
        broken == null ? null : broken.reason().code(),
        message == null ? null : TextBeginning.of(message, LONGEST_MESSAGE),
        null);
  }
}
