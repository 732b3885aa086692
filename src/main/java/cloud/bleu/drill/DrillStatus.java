package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.placement.simulation.BrokenTerm;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillResult;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.Wanted;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of a drill, in the words of the API. */
public final class DrillStatus {

  /** The verdict of a run in which nothing broke. */
  public static final String PASSED = "Passed";

  private static final String FAILED = "Failed";

  /** Of condition Passed, and Ready: the simulation ended with an error. */
  private static final String ERROR = "DrillError";

  private static final int LONGEST_MESSAGE = 1024;

  private final ResilienceDrill drill;
  private final DrillTranslator.Read read;
  private final @Nullable ResilienceDrillStatus old;
  private final Instant now;

  private DrillStatus(ResilienceDrill drill, DrillTranslator.Read read, Instant now) {
    this.drill = drill;
    this.read = read;
    this.old = drill.getStatus();
    this.now = now;
  }

  /**
   * The status of a drill.
   *
   * @param ran a run that is not in the status of the object yet; null: none
   * @param runs whether a run is under way, or its entry waits to be committed
   */
  public static ResilienceDrillStatus of(
      ResilienceDrill drill,
      DrillTranslator.Read read,
      @Nullable DrillRun ran,
      boolean runs,
      Instant now) {
    return new DrillStatus(drill, read, now).status(ran, null, runs);
  }

  /** The status of a drill whose simulation ended with an error. */
  public static ResilienceDrillStatus of(
      ResilienceDrill drill, DrillTranslator.Read read, DrillFault fault, Instant now) {
    return new DrillStatus(drill, read, now).status(null, fault, false);
  }

  private ResilienceDrillStatus status(
      @Nullable DrillRun ran, @Nullable DrillFault fault, boolean runs) {
    List<Run> history = new ArrayList<>(old == null ? List.of() : old.history());
    List<WorkloadVerdict> workloads = old == null ? List.of() : old.workloads();
    Integer more = old == null ? null : old.moreWorkloads();
    String handled = old == null ? null : old.handledRequest();
    if (ran != null) {
      history.add(0, run(ran));
      List<DrillVerdict> concerned = ran.result().concerned();
      workloads =
          concerned.stream()
              .limit(ResilienceDrillStatus.WORKLOADS)
              .map(DrillStatus::verdict)
              .toList();
      more = concerned.size() - workloads.size();
      more = more == 0 ? null : more;
      handled = ran.request().isEmpty() ? handled : ran.request();
    } else if (fault != null) {
      handled = fault.request().isEmpty() ? handled : fault.request();
    }
    DrillRun.Cause cause = ran != null ? ran.cause() : fault != null ? fault.cause() : null;
    List<Run> kept =
        List.copyOf(history.subList(0, Math.min(history.size(), ResilienceDrillStatus.RUNS)));
    DrillOrder order = read.order();
    String lastPassed = lastPassed(kept, order);
    Instant nextRun =
        order == null
            ? null
            : DrillTiming.nextRun(drill, order, cause == DrillRun.Cause.Schedule, now);
    long generation =
        drill.getMetadata().getGeneration() == null ? 0 : drill.getMetadata().getGeneration();
    String error = ran != null ? null : fault != null ? error(fault) : oldError(generation);
    List<Wanted> wanted = new ArrayList<>(ready(runs, error, nextRun));
    wanted.add(error == null ? passed(kept, order) : Wanted.unknown("Passed", ERROR, error));
    wanted.add(fresh(kept, lastPassed, order));
    return new ResilienceDrillStatus(
        generation,
        Conditions.next(old == null ? List.of() : old.conditions(), wanted, generation, now),
        kept.isEmpty() ? null : kept.get(0).at(),
        lastPassed,
        nextRun == null ? null : nextRun.toString(),
        handled,
        workloads,
        more,
        kept);
  }

  private static String error(DrillFault fault) {
    return "the simulation ended with an error, and the log of the operator has all of it; run it"
        + " again with `bleu drill NAME --run`: "
        + fault.message();
  }

  /** An error counts until a run comes to an end, or the drill is another one. */
  private @Nullable String oldError(long generation) {
    return old != null && Objects.equals(old.observedGeneration(), generation) ? fault(old) : null;
  }

  /** What a status says of a simulation that ended with an error; null when none did. */
  static @Nullable String fault(ResilienceDrillStatus status) {
    Condition passed = Conditions.find(status.conditions(), "Passed");
    return passed != null && ERROR.equals(passed.getReason()) ? passed.getMessage() : null;
  }

  private List<Wanted> ready(boolean runs, @Nullable String error, @Nullable Instant nextRun) {
    DrillOrder order = read.order();
    if (order == null) {
      String all = read.problems().stream().map(Problem::text).collect(Collectors.joining("; "));
      return Conditions.stalled("InvalidSpec", all);
    }
    if (order.suspended()) {
      return Conditions.ready("Suspended", "it does not run until spec.suspend is false");
    }
    if (runs) {
      return Conditions.reconciling(
          "DrillRunning", "it runs, or its entry waits to be written into the chain");
    }
    if (order.schedule() != null) {
      return Conditions.ready(
          "DrillScheduled",
          nextRun == null
              ? "its schedule names no day that ever comes"
              : "it runs as its schedule says; status.nextRun says when");
    }
    return error != null
        ? Conditions.stalled(ERROR, error)
        : Conditions.ready("DrillDone", "it has run; `bleu drill NAME --run` runs it again");
  }

  private static Wanted passed(List<Run> history, @Nullable DrillOrder order) {
    Run last = history.isEmpty() ? null : history.get(0);
    if (last == null || order != null && !last.scope().equals(order.loss().name())) {
      return notRun("Passed");
    }
    String message = summary(last);
    return last.verdict().equals(PASSED)
        ? Wanted.yes("Passed", "PromisesHold", message)
        : Wanted.no("Passed", "PromisesBroken", message);
  }

  private Wanted fresh(List<Run> history, @Nullable String lastPassed, @Nullable DrillOrder order) {
    if (order == null || history.isEmpty()) {
      return notRun("Fresh");
    }
    Instant passed = DrillTiming.instant(lastPassed);
    Instant stale = DrillTiming.stale(passed, order.maxAge());
    if (passed == null || stale == null) {
      return history.get(0).scope().equals(order.loss().name())
          ? Wanted.no("Fresh", "DrillNeverPassed", "no run of this loss has passed")
          : notRun("Fresh");
    }
    return now.isBefore(stale)
        ? Wanted.yes(
            "Fresh", "DrillFresh", "it passed on " + passed + ", which counts until " + stale)
        : Wanted.no(
            "Fresh",
            "DrillTooOld",
            "it passed last on " + passed + ", which counted until " + stale + "; run it again");
  }

  private static Wanted notRun(String type) {
    return Wanted.unknown(type, "DrillNotRun", "this loss has not been simulated yet");
  }

  /** {@code loss of site par7s: 2 workloads breach, 1 unprotected, 0 reduced, 4 survive, ...}. */
  public static String summary(Run run) {
    return "loss of %s: %s breach, %s unprotected, %s reduced, %s survive, %s not concerned; %s replicas find no place; how long the moves take is not known"
        .formatted(
            run.scope(),
            run.breaches(),
            run.unprotected(),
            run.reduced(),
            run.survives(),
            run.notConcerned(),
            run.missing());
  }

  /**
   * The last passed run of this loss; what is older than the history is remembered by the old
   * status.
   */
  private @Nullable String lastPassed(List<Run> history, @Nullable DrillOrder order) {
    String scope = order == null ? null : order.loss().name();
    for (Run run : history) {
      if (run.verdict().equals(PASSED) && (scope == null || run.scope().equals(scope))) {
        return run.at();
      }
    }
    boolean same =
        !history.isEmpty()
            && history.stream().allMatch(r -> scope == null || r.scope().equals(scope));
    return old == null || !same ? null : old.lastPassed();
  }

  /** A run as the history has it. */
  public static Run run(DrillRun ran) {
    return run(ran.result(), ran.cause(), ran.digest());
  }

  /** The same of a loss that was simulated by hand. */
  public static Run run(DrillResult result) {
    return run(result, DrillRun.Cause.Once, null);
  }

  private static Run run(DrillResult result, DrillRun.Cause cause, @Nullable String digest) {
    return new Run(
        result.at().toString(),
        result.loss().name(),
        cause.name(),
        result.passed() ? PASSED : FAILED,
        result.count(DrillOutcome.Breaches),
        result.count(DrillOutcome.Unprotected),
        result.count(DrillOutcome.Reduced),
        result.count(DrillOutcome.Survives),
        result.count(DrillOutcome.NotConcerned),
        result.missing(),
        digest);
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
        message == null || message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, LONGEST_MESSAGE));
  }
}
