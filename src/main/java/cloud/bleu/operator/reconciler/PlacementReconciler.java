package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.PlacementFacts;
import cloud.bleu.status.PlacementStatus;
import cloud.bleu.translate.finding.ObjectRef;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says of a WorkloadPlacement why it is as it is and what became of it. */
public final class PlacementReconciler
    implements Reconciler<WorkloadPlacement>, ResourceReconciler<WorkloadPlacement> {

  private final SnapshotBoard board;
  private final Ledger ledger;
  private final Triggers triggers;
  private final StatusWriter writer;
  private final Clock clock;

  /**
   * @param triggers has the event source that wakes this controller
   */
  public PlacementReconciler(
      SnapshotBoard board, Ledger ledger, Triggers triggers, StatusWriter writer, Clock clock) {
    this.board = board;
    this.ledger = ledger;
    this.triggers = triggers;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WorkloadPlacement>> prepareEventSources(
      EventSourceContext<WorkloadPlacement> context) {
    return List.of(triggers.placements.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<WorkloadPlacement> reconcileResource(
      WorkloadPlacement placement, Context<WorkloadPlacement> context) {
    WorkloadId id = ObjectRef.workload(placement);
    Snapshot snapshot = board.snapshot();
    DecisionInForce inForce = ledger.inForce(id);
    ObservedChildren observed = board.observed(id);
    if (context.isPrimaryResourceDeleted()
        || snapshot == null
        || inForce == null
        || observed == null
        || placement.getMetadata().getDeletionTimestamp() != null
        || !inForce.spec().equals(placement.getSpec())) {
      // Not what is in force: either it is about to be written, or to go.
      return UpdateControl.noUpdate();
    }
    WorkloadPlacementStatus status =
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                snapshot.why(id),
                snapshot.costs().get(id),
                snapshot.waivers(id),
                snapshot.inputs().get(id),
                inForce.cause(),
                observed,
                zones(snapshot),
                clock.instant()));
    return writer.write(placement, status, WorkloadPlacement::new, context).control();
  }

  private static Map<String, Zone> zones(Snapshot snapshot) {
    return snapshot.estate().zones().stream().collect(Collectors.toMap(Zone::name, z -> z));
  }
}
