package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.translate.finding.ObjectRef;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Objects;

/**
 * Delivers the decision in force for a BleuWorkload and says what came of it. What is due is
 * decided by values: {@link WorkloadPhase}, {@link ZoneHolds}, {@link DeliveryPlan}, {@link
 * Requeue}, and the status by {@link WorkloadStatus}.
 */
public final class WorkloadReconciler
    implements Reconciler<BleuWorkload>, ResourceReconciler<BleuWorkload> {

  private final DesiredState desired;
  private final DeletionHold holds;
  private final WorkloadDelivery deliveries;
  private final WorkloadObserver observer;
  private final WorkloadStatusWriter statuses;
  private final DeliveryProgress progress;
  private final Triggers triggers;

  /**
   * @param desired what a workload is to be
   * @param holds what holds it back from deletion while something of it may be left
   * @param deliveries what brings the clusters to what is decided
   * @param observer what sees how it is
   * @param statuses where that is written
   * @param progress who measures how long that takes
   * @param triggers who asks for looks, and is asked for those at WorkloadPlacements
   */
  public WorkloadReconciler(
      DesiredState desired,
      DeletionHold holds,
      WorkloadDelivery deliveries,
      WorkloadObserver observer,
      WorkloadStatusWriter statuses,
      DeliveryProgress progress,
      Triggers triggers) {
    this.desired = desired;
    this.holds = holds;
    this.deliveries = deliveries;
    this.observer = observer;
    this.statuses = statuses;
    this.progress = progress;
    this.triggers = triggers;
  }

  @Override
  public List<EventSource<?, BleuWorkload>> prepareEventSources(
      EventSourceContext<BleuWorkload> context) {
    return List.of(triggers.workloads.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<BleuWorkload> reconcileResource(
      BleuWorkload workload, Context<BleuWorkload> context) {
    if (workload.getMetadata().getDeletionTimestamp() != null) {
      progress.ended(workload);
    }
    Snapshot snapshot = desired.snapshot();
    return switch (desired.phase(workload, context.isPrimaryResourceDeleted(), snapshot)) {
      case ARRIVAL, END -> UpdateControl.noUpdate();
      case STANDSTILL -> holds.stay(workload, context);
      case RESTORATION -> holds.restore(workload);
      case REMOVAL -> holds.remove(workload, context);
      case DELIVERY -> deliver(workload, Objects.requireNonNull(snapshot), context);
    };
  }

  private UpdateControl<BleuWorkload> deliver(
      BleuWorkload workload, Snapshot snapshot, Context<BleuWorkload> context) {
    DeliveryProgress.Look look = progress.look();
    List<String> errors = desired.errors(workload, snapshot);
    DecisionInForce inForce = desired.inForce(workload);

    HoldOutcome hold = holds.hold(workload, inForce, errors.isEmpty(), context);
    if (hold.ends()) {
      return hold.control();
    }
    if (deliveries.isPending(workload, inForce)) {
      return new Requeue(Requeue.AGAIN).control();
    }
    DeliveryPlan plan = deliveries.plan(workload, inForce, !errors.isEmpty(), hold);
    DeliveryReport report = deliveries.carryOut(plan, workload, snapshot);
    progress.carriedOut(workload, plan, report, look);

    WorkloadObservation seen = observer.observe(workload, report, snapshot, plan.delivered());
    if (seen.news()) {
      triggers.placement(ObjectRef.workload(workload));
    }
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            WorkloadFactsAssembly.of(
                workload, snapshot, errors, inForce, seen, desired.serves(workload)));
    StatusWriter.Outcome outcome = statuses.write(workload, status, context);
    if (outcome.written()) {
      progress.written(workload, status);
    }
    if (plan.isDelivered(report)
        && outcome.due() == null
        && Conditions.isReady(status.conditions())) {
      progress.ready(workload, look);
    }
    return Requeue.of(report, deliveries.refused(workload), seen.due(), hold.leaving(), seen.at())
        .or(outcome.due())
        .control();
  }

  /** The line that tells of a failure leads to the trace of what was to be delivered. */
  @Override
  public ErrorStatusUpdateControl<BleuWorkload> updateErrorStatus(
      BleuWorkload workload, Context<BleuWorkload> context, Exception failure) {
    try (TraceSpan logs = progress.logs(workload)) {
      return ResourceReconciler.super.updateErrorStatus(workload, context, failure);
    }
  }
}
