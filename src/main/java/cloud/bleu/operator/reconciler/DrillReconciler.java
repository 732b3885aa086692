package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.drill.DrillStatus;
import cloud.bleu.drill.DrillTiming;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.evidence.input.InputRecorder;
import cloud.bleu.operator.drill.DrillRuns;
import cloud.bleu.operator.snapshot.Board;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.Settled;
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
 * Runs a drill when it is due, and says what came of it. It runs on what the last pass saw and
 * decided, on the thread of its controller: no decision waits for a drill, and none is changed by
 * one.
 */
public final class DrillReconciler
    implements Reconciler<ResilienceDrill>, LoggedFailures<ResilienceDrill> {

  private final Board board;
  private final DrillRuns runs;
  private final Triggers triggers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  public DrillReconciler(
      Board board,
      DrillRuns runs,
      Triggers triggers,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    this.board = board;
    this.runs = runs;
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
  public UpdateControl<ResilienceDrill> look(
      ResilienceDrill drill, Context<ResilienceDrill> context) {
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || context.isPrimaryResourceDeleted() || runs.isOutdated(drill)) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    DrillTranslator.Read read = DrillTranslator.read(drill, snapshot.estate());
    boolean due = false;
    if (runs.ended(drill) == null && !runs.isRunning(drill)) {
      due = started(drill, read.order(), snapshot, now);
    }
    DrillRun ran = runs.ended(drill);
    ResilienceDrillStatus status =
        DrillStatus.of(drill, read, ran, runs.isRunning(drill) || due && ran == null, now);
    StatusWriter.Outcome outcome = writer.write(drill, status, ResilienceDrill::new, context);
    if (outcome.written() && ran != null) {
      runs.written(drill, ran);
      ResilienceDrillStatus.Run run = status.history().get(0);
      events.drill(drill, ran.result().passed(), DrillStatus.summary(run));
    }
    return outcome.control();
  }

  /** Runs it if it is due and there is a pass to run it on; says whether it is due. */
  private boolean started(
      ResilienceDrill drill, @Nullable DrillOrder order, Snapshot snapshot, Instant now) {
    DrillRun.Cause cause = order == null ? null : DrillTiming.due(drill, order, now);
    if (order == null || cause == null) {
      return false;
    }
    if (runs.isSeen(drill) && DrillTiming.due(drill, order, snapshot.estate().now()) != null) {
      Estate standing = Settled.running(snapshot.estate(), snapshot.decisions().values());
      runs.enter(
          drill,
          new DrillRun(
              Drill.of(standing, order.loss()),
              cause,
              DrillTiming.request(drill),
              digest(standing)));
    }
    return true;
  }

  /** Without names of persons: a digest of a name could be guessed. */
  private static String digest(Estate estate) {
    return new InputRecorder(name -> "", text -> "").record(estate.at(Instant.EPOCH)).digest();
  }
}
