package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.operator.cache.ControllerClient;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.migration.MigrationThread;
import cloud.bleu.operator.reconciler.DeletionHold;
import cloud.bleu.operator.reconciler.DeliveryProgress;
import cloud.bleu.operator.reconciler.DesiredState;
import cloud.bleu.operator.reconciler.DrillReconciler;
import cloud.bleu.operator.reconciler.ElsewhereHold;
import cloud.bleu.operator.reconciler.PendingClusters;
import cloud.bleu.operator.reconciler.PlacementReconciler;
import cloud.bleu.operator.reconciler.PolicyReconciler;
import cloud.bleu.operator.reconciler.ProviderReconciler;
import cloud.bleu.operator.reconciler.TemplateHold;
import cloud.bleu.operator.reconciler.UncreatedPods;
import cloud.bleu.operator.reconciler.WaiverReconciler;
import cloud.bleu.operator.reconciler.WorkloadDelivery;
import cloud.bleu.operator.reconciler.WorkloadObserver;
import cloud.bleu.operator.reconciler.WorkloadReconciler;
import cloud.bleu.operator.reconciler.WorkloadStatusWriter;
import cloud.bleu.operator.reconciler.ZoneHold;
import cloud.bleu.operator.reconciler.ZoneOccupants;
import cloud.bleu.operator.reconciler.ZoneReach;
import cloud.bleu.operator.reconciler.ZoneReconciler;
import cloud.bleu.operator.reconciler.ZoneStatusWriter;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.ControllerName;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** The controllers: one for each kind, and what each works with. */
final class ControllerAssembly {

  private final OperatorContext context;
  private final Clock clock;
  private final StatusWriter writer;
  private final StatusEvents told;

  private ControllerAssembly(OperatorContext context) {
    this.context = context;
    clock = context.options.clock();
    writer =
        new StatusWriter(
            context.client, context.metrics, context.refused, context.board::committing);
    told = new StatusEvents(context.events);
  }

  /**
   * The controllers, not started.
   *
   * @param tenure begins with their election, if there is one
   */
  static Reconcilers of(OperatorContext context, Tenure tenure) {
    ControllerAssembly assembly = new ControllerAssembly(context);
    Reconcilers all = assembly.none(tenure);
    all.register(ControllerName.WORKLOAD, BleuWorkload.class, assembly.workload());
    all.register(ControllerName.PLACEMENT, WorkloadPlacement.class, assembly.placement());
    all.register(ControllerName.ZONE, AvailabilityZone.class, assembly.zone());
    all.register(ControllerName.PROVIDER, CloudProvider.class, assembly.provider());
    all.register(ControllerName.WAIVER, SovereigntyWaiver.class, assembly.waiver());
    all.register(ControllerName.POLICY, SovereigntyPolicy.class, assembly.policy());
    all.register(ControllerName.DRILL, ResilienceDrill.class, assembly.drill());
    return all;
  }

  /** What plans migrations, not started. */
  static MigrationThread ofMigrations(OperatorContext context) {
    ControllerAssembly assembly = new ControllerAssembly(context);
    return new MigrationThread(
        context.client, context.lastRead::get, assembly.told, assembly.writer, assembly.clock);
  }

  private Reconcilers none(Tenure tenure) {
    KubernetesClient client = ControllerClient.of(context.client, context.caches());
    tenure.elects(client);
    return new Reconcilers(
        client, context.metrics, context.triggers, writer::isOwn, tenure.election());
  }

  private WorkloadReconciler workload() {
    WorkloadStatusWriter statuses = new WorkloadStatusWriter(writer, told);
    DeliveryOrders orders = new DeliveryOrders(context.caches(), clock);
    return new WorkloadReconciler(
        new DesiredState(context.board, context.ledger, context.options.namespaces()),
        hold(statuses),
        new WorkloadDelivery(
            context.ledger,
            context.gates,
            orders,
            context.delivery,
            new PendingClusters(context.clusters::isPending, context.karmada::isPending),
            context.options.namespaces(),
            context.refused),
        new WorkloadObserver(
            context.caches(),
            context.gates,
            orders,
            new UncreatedPods(context.client),
            context.delivery::awaited,
            context.board,
            clock),
        statuses,
        new DeliveryProgress(context.metrics.deliveries, context.traces, clock),
        context.triggers);
  }

  private DeletionHold hold(WorkloadStatusWriter statuses) {
    Finalizers finalizers =
        new Finalizers(context.client, ControllerName.WORKLOAD, context.refused);
    return new DeletionHold(
        new TemplateHold(
            context.caches(),
            context.delivery,
            context.options.namespaces(),
            finalizers,
            context.refused,
            context.events,
            clock),
        new ElsewhereHold(
            context.clusters,
            context.clusters::reached,
            context.delivery,
            context.options.namespaces(),
            finalizers,
            statuses,
            clock));
  }

  private PlacementReconciler placement() {
    return new PlacementReconciler(context.board, context.ledger, context.triggers, writer, clock);
  }

  private ZoneReconciler zone() {
    return new ZoneReconciler(
        context.board,
        new ZoneHold(
            new ZoneOccupants(context.caches(), context.clusters, context.ledger),
            new Finalizers(context.client, ControllerName.ZONE, context.refused)),
        new ZoneReach(context.clusters, context.karmada, context.hubGates, context::closed, clock),
        context.zoneProbes,
        new ZoneStatusWriter(
            writer, told, context.lossRecords, took -> context.watches.continuity.recorded(took)),
        context.triggers,
        clock);
  }

  private ProviderReconciler provider() {
    return new ProviderReconciler(context.board, context.triggers, told, writer, clock);
  }

  private WaiverReconciler waiver() {
    return new WaiverReconciler(context.board, context.triggers, told, writer, clock);
  }

  private DrillReconciler drill() {
    return new DrillReconciler(
        context.board,
        context.drills,
        context.drillThread,
        context.caches(),
        context.triggers,
        told,
        writer,
        clock);
  }

  private PolicyReconciler policy() {
    return new PolicyReconciler(
        context.board, context.triggers, writer, context.evidence.standing()::failing, clock);
  }
}
