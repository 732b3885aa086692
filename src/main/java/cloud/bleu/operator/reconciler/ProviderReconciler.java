package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderStatus;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.status.ProviderStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;

/** Says what was computed from the facts about a provider. */
public final class ProviderReconciler
    implements Reconciler<CloudProvider>, ResourceReconciler<CloudProvider> {

  private final SnapshotBoard board;
  private final Triggers triggers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  /**
   * @param triggers has the event source that wakes this controller
   */
  public ProviderReconciler(
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
  public List<EventSource<?, CloudProvider>> prepareEventSources(
      EventSourceContext<CloudProvider> context) {
    return List.of(triggers.providers.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<CloudProvider> reconcileResource(
      CloudProvider object, Context<CloudProvider> context) {
    Snapshot snapshot = board.snapshot();
    String name = object.getMetadata().getName();
    Provider provider = snapshot == null ? null : snapshot.estate().provider(name);
    if (snapshot == null
        || provider == null
        || context.isPrimaryResourceDeleted()
        || !snapshot.read(object)) {
      return UpdateControl.noUpdate();
    }
    CloudProviderStatus status =
        ProviderStatus.of(
            object,
            provider,
            snapshot.errors("CloudProvider", null, name),
            snapshot.notes("CloudProvider", null, name),
            snapshot.estate(),
            clock.instant());
    StatusWriter.Outcome outcome = writer.write(object, status, CloudProvider::new, context);
    if (outcome.written()) {
      events.lapse(
          object,
          object.getStatus() == null ? List.of() : object.getStatus().conditions(),
          status.conditions());
    }
    return outcome.control();
  }
}
