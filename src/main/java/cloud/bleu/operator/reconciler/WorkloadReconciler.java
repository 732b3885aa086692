package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.Order;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.delivery.PodOrder;
import cloud.bleu.delivery.Problem;
import cloud.bleu.delivery.Report;
import cloud.bleu.ledger.InForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.OthersPods;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.gate.Orders;
import cloud.bleu.operator.pass.PlacementPass;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.snapshot.Board;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Observed;
import cloud.bleu.status.PodFaults;
import cloud.bleu.status.WorkloadFacts;
import cloud.bleu.status.WorkloadStatus;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers the decision in force for a BleuWorkload and says what came of it. */
public final class WorkloadReconciler
    implements Reconciler<BleuWorkload>, LoggedFailures<BleuWorkload> {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Nothing tells when the server would take what it refused: a quota, a policy, a right. */
  static final Duration REFUSED = Duration.ofSeconds(20);

  private final Board board;
  private final Ledger ledger;
  private final Gates gates;
  private final Caches caches;
  private final Orders orders;
  private final Delivery delivery;
  private final Triggers triggers;
  private final Finalizers finalizers;
  private final RefusedWrites refused;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final WorkloadObservation observations;
  private final Clock clock;

  public WorkloadReconciler(
      Board board,
      Ledger ledger,
      Gates gates,
      Caches caches,
      Delivery delivery,
      Triggers triggers,
      Finalizers finalizers,
      RefusedWrites refused,
      StatusEvents events,
      StatusWriter writer,
      UncreatedPods uncreated,
      Clock clock) {
    this.board = board;
    this.ledger = ledger;
    this.gates = gates;
    this.caches = caches;
    this.orders = new Orders(caches);
    this.delivery = delivery;
    this.triggers = triggers;
    this.finalizers = finalizers;
    this.refused = refused;
    this.events = events;
    this.writer = writer;
    this.observations = new WorkloadObservation(caches, gates, orders, uncreated);
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
      return release(workload);
    }
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || !read(workload, snapshot)) {
      // The placement loop asks again once it has seen this version.
      return UpdateControl.noUpdate();
    }
    List<Problem> notHeld = new ArrayList<>();
    if (workload.getSpec().workload().deploymentRef() != null) {
      Finalizers.Outcome held = hold(workload, notHeld, context);
      if (held != Finalizers.Outcome.NOTHING) {
        return held.control();
      }
    }
    WorkloadId id = id(workload);
    List<String> errors = snapshot.blocking("BleuWorkload", id.namespace(), id.name());
    InForce inForce = inForce(workload);
    Report report = deliver(workload, inForce, snapshot, !errors.isEmpty(), notHeld);
    tellRefused(workload, report);
    Instant now = clock.instant();
    PodFaults faults = observations.faults(workload, report, now);
    Observed observed =
        observations.of(workload, report, snapshot.zoneOfNode()).with(faults.byZone());
    if (board.observe(id, observed)) {
      triggers.placement(id);
    }
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFacts(
                workload,
                PlacementPass.generation(workload),
                errors,
                snapshot.decisions().get(id),
                written(inForce),
                snapshot.lapses().get(id),
                inForce != null && inForce.published(),
                observed,
                now));
    return written(workload, status, again(report, faults, now), context);
  }

  /**
   * Holds the workload back from deletion until its template has its replicas back.
   *
   * @param problems to which is added why that cannot be
   */
  private Finalizers.Outcome hold(
      BleuWorkload workload, List<Problem> problems, Context<BleuWorkload> context) {
    try {
      return finalizers.add(workload, Finalizers.RESTORE, context);
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        throw e;
      }
      problems.add(
          new Problem(
              RefusedWrites.Write.Finalizer.reason,
              "without its finalizer the Deployment could not get its replicas back, so nothing is"
                  + " delivered: "
                  + refusal.sentence(),
              true));
      return Finalizers.Outcome.NOTHING;
    }
  }

  private void tellRefused(BleuWorkload workload, Report report) {
    ObjectReference regarding = EventRecorder.reference(workload);
    report.problems().stream()
        .filter(p -> p.code().equals(Problem.REFUSED) || p.code().equals(Problem.REJECTED))
        .findFirst()
        .ifPresentOrElse(
            p -> refused.refused(RefusedWrites.Write.Child, regarding, p.message()),
            () -> refused.over(RefusedWrites.Write.Child, regarding));
  }

  /** Where it runs: by what its WorkloadPlacement says. */
  private static List<Assignment> written(@Nullable InForce inForce) {
    WorkloadPlacementSpec written = inForce == null ? null : inForce.written();
    return written == null ? List.of() : written.assignments();
  }

  private UpdateControl<BleuWorkload> written(
      BleuWorkload workload,
      BleuWorkloadStatus status,
      @Nullable Duration again,
      Context<BleuWorkload> context) {
    StatusWriter.Outcome outcome = writer.write(workload, status, BleuWorkload::new, context);
    if (outcome.written()) {
      events.of(workload, status);
    }
    return again != null && outcome.due() == null
        ? UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(again)
        : outcome.control();
  }

  /** After how long to try again though nothing tells of a change; null: not at all. */
  private static @Nullable Duration again(Report report, PodFaults faults, Instant now) {
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

  private Report deliver(
      BleuWorkload workload,
      @Nullable InForce inForce,
      Snapshot snapshot,
      boolean frozen,
      List<Problem> notHeld) {
    List<Problem> notWritten = PlacementRefusals.problems(ledger.refused().get(id(workload)));
    if (inForce == null || !inForce.published()) {
      return waiting(workload, inForce, snapshot, notWritten);
    }
    if (OthersPods.selector(workload) != null) {
      return others(workload, inForce, snapshot, frozen).plus(notWritten);
    }
    Order order = orders.of(workload, inForce, snapshot);
    if (!notHeld.isEmpty()) {
      return delivery.observe(order).held(notHeld);
    }
    if (!gates.open(id(workload), inForce)) {
      return delivery.observe(order).held(gates.problems(id(workload)));
    }
    Report report =
        frozen || Boolean.TRUE.equals(workload.getSpec().suspend())
            ? delivery.observe(order)
            : delivery.deliver(order);
    return report.plus(notWritten);
  }

  /** Nothing acts on a decision that is not published: what stands there stands on. */
  private Report waiting(
      BleuWorkload workload,
      @Nullable InForce inForce,
      Snapshot snapshot,
      List<Problem> notWritten) {
    if (inForce == null || inForce.standing() == null || OthersPods.selector(workload) != null) {
      return new Report(List.of(), notWritten, false, false, false);
    }
    return delivery.observe(orders.of(workload, inForce.asStanding(), snapshot)).held(notWritten);
  }

  /** Pods within the decision are let in though it is frozen: what is frozen is the decision. */
  private Report others(BleuWorkload workload, InForce inForce, Snapshot snapshot, boolean frozen) {
    WorkloadId id = id(workload);
    PodAssignments assignments = gates.pods(id.namespace());
    if (assignments == null || !gates.open(id, inForce)) {
      return new Report(List.of(), gates.problems(id), false, false, false);
    }
    Map<String, String> zones = new HashMap<>();
    assignments
        .assigned()
        .forEach(
            (pod, to) -> {
              if (to.workload().equals(id.name())) {
                zones.put(pod, to.zone());
              }
            });
    return delivery.deliver(
        new PodOrder(id.name(), orders.others(workload), zones, orders.selectors()),
        orders.of(workload, inForce, snapshot),
        frozen || Boolean.TRUE.equals(workload.getSpec().suspend()));
  }

  /** Gives the template its replicas back, then lets the object go. */
  private UpdateControl<BleuWorkload> release(BleuWorkload workload) {
    if (!Finalizers.has(workload, Finalizers.RESTORE)) {
      return UpdateControl.noUpdate();
    }
    ObjectReference regarding = EventRecorder.reference(workload);
    var ref = workload.getSpec().workload().deploymentRef();
    Deployment reference =
        ref == null ? null : caches.deployment(workload.getMetadata().getNamespace(), ref.name());
    try {
      if (reference != null && !delivery.restore(reference)) {
        return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(AGAIN);
      }
      refused.over(RefusedWrites.Write.Child, regarding);
    } catch (KubernetesClientException e) {
      refused.refused(
          RefusedWrites.Write.Child,
          regarding,
          "it is being deleted, and its Deployment cannot get its replicas back: "
              + refusal(e).sentence());
      return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(REFUSED);
    }
    try {
      return finalizers.remove(workload, Finalizers.RESTORE).control();
    } catch (KubernetesClientException e) {
      // It is told where it is written.
      refusal(e);
      return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(REFUSED);
    }
  }

  /**
   * @throws KubernetesClientException this one, when it is no refusal
   */
  private static Refusal refusal(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal == null) {
      throw e;
    }
    return refusal;
  }

  private @Nullable InForce inForce(BleuWorkload workload) {
    InForce inForce = ledger.inForce(id(workload));
    return inForce == null || !inForce.uid().equals(workload.getMetadata().getUid())
        ? null
        : inForce;
  }

  private static boolean read(BleuWorkload workload, Snapshot snapshot) {
    Snapshot.Seen seen = snapshot.seen().get(id(workload));
    return new Snapshot.Seen(workload.getMetadata().getUid(), PlacementPass.generation(workload))
        .equals(seen);
  }

  private static WorkloadId id(BleuWorkload workload) {
    return new WorkloadId(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }
}
