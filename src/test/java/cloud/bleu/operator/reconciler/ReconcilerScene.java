package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.StatedClock;
import cloud.bleu.delivery.zone.StatedClusters;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the reconciler of workloads works with, and a workload in any of its states. Who stands for
 * the server has the decision; what is written of the workload is taken, or refused, and not kept.
 */
final class ReconcilerScene implements AutoCloseable {
  private static final String NO_ENTRY =
      """
      {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "DecisionLedger",
       "metadata": {"name": "decisions", "resourceVersion": "5"},
       "spec": {"sequence": 7, "entries": [], "records": []}}
      """;

  /** Of the workload: {@code status} and {@code finalizers}, as they are written. */
  final List<String> written = new CopyOnWriteArrayList<>();

  /** The status that was written last. */
  volatile @Nullable BleuWorkloadStatus status;

  /** What the server answers to a status. */
  volatile int answer = 200;

  /** Who is asked to look at its WorkloadPlacement. */
  final List<String> told = new ArrayList<>();

  /** Which was said to be ready, and whose lines lead to a trace. */
  final List<String> traced = new ArrayList<>();

  final RecordedTarget target = new RecordedTarget();

  final WorkloadId id = new WorkloadId("shop", "web");

  /** What the server has of decisions. */
  private volatile List<WorkloadPlacement> published = List.of();

  private final StatedClock clock = new StatedClock(StatedWorkload.NOON);
  final OperatorMetrics metrics = new OperatorMetrics();
  final Triggers triggers = new Triggers();
  final WorkloadReconciler reconciler;
  final Context<BleuWorkload> context;
  private final KubernetesClient client;
  private final EventRecorder events;
  private final RefusedWrites refused;
  private final Ledger ledger;
  private final Caches caches;
  private final Gates gates;
  private final SnapshotBoard board = new SnapshotBoard(one -> Map.of(), () -> {});
  private boolean served;
  private boolean pending;
  private boolean gone;

  /**
   * @param client of the server that a proxy stands for
   */
  ReconcilerScene(FaultProxy proxy, KubernetesClient client) {
    this.client = client;
    proxy.fault(new Script());
    events = new EventRecorder(client, "test", clock, metrics.registry, n -> false);
    refused = new RefusedWrites(metrics.registry, events);
    ledger = new Ledger(client, clock);
    caches = new Caches(client, (before, after) -> {});
    gates =
        new Gates(new HubGateWriter(client), refused, () -> {}, plan -> {}, n -> true, Traces.NONE);
    reconciler = reconciler();
    context = ControllerContext.of(client, reconciler, () -> gone);
    triggers.placements.setEventHandler(
        event -> told.add(event.getRelatedCustomResourceID().getName()));
    triggers.placements.start();
  }

  /** Takes what is written of workloads. */
  private final class Script implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      if (request.about("decisionledgers")) {
        return Answer.json(200, NO_ENTRY);
      }
      if (request.about("workloadplacements")) {
        return Answer.json(200, "{\"items\": " + Serialization.asJson(published) + "}");
      }
      if (!request.about("bleuworkloads") || !request.method().equals("PATCH")) {
        return null;
      }
      String body = new String(request.body(), StandardCharsets.UTF_8);
      if (!request.path().endsWith("/status")) {
        written.add("finalizers");
        return Answer.json(200, body);
      }
      written.add("status");
      status = Serialization.unmarshal(body, BleuWorkload.class).getStatus();
      return answer == 200 ? Answer.json(200, body) : Answer.status(answer, "MadeUp");
    }
  }

  private WorkloadReconciler reconciler() {
    WorkloadStatusWriter statuses =
        new WorkloadStatusWriter(
            new StatusWriter(client, metrics, refused, () -> 0), new StatusEvents(events));
    DeliveryOrders orders = new DeliveryOrders(caches, clock);
    Finalizers finalizers = new Finalizers(client, "test", refused);
    StatedClusters clusters = new StatedClusters("far", "other", cluster -> target);
    Delivery delivery = Deliveries.of(client, target, clusters);
    return new WorkloadReconciler(
        new DesiredState(board, ledger, namespace -> served),
        new DeletionHold(
            new TemplateHold(
                caches, delivery, namespace -> served, finalizers, refused, events, clock),
            new ElsewhereHold(
                clusters,
                zone -> "its-uid",
                delivery,
                namespace -> served,
                finalizers,
                statuses,
                clock)),
        new WorkloadDelivery(
            ledger,
            gates,
            orders,
            delivery,
            new PendingClusters(zone -> pending, () -> false),
            namespace -> served,
            refused),
        new WorkloadObserver(
            caches, gates, orders, new UncreatedPods(client), delivery::awaited, board, clock),
        statuses,
        new DeliveryProgress(metrics.deliveries, traces(), clock),
        triggers);
  }

  private Traces traces() {
    return (Traces)
        Proxy.newProxyInstance(
            Traces.class.getClassLoader(),
            new Class<?>[] {Traces.class},
            (proxy, asked, arguments) ->
                switch (asked.getName()) {
                  case "now" -> 0L;
                  case "ready" -> traced.add("ready " + ((WorkloadId) arguments[0]).name());
                  case "logs" -> logs(((WorkloadId) arguments[0]).name());
                  default -> throw new UnsupportedOperationException(asked.getName());
                });
  }

  private TraceSpan logs(String name) {
    traced.add("logs " + name);
    return new TraceSpan() {
      @Override
      public void failed(Throwable fault) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {
        traced.add("end of " + name);
      }
    };
  }

  StatedWorkload stated(String words) {
    return new StatedWorkload(id, Set.of(words.split(" ")));
  }

  /** The workload, with the decision for it in force, if it has one. */
  BleuWorkload workload(StatedWorkload stated) throws LedgerConflictException {
    BleuWorkload web = stated.object();
    published = stated.decisions();
    ledger.recover();
    gates.write(
        ApiObjects.NONE
            .with(Namespace.class, List.of(shop()))
            .with(BleuWorkload.class, List.of(web)),
        stated.translation(),
        ledger.all());
    return web;
  }

  private static Namespace shop() {
    return new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build();
  }

  /** A look, after a pass that has read it, or has not. */
  UpdateControl<BleuWorkload> look(BleuWorkload web, StatedWorkload stated) {
    served = !stated.is("unserved");
    pending = stated.is("pending");
    gone = stated.is("gone");
    target.refuses = stated.is("refuses");
    target.standing.clear();
    target.standing.addAll(stated.standing());
    if (!stated.is("unread")) {
      board.publish(stated.snapshot());
    }
    return reconciler.reconcile(web, context);
  }

  @Override
  public void close() {
    gates.close();
    ledger.close();
    caches.close();
    events.close();
  }
}
