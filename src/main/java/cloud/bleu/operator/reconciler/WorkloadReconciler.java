package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.gate.Orders;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.metric.DeliveryTimer;
import cloud.bleu.operator.ocm.ZoneClusters;
import cloud.bleu.operator.pass.PlacementPass;
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
import cloud.bleu.status.evacuation.LastEvacuation;
import cloud.bleu.status.fault.PodFaults;
import cloud.bleu.translate.finding.ObjectRef;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Delivers the decision in force for a BleuWorkload and says what came of it. */
public final class WorkloadReconciler
    implements Reconciler<BleuWorkload>, LoggedFailures<BleuWorkload> {

  static final Duration AGAIN = Duration.ofSeconds(1);

  /** Nothing tells when the server would take what it refused: a quota, a policy, a right. */
  static final Duration REFUSED = Duration.ofSeconds(20);

  private final SnapshotBoard board;
  private final Ledger ledger;
  private final Triggers triggers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final TemplateHold templates;
  private final ElsewhereHold elsewhere;
  private final WorkloadDelivery deliveries;
  private final WorkloadObservation observations;
  private final Predicate<String> served;
  private final KarmadaConnection karmada;
  private final DeliveryTimer times;
  private final Traces traces;
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
        new ElsewhereHold(clusters, delivery, served, finalizers, events, writer, clock);
    this.deliveries = new WorkloadDelivery(ledger, gates, orders, delivery, served, refused);
    this.observations = new WorkloadObservation(caches, gates, orders, uncreated);
    this.served = served;
    this.karmada = karmada;
    this.times = times;
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, BleuWorkload>> prepareEventSources(
      EventSourceContext<BleuWorkload> context) {
    return List.of(triggers.workloads.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<BleuWorkload> look(BleuWorkload workload, Context<BleuWorkload> context) {
    if (context.isPrimaryResourceDeleted()) {
      return UpdateControl.noUpdate();
    }
    if (workload.getMetadata().getDeletionTimestamp() != null) {
      times.forget(ObjectRef.workload(workload));
      // A template serves again before anything of what replaced it goes.
      return serves(workload) && Finalizers.has(workload, Finalizers.RESTORE)
          ? templates.release(workload)
          : elsewhere.release(workload, context);
    }
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || !read(workload, snapshot)) {
      // The placement loop asks again once it has seen this version.
      return UpdateControl.noUpdate();
    }
    List<String> errors = errors(workload, snapshot);
    List<Problem> notHeld = new ArrayList<>();
    // What is in error is delivered nowhere, so it scales no Deployment down.
    Finalizers.Outcome held =
        errors.isEmpty() ? templates.hold(workload, notHeld, context) : Finalizers.Outcome.NOTHING;
    if (held != Finalizers.Outcome.NOTHING) {
      return held.control();
    }
    long looked = times.now();
    long traced = traces.now();
    DecisionInForce inForce = inForce(workload);
    List<Problem> left = new ArrayList<>();
    held = elsewhere.hold(workload, inForce, notHeld, left, context);
    if (held != Finalizers.Outcome.NOTHING) {
      return held.control();
    }
    if (elsewhere.isPending(workload, inForce)
        || (workload.getSpec().workload().karmada() != null && karmada.isPending())) {
      return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(AGAIN);
    }
    DeliveryReport report =
        deliveries.deliver(workload, inForce, snapshot, !errors.isEmpty(), notHeld).leaving(left);
    time(workload, report, !errors.isEmpty(), looked);
    Instant now = clock.instant();
    PodFaults faults = observations.faults(workload, report, now);
    ObservedChildren observed = observe(workload, report, faults, snapshot);
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            WorkloadFactsAssembly.of(
                workload, snapshot, errors, inForce, observed, serves(workload), now));
    Duration again = again(report, faults, now);
    StatusWriter.Outcome outcome = writer.write(workload, status, BleuWorkload::new, context);
    if (report.complete() && outcome.due() == null && Conditions.isReady(status.conditions())) {
      traces.ready(ObjectRef.workload(workload), traced);
    }
    return written(
        workload,
        status,
        again == null && elsewhere.isLeaving(workload, inForce) ? REFUSED : again,
        outcome);
  }

  /** The line that tells of a failure leads to the trace of what was to be delivered. */
  @Override
  public ErrorStatusUpdateControl<BleuWorkload> updateErrorStatus(
      BleuWorkload workload, Context<BleuWorkload> context, Exception failure) {
    try (TraceSpan logs = traces.logs(ObjectRef.workload(workload))) {
      return LoggedFailures.super.updateErrorStatus(workload, context, failure);
    }
  }

  private void time(BleuWorkload workload, DeliveryReport report, boolean frozen, long looked) {
    WorkloadId id = ObjectRef.workload(workload);
    if (frozen || Boolean.TRUE.equals(workload.getSpec().suspend())) {
      times.forget(id);
    } else if (report.complete()) {
      times.delivered(id, looked);
    }
  }

  private static List<String> errors(BleuWorkload workload, Snapshot snapshot) {
    WorkloadId id = ObjectRef.workload(workload);
    return snapshot.blocking("BleuWorkload", id.namespace(), id.name());
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

  private boolean serves(BleuWorkload workload) {
    return served.test(workload.getMetadata().getNamespace());
  }

  private UpdateControl<BleuWorkload> written(
      BleuWorkload workload,
      BleuWorkloadStatus status,
      @Nullable Duration again,
      StatusWriter.Outcome outcome) {
    if (outcome.written()) {
      events.of(workload, status);
      times.evacuated(LastEvacuation.ended(workload.getStatus(), status));
    }
    return again != null && outcome.due() == null
        ? UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(again)
        : outcome.control();
  }

  /** After how long to try again though nothing tells of a change; null: not at all. */
  private static @Nullable Duration again(DeliveryReport report, PodFaults faults, Instant now) {
    if (report.again()) {
      return AGAIN;
    }
    Duration refused = report.problems().isEmpty() ? null : REFUSED;
    Instant next = faults.next();
    if (next == null) {
      return refused;
    }
    Duration until = Duration.between(now, next);
    return refused == null || until.compareTo(refused) < 0 ? until : refused;
  }

  private @Nullable DecisionInForce inForce(BleuWorkload workload) {
    DecisionInForce inForce = ledger.inForce(ObjectRef.workload(workload));
    return inForce == null || !inForce.uid().equals(workload.getMetadata().getUid())
        ? null
        : inForce;
  }

  private static boolean read(BleuWorkload workload, Snapshot snapshot) {
    Snapshot.Seen seen = snapshot.seen().get(ObjectRef.workload(workload));
    return new Snapshot.Seen(workload.getMetadata().getUid(), PlacementPass.generation(workload))
        .equals(seen);
  }
}
