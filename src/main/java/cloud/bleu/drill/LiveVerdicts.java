package cloud.bleu.drill;

import static java.util.stream.Collectors.toSet;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Moved;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.credential.TextBeginning;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.SurvivalPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a live run finds: each workload against what it asks for the loss, as it really went. */
final class LiveVerdicts {

  private static final String RTO = "resilience.rto";

  /** Names that fit into a sentence. */
  private static final int NAMED = 8;

  private final Live live;
  private final LiveView view;
  private final Loss loss;
  private final long seconds;

  LiveVerdicts(Live live, LiveView view) {
    this.live = live;
    this.view = view;
    // What asks for a loss looks at its zones alone, and not at its name.
    this.loss = new Loss(Scope.ZONE, live.scope(), new TreeSet<>(live.zones()));
    this.seconds =
        Math.max(0, Duration.between(Instant.parse(live.began()), view.now()).toSeconds());
  }

  private static WorkloadId id(Moved moved) {
    return new WorkloadId(moved.namespace(), moved.name());
  }

  /** Whether none of it is in the zones any more, and as many as before are ready elsewhere. */
  static boolean isRecovered(Moved moved, Live live, LiveView view) {
    WorkloadId id = id(moved);
    return view.isCommitted(id)
        && view.isSeen(id)
        && view.decided(id, live.zones()) == 0
        && view.readyBeside(id, live.zones()) >= Math.min(moved.before(), view.decided(id));
  }

  /** Whether nothing more is to come: all that is decided elsewhere is ready there. */
  boolean isSettled(Moved moved) {
    WorkloadId id = id(moved);
    int elsewhere = view.decided(id) - view.decided(id, live.zones());
    return moved.recoverySeconds() != null
        || view.workload(id) == null
        || view.isCommitted(id)
            && view.isSeen(id)
            && view.readyBeside(id, live.zones()) >= Math.min(moved.before(), elsewhere);
  }

  /** The first promise that is broken while it runs, as a sentence; null when none is. */
  @Nullable String broken() {
    for (Moved moved : live.workloads()) {
      WorkloadVerdict now = whileMoving(moved);
      if (now != null) {
        return id(moved) + ": " + now.message();
      }
    }
    return null;
  }

  /**
   * A workload beside the zones that has fewer replicas ready than it is to keep at this loss, as a
   * sentence; null when none has. Whether the drill did that is not known.
   */
  @Nullable String undercut() {
    Set<WorkloadId> moving = live.workloads().stream().map(LiveVerdicts::id).collect(toSet());
    for (WorkloadId id : view.seenWorkloads()) {
      Workload workload = view.workload(id);
      int ready = view.running(id).ready();
      if (workload == null
          || moving.contains(id)
          || workload.tolerate().stream().noneMatch(t -> t.keep() > ready)) {
        continue;
      }
      SurvivalPromise promise = SurvivalPromise.of(workload, loss, view.estate());
      int asked = Math.min(view.decided(id), workload.replicas());
      if (promise != null && asked >= promise.keep() && ready < promise.keep()) {
        return "%s: %s replicas are ready, and keep is %s; look why others are not"
            .formatted(id, ready, promise.keep());
      }
    }
    return null;
  }

  /** A breach that no waiting fixes; null: there is none. */
  private @Nullable WorkloadVerdict whileMoving(Moved moved) {
    WorkloadId id = id(moved);
    Workload workload = view.workload(id);
    if (workload == null || !view.isSeen(id)) {
      return null;
    }
    SurvivalPromise promise = SurvivalPromise.of(workload, loss, view.estate());
    int ready = view.running(id).ready();
    int asked = Math.min(moved.before(), workload.replicas());
    if (promise != null && asked >= promise.keep() && ready < promise.keep()) {
      return breach(
          moved,
          term(promise.of().name(), "keep"),
          promise.keep() - ready,
          ReasonCode.SurvivalUnsatisfiable.name(),
          "%s replicas are ready, and keep is %s; look why others are not"
              .formatted(ready, promise.keep()));
    }
    Duration rto = view.running(id).rto();
    long took = moved.recoverySeconds() == null ? seconds : moved.recoverySeconds();
    return rto == null || took <= rto.toSeconds()
        ? null
        : breach(
            moved,
            RTO,
            null,
            "RecoveryTimeExceeded",
            moved.recoverySeconds() == null
                ? "after %s s not all replicas are ready elsewhere, and rto is %s s; look what they wait for"
                    .formatted(took, rto.toSeconds())
                : "it took %s s until all replicas were ready elsewhere, and rto is %s s; start them faster, or ask for less"
                    .formatted(took, rto.toSeconds()));
  }

  /**
   * The end of it.
   *
   * @param returning the run as it goes on
   * @param abort null: all that moves is moved
   * @param request that an abort answers; empty: none
   */
  LiveStep end(Live returning, @Nullable LiveAbort abort, String request) {
    boolean counts = abort == null || abort.failed();
    List<WorkloadVerdict> verdicts = new ArrayList<>();
    for (Moved moved : live.workloads()) {
      WorkloadVerdict verdict = verdict(moved, abort == null);
      // What breaks in another incident says nothing of this loss.
      if (verdict != null && (counts || !isBreach(verdict))) {
        verdicts.add(verdict);
      }
    }
    verdicts.sort(
        Comparator.comparing((WorkloadVerdict v) -> DrillOutcome.valueOf(v.outcome()))
            .thenComparing(WorkloadVerdict::namespace)
            .thenComparing(WorkloadVerdict::name));
    int breaches = count(verdicts, DrillOutcome.Breaches);
    String verdict =
        breaches > 0
            ? DrillRecord.FAILED
            : abort == null ? DrillRecord.PASSED : DrillRecord.ABORTED;
    Run run =
        new Run(
            live.began(),
            live.scope(),
            live.cause(),
            verdict,
            breaches,
            count(verdicts, DrillOutcome.Unprotected),
            count(verdicts, DrillOutcome.Reduced),
            count(verdicts, DrillOutcome.Survives),
            Math.max(0, view.estate().workloads().size() - live.workloads().size()),
            verdicts.stream().mapToInt(v -> Math.max(0, v.before() - v.after())).sum(),
            null,
            "Live",
            view.now().toString(),
            abort == null ? null : abort.code(),
            bounded(abort == null ? told(verdicts) : abort.message()));
    return new LiveStep.Ends(returning, run, verdicts, request);
  }

  private static boolean isBreach(WorkloadVerdict verdict) {
    return verdict.outcome().equals(DrillOutcome.Breaches.name());
  }

  private static int count(List<WorkloadVerdict> verdicts, DrillOutcome outcome) {
    return (int) verdicts.stream().filter(v -> v.outcome().equals(outcome.name())).count();
  }

  /** How long it took, and what broke. */
  private static String told(List<WorkloadVerdict> verdicts) {
    int longest = -1;
    List<String> broken = new ArrayList<>();
    for (WorkloadVerdict verdict : verdicts) {
      if (verdict.recoverySeconds() != null) {
        longest = Math.max(longest, verdict.recoverySeconds());
      }
      if (isBreach(verdict) && broken.size() < NAMED) {
        broken.add(verdict.namespace() + "/" + verdict.name());
      }
    }
    return (longest < 0
            ? "no workload was whole elsewhere"
            : "the last workload that was whole elsewhere was so after " + longest + " s")
        + (broken.isEmpty() ? "" : "; broken: " + String.join(", ", broken));
  }

  /** Null where it is not known, for it ended before. */
  private @Nullable WorkloadVerdict verdict(Moved moved, boolean over) {
    WorkloadId id = id(moved);
    Workload workload = view.workload(id);
    if (workload == null) {
      return null;
    }
    WorkloadVerdict broken = whileMoving(moved);
    if (broken != null) {
      return broken;
    }
    if (moved.recoverySeconds() != null) {
      return outcome(moved, DrillOutcome.Survives);
    }
    if (!over) {
      return null;
    }
    SurvivalPromise promise = SurvivalPromise.of(workload, loss, view.estate());
    if (promise == null) {
      return outcome(moved, DrillOutcome.Unprotected);
    }
    if (promise.recover() != Workload.Recover.Reserved) {
      return outcome(moved, DrillOutcome.Reduced);
    }
    int missing = Math.max(0, moved.before() - after(moved));
    return breach(
        moved,
        term(promise.recoverOf().name(), "recover"),
        missing,
        ReasonCode.SurvivalUnsatisfiable.name(),
        "%s replicas stay in the zones: they have no place elsewhere; add capacity or zones"
            .formatted(view.decided(id, live.zones())));
  }

  private WorkloadVerdict outcome(Moved moved, DrillOutcome outcome) {
    return of(moved, outcome, null, null, null, null);
  }

  private WorkloadVerdict breach(
      Moved moved, String term, @Nullable Integer missing, String code, String message) {
    return of(moved, DrillOutcome.Breaches, term, missing, code, bounded(message));
  }

  private WorkloadVerdict of(
      Moved moved,
      DrillOutcome outcome,
      @Nullable String term,
      @Nullable Integer missing,
      @Nullable String code,
      @Nullable String message) {
    return new WorkloadVerdict(
        moved.namespace(),
        moved.name(),
        outcome.name(),
        moved.before(),
        moved.lost(),
        after(moved),
        term,
        missing,
        code,
        message,
        moved.recoverySeconds());
  }

  /** Replicas that are ready elsewhere, of those that there were. */
  private int after(Moved moved) {
    return Math.min(moved.before(), view.readyBeside(id(moved), live.zones()));
  }

  private static String term(String scope, String field) {
    return "resilience.tolerate[" + scope + "]." + field;
  }

  private static String bounded(String message) {
    return TextBeginning.of(message, DrillRecord.LONGEST_MESSAGE);
  }
}
