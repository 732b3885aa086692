package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverStatus;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.WaiverStatus;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.policy.WaiverStanding;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;

/** Says whether a waiver is in force, and where something runs under it. */
public final class WaiverReconciler
    implements Reconciler<SovereigntyWaiver>, ResourceReconciler<SovereigntyWaiver> {

  private final SnapshotBoard board;
  private final Triggers triggers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  /**
   * @param triggers has the event source that wakes this controller
   */
  public WaiverReconciler(
      SnapshotBoard board,
      Triggers triggers,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    this.board = board;
    this.triggers = triggers;
    this.events = events;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SovereigntyWaiver>> prepareEventSources(
      EventSourceContext<SovereigntyWaiver> context) {
    return List.of(triggers.waivers.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<SovereigntyWaiver> reconcileResource(
      SovereigntyWaiver waiver, Context<SovereigntyWaiver> context) {
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || context.isPrimaryResourceDeleted() || !snapshot.read(waiver)) {
      return UpdateControl.noUpdate();
    }
    ObjectRef ref = ObjectRef.of(waiver);
    WaiverStanding standing =
        snapshot.translation().waivers().stream()
            .filter(s -> s.object().equals(ref))
            .findFirst()
            .orElse(null);
    if (standing == null) {
      return UpdateControl.noUpdate();
    }
    List<String> errors = snapshot.errors(ref.kind(), ref.namespace(), ref.name());
    SovereigntyWaiverStatus status =
        WaiverStatus.of(
            waiver,
            standing.state(),
            errors.isEmpty() ? standing.message() : String.join("; ", errors),
            uses(waiver, snapshot),
            clock.instant());
    StatusWriter.Outcome outcome = writer.write(waiver, status, SovereigntyWaiver::new, context);
    if (outcome.written()) {
      events.lapse(
          waiver,
          waiver.getStatus() == null ? List.of() : waiver.getStatus().conditions(),
          status.conditions());
    }
    return outcome.control();
  }

  private static List<WaiverUse> uses(SovereigntyWaiver waiver, Snapshot snapshot) {
    var ref = waiver.getSpec() == null ? null : waiver.getSpec().workloadRef();
    if (ref == null || ref.name() == null) {
      return List.of();
    }
    String name = waiver.getMetadata().getName();
    return snapshot
        .waivers(new WorkloadId(waiver.getMetadata().getNamespace(), ref.name()))
        .stream()
        .filter(u -> u.waiver().name().equals(name))
        .toList();
  }
}
