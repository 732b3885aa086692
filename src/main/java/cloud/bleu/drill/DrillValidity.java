package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.finding.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a drill proves at an instant, read from its object: the last run of its loss in its mode
 * until then, until when a passed one counts, and why it is no proof. It claims nothing that had
 * not run: what was tried on paper was not tried for real, nor the other way round.
 *
 * @param loss that it simulates; null when it cannot run as it is written
 * @param live whether it moves replicas; of one that cannot run, whether its last run did
 * @param last run of that loss in that mode; null: none is recorded, or another one followed it
 * @param passed the instant of the last passed run of that loss in that mode; null: none
 * @param until when that run ceases to count; null without one
 * @param workloads what the last run did to them, the worst first, as far as the status lists them;
 *     it lists none of a run that another one followed
 * @param more workloads that it concerned beside those
 * @param faults why it is no proof now; empty: it is
 */
public record DrillValidity(
    String name,
    @Nullable Loss loss,
    boolean live,
    @Nullable Run last,
    @Nullable Instant passed,
    @Nullable Instant until,
    List<WorkloadVerdict> workloads,
    int more,
    List<Fault> faults) {

  /** The clocks of a cluster and of who asks differ by less: a run of this moment counts. */
  private static final Duration APART = Duration.ofMinutes(5);

  /**
   * Why a drill is no proof.
   *
   * @param message why, for people; it ends with what to do
   */
  public record Fault(String code, String message) {}

  /** How a drill stands. */
  public static DrillValidity of(ResilienceDrill drill, Estate estate, Instant now) {
    DrillTranslator.Read read = DrillTranslator.read(drill, estate);
    DrillOrder order = read.order();
    ResilienceDrillStatus status = drill.getStatus();
    List<Run> runs = until(now, status);
    Run last = last(runs, order);
    Instant passed = status == null || last == null ? null : passed(runs, status, last, now);
    ResilienceDrillStatus listing = listing(status, last);
    Instant until = order == null ? null : DrillTiming.stale(passed, order.maxAge());
    return new DrillValidity(
        drill.getMetadata().getName(),
        order == null ? null : order.loss(),
        order == null ? last != null && last.live() : order.live() != null,
        last,
        passed,
        until,
        listing == null ? List.of() : listing.workloads(),
        listing != null
            ? Objects.requireNonNullElse(listing.moreWorkloads(), 0)
            : last == null ? 0 : concerned(last),
        faults(drill, read, last, passed, until, now));
  }

  /** The runs that had been then, the newest first. */
  private static List<Run> until(Instant now, @Nullable ResilienceDrillStatus status) {
    return status == null
        ? List.of()
        : status.history().stream().filter(run -> isUntil(now, run.at())).toList();
  }

  private static boolean isUntil(Instant now, @Nullable String at) {
    Instant ran = InstantText.parse(at);
    return ran != null && !ran.isAfter(now.plus(APART));
  }

  /** The status, if its workloads are those of that run. */
  private static @Nullable ResilienceDrillStatus listing(
      @Nullable ResilienceDrillStatus status, @Nullable Run run) {
    return status != null && run != null && status.history().get(0).equals(run) ? status : null;
  }

  private static int concerned(Run run) {
    return Stream.of(run.breaches(), run.unprotected(), run.reduced(), run.survives())
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** The last passed run of a loss until then; the status remembers one older than the history. */
  private static @Nullable Instant passed(
      List<Run> runs, ResilienceDrillStatus status, Run last, Instant now) {
    for (Run run : runs) {
      if (run.verdict().equals(DrillRecord.PASSED)
          && run.scope().equals(last.scope())
          && run.live() == last.live()) {
        return InstantText.parse(run.at());
      }
    }
    return isUntil(now, status.lastPassed()) ? InstantText.parse(status.lastPassed()) : null;
  }

  private static @Nullable Run last(List<Run> runs, @Nullable DrillOrder order) {
    Run newest = runs.isEmpty() ? null : runs.get(0);
    return newest == null || order != null && !order.tries(newest) ? null : newest;
  }

  private static List<Fault> faults(
      ResilienceDrill drill,
      DrillTranslator.Read read,
      @Nullable Run last,
      @Nullable Instant passed,
      @Nullable Instant until,
      Instant now) {
    String again = "`bleu drill " + drill.getMetadata().getName() + " --run` runs it";
    List<Fault> faults = new ArrayList<>();
    DrillOrder order = read.order();
    if (order == null) {
      faults.add(
          new Fault(
              "InvalidSpec",
              read.problems().stream().map(Problem::text).collect(Collectors.joining("; "))));
    } else if (order.suspended()) {
      faults.add(new Fault("Suspended", "it does not run; set spec.suspend to false"));
    }
    String error = drill.getStatus() == null ? null : DrillStatus.fault(drill.getStatus());
    if (error != null) {
      faults.add(new Fault("DrillError", error));
    }
    if (last == null) {
      faults.add(new Fault("DrillNotRun", "no run of its loss in its mode is recorded; " + again));
    } else if (last.verdict().equals(DrillRecord.ABORTED)) {
      faults.add(new Fault("DrillAborted", DrillRecord.summary(last) + "; " + again));
    } else if (!last.verdict().equals(DrillRecord.PASSED)) {
      faults.add(new Fault("PromisesBroken", DrillRecord.summary(last)));
    }
    if (passed != null && until != null && !now.isBefore(until)) {
      faults.add(
          new Fault(
              "DrillTooOld",
              "it passed last on " + passed + ", which counted until " + until + "; " + again));
    }
    return faults;
  }

  /** What the last run did to a workload; null when the status does not list it. */
  public @Nullable WorkloadVerdict verdict(WorkloadId id) {
    return workloads.stream()
        .filter(v -> id.namespace().equals(v.namespace()) && id.name().equals(v.name()))
        .findFirst()
        .orElse(null);
  }

  /** Whether the last run was a passed one, which counts still. */
  public boolean isProof() {
    return faults.isEmpty() && until != null;
  }
}
