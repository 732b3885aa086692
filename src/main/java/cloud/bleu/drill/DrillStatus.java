package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.DesiredCondition;
import cloud.bleu.time.InstantText;
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

  /** Of condition Passed, and Ready: the simulation ended with an error. */
  private static final String ERROR = "DrillError";

  /** Of conditions Passed and Fresh: the last run tried something else, or there is none. */
  private static final String NOT_RUN = "DrillNotRun";

  private final ResilienceDrill drill;
  private final DrillTranslator.Read read;
  private final @Nullable ResilienceDrillStatus old;
  private final Instant now;

  DrillStatus(ResilienceDrill drill, DrillTranslator.Read read, Instant now) {
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
      history.add(0, DrillRecord.run(ran));
      List<DrillVerdict> concerned = ran.result().concerned();
      workloads =
          concerned.stream()
              .limit(ResilienceDrillStatus.WORKLOADS)
              .map(DrillRecord::verdict)
              .toList();
      more = concerned.size() - workloads.size();
      more = more == 0 ? null : more;
      handled = ran.request().isEmpty() ? handled : ran.request();
    } else if (fault != null) {
      handled = fault.request().isEmpty() ? handled : fault.request();
    }
    DrillRun.Cause cause = ran != null ? ran.cause() : fault != null ? fault.cause() : null;
    String error = ran != null ? null : fault != null ? error(fault) : oldError();
    Instant nextRun = nextRun(cause == DrillRun.Cause.Schedule);
    return status(
        ready(runs, error, nextRun), error, nextRun, history, handled, workloads, more, null);
  }

  /**
   * The status of a live drill.
   *
   * @param ready how it stands; null: as its schedule says
   * @param live the run that is under way; null: none
   * @param ended what came of it; null: it goes on
   * @param cause why it begins; null: it does not begin now
   * @param request the value of the annotation that the begin answers; empty: none
   */
  ResilienceDrillStatus live(
      @Nullable List<DesiredCondition> ready,
      @Nullable Live live,
      LiveStep.@Nullable Ends ended,
      DrillRun.@Nullable Cause cause,
      String request) {
    List<Run> history = new ArrayList<>(old == null ? List.of() : old.history());
    List<WorkloadVerdict> workloads = old == null ? List.of() : old.workloads();
    Integer more = old == null ? null : old.moreWorkloads();
    if (ended != null) {
      history.add(0, ended.run());
      workloads = ended.verdicts().stream().limit(ResilienceDrillStatus.WORKLOADS).toList();
      more = ended.verdicts().size() - workloads.size();
      more = more == 0 ? null : more;
    }
    String handled = old == null ? null : old.handledRequest();
    // A begin, and an abort, answer all that had come due until then.
    Instant nextRun = nextRun(cause != null || ended != null && ended.run().abortedBy() != null);
    return status(
        ready == null ? ready(false, null, nextRun) : ready,
        null,
        nextRun,
        history,
        request.isEmpty() ? handled : request,
        workloads,
        more,
        live);
  }

  private @Nullable Instant nextRun(boolean answered) {
    DrillOrder order = read.order();
    return order == null ? null : DrillTiming.nextRun(drill, order, answered, now);
  }

  private long generation() {
    Long generation = drill.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private ResilienceDrillStatus status(
      List<DesiredCondition> ready,
      @Nullable String error,
      @Nullable Instant nextRun,
      List<Run> history,
      @Nullable String handled,
      List<WorkloadVerdict> workloads,
      @Nullable Integer more,
      @Nullable Live live) {
    List<Run> kept =
        List.copyOf(history.subList(0, Math.min(history.size(), ResilienceDrillStatus.RUNS)));
    DrillOrder order = read.order();
    String lastPassed = lastPassed(kept, order);
    long generation = generation();
    List<DesiredCondition> wanted = new ArrayList<>(ready);
    wanted.add(
        error == null ? passed(kept, order) : DesiredCondition.unknown("Passed", ERROR, error));
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
        kept,
        live);
  }

  private static String error(DrillFault fault) {
    return "the simulation ended with an error, and the log of the operator has all of it; run it"
        + " again with `bleu drill NAME --run`: "
        + fault.message();
  }

  /** An error counts until a run comes to an end, or the drill is another one. */
  private @Nullable String oldError() {
    return old != null && Objects.equals(old.observedGeneration(), generation())
        ? fault(old)
        : null;
  }

  /** Whether a status says that what the drill asks for now has not been tried last. */
  public static boolean isNotRun(ResilienceDrillStatus status) {
    Condition passed = Conditions.find(status.conditions(), "Passed");
    return passed != null && NOT_RUN.equals(passed.getReason());
  }

  /** What a status says of a simulation that ended with an error; null when none did. */
  static @Nullable String fault(ResilienceDrillStatus status) {
    Condition passed = Conditions.find(status.conditions(), "Passed");
    return passed != null && ERROR.equals(passed.getReason()) ? passed.getMessage() : null;
  }

  private List<DesiredCondition> ready(
      boolean runs, @Nullable String error, @Nullable Instant nextRun) {
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

  private static DesiredCondition passed(List<Run> history, @Nullable DrillOrder order) {
    Run last = history.isEmpty() ? null : history.get(0);
    if (last == null || order != null && !order.tries(last)) {
      return notRun("Passed");
    }
    String message = DrillRecord.summary(last);
    if (last.verdict().equals(DrillRecord.ABORTED)) {
      return DesiredCondition.unknown("Passed", "DrillAborted", message);
    }
    return last.verdict().equals(DrillRecord.PASSED)
        ? DesiredCondition.yes("Passed", "PromisesHold", message)
        : DesiredCondition.no("Passed", "PromisesBroken", message);
  }

  private DesiredCondition fresh(
      List<Run> history, @Nullable String lastPassed, @Nullable DrillOrder order) {
    if (order == null || history.isEmpty()) {
      return notRun("Fresh");
    }
    Instant passed = InstantText.parse(lastPassed);
    Instant stale = DrillTiming.stale(passed, order.maxAge());
    if (passed == null || stale == null) {
      return order.tries(history.get(0))
          ? DesiredCondition.no("Fresh", "DrillNeverPassed", "no run of this loss has passed")
          : notRun("Fresh");
    }
    return now.isBefore(stale)
        ? DesiredCondition.yes(
            "Fresh", "DrillFresh", "it passed on " + passed + ", which counts until " + stale)
        : DesiredCondition.no(
            "Fresh",
            "DrillTooOld",
            "it passed last on " + passed + ", which counted until " + stale + "; run it again");
  }

  private static DesiredCondition notRun(String type) {
    return DesiredCondition.unknown(type, NOT_RUN, "this loss has not been tried in this mode yet");
  }

  /**
   * The last passed run of this loss in this mode; what is older than the history is remembered by
   * the old status.
   */
  private @Nullable String lastPassed(List<Run> history, @Nullable DrillOrder order) {
    for (Run run : history) {
      if (run.verdict().equals(DrillRecord.PASSED) && (order == null || order.tries(run))) {
        return run.at();
      }
    }
    boolean same =
        !history.isEmpty() && history.stream().allMatch(r -> order == null || order.tries(r));
    return old == null || !same ? null : old.lastPassed();
  }
}
