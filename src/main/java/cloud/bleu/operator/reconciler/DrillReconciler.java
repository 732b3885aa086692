package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.drill.DrillFault;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.drill.DrillStatus;
import cloud.bleu.drill.DrillTiming;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.drill.LiveDrill;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.drill.DrillRuns;
import cloud.bleu.operator.drill.DrillThread;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has a drill run when it is due, and says what came of it. A shadow drill is run on what the
 * newest pass saw, with the decisions in force, on the thread of drills: no decision and no
 * delivery waits for one, and none is changed by one. A live drill goes from state to state in its
 * status.
 */
public final class DrillReconciler
    implements Reconciler<ResilienceDrill>, ResourceReconciler<ResilienceDrill> {

  private final SnapshotBoard board;
  private final DrillRuns runs;
  private final DrillThread thread;
  private final LiveDrills live;
  private final Triggers triggers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  /**
   * @param runs remembers what was run and not written yet
   * @param thread runs shadow drills, one at a time
   * @param triggers has the event source that wakes this controller
   */
  public DrillReconciler(
      SnapshotBoard board,
      DrillRuns runs,
      DrillThread thread,
      Caches caches,
      Triggers triggers,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    this.board = board;
    this.runs = runs;
    this.thread = thread;
    this.live = new LiveDrills(board, caches, events, writer);
    this.triggers = triggers;
    this.events = events;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ResilienceDrill>> prepareEventSources(
      EventSourceContext<ResilienceDrill> context) {
    return List.of(triggers.drills.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<ResilienceDrill> reconcileResource(
      ResilienceDrill drill, Context<ResilienceDrill> context) {
    // The pass that saw a drill is published before it is seen: in this order, it is that or newer.
    boolean seen = runs.isSeen(drill);
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || context.isPrimaryResourceDeleted() || runs.isOutdated(drill)) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    DrillTranslator.Read read = DrillTranslator.read(drill, snapshot.estate());
    if (LiveDrill.isLive(drill, read)) {
      return live.look(drill, read, seen, snapshot, now, context);
    }
    // In the order in which a run goes through them: else one that is done looks as if it were due.
    boolean isRunning = thread.isQueued(drill) || runs.isRunning(drill);
    DrillRun ran = runs.ended(drill);
    DrillFault fault = runs.fault(drill);
    if (!isRunning && ran == null && fault == null && isDue(drill, drill.getStatus(), read, now)) {
      isRunning = true;
      if (seen && isDue(drill, drill.getStatus(), read, snapshot.estate().now())) {
        thread.queue(drill);
      }
    }
    ResilienceDrillStatus status =
        fault != null && ran == null
            ? DrillStatus.of(drill, read, fault, now)
            : DrillStatus.of(drill, read, ran, isRunning, now);
    StatusWriter.Outcome outcome = writer.write(drill, status, ResilienceDrill::new, context);
    boolean stands = outcome.written() || status.equals(drill.getStatus());
    if (stands && (ran != null || fault != null)) {
      told(drill, status, ran);
      if (isDue(drill, status, read, now)) {
        // Asked for, or come due, meanwhile. Nobody else tells: the event of a status is our own.
        triggers.drill(drill.getMetadata().getName());
      }
    }
    return outcome.control();
  }

  private void told(ResilienceDrill drill, ResilienceDrillStatus status, @Nullable DrillRun ran) {
    if (ran == null) {
      runs.told(drill);
      return;
    }
    runs.written(drill, ran);
    ResilienceDrillStatus.Run run = status.history().get(0);
    if (ran.result().tried()) {
      events.drill(drill, ran.result().passed(), DrillRecord.summary(run));
    } else {
      events.drillAborted(drill, DrillRecord.summary(run));
    }
  }

  private static boolean isDue(
      ResilienceDrill drill,
      @Nullable ResilienceDrillStatus status,
      DrillTranslator.Read read,
      Instant at) {
    DrillOrder order = read.order();
    return order != null && DrillTiming.due(drill, status, order, at) != null;
  }
}
