package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Moved;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of a live drill: it waits, moves, returns. All that it has done is in its status, so
 * whoever looks next goes on from there. It has no clock: the view has the instant.
 */
public final class LiveDrill {

  /** Of a drill that waits until replicas are ready: no pass comes of that. */
  private static final String WORKLOAD = "DrillWaitsForWorkload";

  /** What is tried would have replicas of other workloads give way, and they have no successors. */
  private static final String EVICTS = "DrillWouldEvict";

  static final String MOVING = "Moving";
  static final String RETURNING = "Returning";

  private final ResilienceDrill drill;
  private final DrillTranslator.Read read;
  private final LiveView view;

  private LiveDrill(ResilienceDrill drill, DrillTranslator.Read read, LiveView view) {
    this.drill = drill;
    this.read = read;
    this.view = view;
  }

  /** Whether a drill moves replicas, or is to. */
  public static boolean isLive(ResilienceDrill drill, DrillTranslator.Read read) {
    return running(drill) != null || read.order() != null && read.order().live() != null;
  }

  /** The live run of a drill that is under way; null: none. */
  public static @Nullable Live running(ResilienceDrill drill) {
    return drill.getStatus() == null ? null : drill.getStatus().live();
  }

  /** Where its live run stands and whether somebody aborts it: a pass has to read each change. */
  public static String asked(ResilienceDrill drill) {
    Live live = running(drill);
    return DrillTiming.annotation(drill, ResilienceDrill.ABORT_REQUESTED)
        + (live == null ? "" : " " + live.phase() + live.began());
  }

  /** What becomes of it next. */
  public static LiveStep next(ResilienceDrill drill, DrillTranslator.Read read, LiveView view) {
    LiveDrill live = new LiveDrill(drill, read, view);
    Live running = running(drill);
    if (running == null) {
      return live.begin();
    }
    return running.phase().equals(MOVING) ? live.move(running) : live.goHome(running);
  }

  private LiveStep begin() {
    DrillOrder order = read.order();
    LiveTerms terms = order == null ? null : order.live();
    DrillRun.Cause cause = order == null ? null : DrillTiming.due(drill, order, view.now());
    if (order == null || terms == null || cause == null) {
      return new LiveStep.Idle();
    }
    if (!view.seen()) {
      return waits("DrillRunning", "it is due, and begins with the next pass");
    }
    Live live = planned(order.loss(), terms, cause);
    LiveStep.Waits obstacle = obstacle(order.loss(), terms, live);
    return obstacle != null
        ? obstacle
        : new LiveStep.Begins(live, cause, DrillTiming.request(drill));
  }

  /** The run as it begins now. */
  private Live planned(Loss loss, LiveTerms terms, DrillRun.Cause cause) {
    List<Moved> moved = new ArrayList<>();
    for (WorkloadId id : view.in(loss.zones())) {
      moved.add(
          new Moved(
              id.namespace(), id.name(), view.decided(id), view.decided(id, loss.zones()), null));
    }
    String abort = abort();
    return new Live(
        MOVING,
        view.now().toString(),
        text(terms.closes(view.now())),
        cause.name(),
        loss.name(),
        List.copyOf(loss.zones()),
        abort.isEmpty() ? null : abort,
        moved);
  }

  /** Why it may not begin; null when it may. */
  private LiveStep.@Nullable Waits obstacle(Loss loss, LiveTerms terms, Live live) {
    if (!terms.isOpen(view.now())) {
      Instant next = terms.next(view.now());
      String when = next == null ? "" : ": " + next;
      return waits("DrillWaitsForWindow", "it is due, and begins when its window opens" + when);
    }
    String other = view.other();
    if (other != null) {
      return waits(
          "DrillWaitsForAnother",
          "it is due, and begins once the live drill " + other + " is over: one runs at a time");
    }
    String incident = view.incident();
    if (incident != null) {
      return waits("DrillWaitsForIncident", "it is due, and begins once that is over: " + incident);
    }
    int replicas = 0;
    for (WorkloadId id : view.in(loss.zones())) {
      replicas += view.decided(id, loss.zones());
      if (!view.isCommitted(id) || view.running(id).ready() < view.decided(id)) {
        return waits(WORKLOAD, "it is due, and begins once all replicas of " + id + " are ready");
      }
    }
    if (replicas > terms.replicas()) {
      return new LiveStep.Waits(
          "DrillOverBudget",
          true,
          true,
          "%s replicas are in the zones, and spec.budget.replicas is %s; raise it, or take a smaller scope"
              .formatted(replicas, terms.replicas()));
    }
    String evicts = view.evicts(loss.zones());
    if (evicts != null) {
      return new LiveStep.Waits(
          EVICTS, true, true, evicts + "; add capacity, or try this loss with mode Shadow");
    }
    String undercut = new LiveVerdicts(live, view).undercut();
    return undercut == null
        ? null
        : waits(WORKLOAD, "it is due, and begins once that is over: " + undercut);
  }

  private static LiveStep.Waits waits(String code, String message) {
    return new LiveStep.Waits(code, false, !code.equals(WORKLOAD), message);
  }

  private LiveStep move(Live before) {
    Live live = measured(before);
    LiveVerdicts verdicts = new LiveVerdicts(live, view);
    LiveAbort abort = abort(live, verdicts);
    if (abort != null) {
      return ends(live, verdicts, abort);
    }
    boolean settled = isLeft(live) && live.workloads().stream().allMatch(verdicts::isSettled);
    return settled ? ends(live, verdicts, null) : new LiveStep.Moves(live);
  }

  /** Its end, at which the wish that stands in the annotation has been answered. */
  private LiveStep ends(Live live, LiveVerdicts verdicts, @Nullable LiveAbort abort) {
    String asked = abort();
    Live returning =
        with(live, RETURNING, asked.isEmpty() ? live.oldAbort() : asked, live.workloads());
    return verdicts.end(returning, abort, abort == null ? "" : DrillTiming.request(drill));
  }

  /** Whether the newest pass has taken its zones out of service. */
  private boolean isLeft(Live live) {
    return view.seen() && view.leaves(live.zones());
  }

  /** With what came to an end until now. */
  private Live measured(Live live) {
    int passed =
        (int) Math.max(0, Duration.between(Instant.parse(live.began()), view.now()).toSeconds());
    boolean left = isLeft(live);
    List<Moved> moved = new ArrayList<>();
    for (Moved one : live.workloads()) {
      moved.add(
          left && one.recoverySeconds() == null && LiveVerdicts.isRecovered(one, live, view)
              ? new Moved(one.namespace(), one.name(), one.before(), one.lost(), passed)
              : one);
    }
    return with(live, live.phase(), live.oldAbort(), moved);
  }

  private Live with(Live live, String phase, @Nullable String oldAbort, List<Moved> workloads) {
    LiveTerms terms = read.order() == null ? null : read.order().live();
    return new Live(
        phase,
        live.began(),
        terms == null ? live.closes() : text(terms.closes(Instant.parse(live.began()))),
        live.cause(),
        live.scope(),
        live.zones(),
        oldAbort,
        workloads);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Why it is to end before it is over; null when it is not. */
  private @Nullable LiveAbort abort(Live live, LiveVerdicts verdicts) {
    DrillOrder order = read.order();
    if (isAbortAsked(live)) {
      return LiveAbort.withoutVerdict("AbortRequested", "somebody asked for it");
    }
    if (order != null && order.suspended()) {
      return LiveAbort.withoutVerdict("DrillSuspended", "spec.suspend is true");
    }
    if (order == null || order.live() == null || !order.loss().name().equals(live.scope())) {
      return LiveAbort.withoutVerdict("DrillChanged", "its spec asks for something else now");
    }
    String incident = view.incident();
    if (incident != null) {
      return LiveAbort.withoutVerdict("IncidentOpened", incident);
    }
    String other = view.other();
    if (other != null) {
      return LiveAbort.withoutVerdict(
          "AnotherDrillRuns", "the live drill " + other + " had begun before it");
    }
    String broken = verdicts.broken();
    if (broken != null) {
      return LiveAbort.promiseBroken(broken);
    }
    String evicts = view.evicts(live.zones());
    if (evicts != null) {
      return LiveAbort.withoutVerdict(EVICTS, evicts);
    }
    WorkloadId awaiting = view.awaitingEviction();
    if (awaiting != null) {
      return LiveAbort.withoutVerdict(
          ReasonCode.EvictionAwaited.name(),
          awaiting
              + " finds room only where lower priorities give way, and while a drill is under"
              + " way nobody is evicted");
    }
    String undercut = verdicts.undercut();
    if (undercut != null) {
      return LiveAbort.withoutVerdict("KeepUndercut", undercut);
    }
    return order.live().isOpen(Instant.parse(live.began()), view.now())
        ? null
        : LiveAbort.withoutVerdict("WindowClosed", "its window closed before all was moved");
  }

  private LiveStep goHome(Live live) {
    DrillOrder order = read.order();
    boolean given = isAbortAsked(live) || order != null && order.suspended();
    boolean away =
        !given
            && live.workloads().stream()
                .anyMatch(m -> view.isAway(new WorkloadId(m.namespace(), m.name()), live.zones()));
    // A pass that has not read that the zones are in service may still move something away.
    return away || !view.seen() ? new LiveStep.Returns(live) : new LiveStep.Home();
  }

  private boolean isAbortAsked(Live live) {
    String asked = abort();
    return !asked.isEmpty() && !asked.equals(Objects.toString(live.oldAbort(), ""));
  }

  /** What somebody asks for by the annotation; empty: nothing. */
  private String abort() {
    return DrillTiming.annotation(drill, ResilienceDrill.ABORT_REQUESTED);
  }
}
