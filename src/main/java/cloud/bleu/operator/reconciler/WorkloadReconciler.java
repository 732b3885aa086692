package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.gate.Orders;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.metric.DeliveryTimer;
import cloud.bleu.operator.ocm.ZoneClusters;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.status.fault.PodFaults;
import cloud.bleu.translate.finding.ObjectRef;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the decision in force for a BleuWorkload and says what came of it. What is due is
 * decided by values: {@link WorkloadPhase}, {@link ZoneHolds}, {@link DeliveryPlan}, {@link
 * Requeue}, and the status by {@link WorkloadStatus}.
 */
public final class WorkloadReconciler
    implements Reconciler<BleuWorkload>, LoggedFailures<BleuWorkload> {

  private final SnapshotBoard board;
  private final Ledger ledger;
  private final Triggers triggers;
  private final TemplateHold templates;
  private final ElsewhereHold elsewhere;
  private final PendingClusters pending;
  private final WorkloadDelivery deliveries;
  private final WorkloadObservation observations;
  private final DeliveryProgress progress;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Predicate<String> served;
  private final Clock clock;

  /**
   * @param served whether objects may be changed in a namespace; in any other a workload is looked
   *     at and nothing else
   */
  public WorkloadReconciler(
      SnapshotBoard board,
      Ledger ledger,
      Gates gates,
      Caches caches,
      ZoneClusters clusters,
      KarmadaConnection karmada,
      Delivery delivery,
      Triggers triggers,
      Finalizers finalizers,
      RefusedWrites refused,
      StatusEvents events,
      StatusWriter writer,
      UncreatedPods uncreated,
      DeliveryTimer times,
      Traces traces,
      Predicate<String> served,
      Clock clock) {
    this.board = board;
    this.ledger = ledger;
    this.triggers = triggers;
    this.events = events;
    this.writer = writer;
    Orders orders = new Orders(caches);
    this.templates = new TemplateHold(caches, delivery, served, finalizers, refused);
    this.elsewhere =
        new ElsewhereHold(
            clusters, clusters::reached, delivery, served, finalizers, events, writer, clock);
    this.pending = new PendingClusters(clusters, karmada);
    this.deliveries = new WorkloadDelivery(ledger, gates, orders, delivery, served, refused);
    this.observations = new WorkloadObservation(caches, gates, orders, uncreated);
    this.progress = new DeliveryProgress(times, traces);
    this.served = served;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, BleuWorkload>> prepareEventSources(
      EventSourceContext<BleuWorkload> context) {
    return List.of(triggers.workloads.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<BleuWorkload> look(BleuWorkload workload, Context<BleuWorkload> context) {
    if (workload.getMetadata().getDeletionTimestamp() != null) {
      progress.ended(workload);
    }
    Snapshot snapshot = board.snapshot();
    Snapshot.Seen read =
        snapshot == null ? null : snapshot.seen().get(ObjectRef.workload(workload));
    return switch (WorkloadPhase.of(
        workload, context.isPrimaryResourceDeleted(), serves(workload), read)) {
      case ARRIVAL, END -> UpdateControl.noUpdate();
      case STANDSTILL -> elsewhere.stay(workload, context);
      case RESTORATION -> templates.release(workload);
      case REMOVAL -> elsewhere.release(workload, context);
      case DELIVERY -> deliver(workload, Objects.requireNonNull(snapshot), context);
    };
  }

  private UpdateControl<BleuWorkload> deliver(
      BleuWorkload workload, Snapshot snapshot, Context<BleuWorkload> context) {
    DeliveryProgress.Look look = progress.look();
    List<String> errors = errors(workload, snapshot);
    DecisionInForce inForce = inForce(workload);

    // What is in error is delivered nowhere, so it scales no Deployment down.
    HoldOutcome template = errors.isEmpty() ? templates.hold(workload, context) : HoldOutcome.NONE;
    HoldOutcome hold = template.and(() -> elsewhere.hold(workload, inForce, context));
    if (hold.ends()) {
      return hold.control();
    }
    if (pending.concern(workload, inForce)) {
      return new Requeue(Requeue.AGAIN).control();
    }
    DeliveryPlan plan = deliveries.plan(workload, inForce, !errors.isEmpty(), hold);
    DeliveryReport report = deliveries.carryOut(plan, workload, snapshot);
    progress.carriedOut(workload, plan, report, look);

    Instant now = clock.instant();
    PodFaults faults = observations.faults(workload, report, now);
    ObservedChildren observed = observe(workload, report, faults, snapshot);
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            WorkloadFactsAssembly.of(
                workload, snapshot, errors, inForce, observed, serves(workload), now));
    StatusWriter.Outcome outcome = write(workload, status, context);
    if (plan.isDelivered(report)
        && outcome.due() == null
        && Conditions.isReady(status.conditions())) {
      progress.ready(workload, look);
    }
    return Requeue.of(report, faults.next(), hold.leaving(), now).or(outcome.due()).control();
  }

  /** The line that tells of a failure leads to the trace of what was to be delivered. */
  @Override
  public ErrorStatusUpdateControl<BleuWorkload> updateErrorStatus(
      BleuWorkload workload, Context<BleuWorkload> context, Exception failure) {
    try (TraceSpan logs = progress.logs(workload)) {
      return LoggedFailures.super.updateErrorStatus(workload, context, failure);
    }
  }

  private static List<String> errors(BleuWorkload workload, Snapshot snapshot) {
    WorkloadId id = ObjectRef.workload(workload);
    return snapshot.blocking("BleuWorkload", id.namespace(), id.name());
  }

  /** A decision for one of its name that is gone is none for it. */
  private @Nullable DecisionInForce inForce(BleuWorkload workload) {
    DecisionInForce inForce = ledger.inForce(ObjectRef.workload(workload));
    return inForce == null || !inForce.uid().equals(workload.getMetadata().getUid())
        ? null
        : inForce;
  }

  /** What is seen of it; its WorkloadPlacement is asked to look when that is news. */
  private ObservedChildren observe(
      BleuWorkload workload, DeliveryReport report, PodFaults faults, Snapshot snapshot) {
    WorkloadId id = ObjectRef.workload(workload);
    ObservedChildren observed =
        observations.of(workload, report, snapshot.zoneOfNode()).with(faults.byZone());
    if (board.observe(id, observed)) {
      triggers.placement(id);
    }
    return observed;
  }

  private StatusWriter.Outcome write(
      BleuWorkload workload, BleuWorkloadStatus status, Context<BleuWorkload> context) {
    StatusWriter.Outcome outcome = writer.write(workload, status, BleuWorkload::new, context);
    if (outcome.written()) {
      events.of(workload, status);
      progress.written(workload, status);
    }
    return outcome;
  }

  private boolean serves(BleuWorkload workload) {
    return served.test(workload.getMetadata().getNamespace());
  }
}
