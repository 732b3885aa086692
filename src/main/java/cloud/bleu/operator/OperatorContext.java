package cloud.bleu.operator;

import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.ZoneRouting;
import cloud.bleu.delivery.cluster.ClusterPolicies;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.karmada.KarmadaTarget;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.PlacementWriter;
import cloud.bleu.operator.access.AccessSources;
import cloud.bleu.operator.access.MemberSecrets;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.drill.DrillGauges;
import cloud.bleu.operator.drill.DrillRuns;
import cloud.bleu.operator.drill.DrillThread;
import cloud.bleu.operator.evidence.Recorder;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.member.ClusterClaims;
import cloud.bleu.operator.member.HubGates;
import cloud.bleu.operator.member.MemberClients;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.ocm.ManagedClusters;
import cloud.bleu.operator.pass.LossRecords;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.pass.plan.HeldRoom;
import cloud.bleu.operator.probe.ZoneProbes;
import cloud.bleu.operator.profile.ClusterProfiles;
import cloud.bleu.operator.reconciler.ZoneOccupants;
import cloud.bleu.operator.routing.MemberEvents;
import cloud.bleu.operator.routing.ZoneClusters;
import cloud.bleu.operator.routing.ZoneIdentities;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.DroppedSpans;
import cloud.bleu.operator.trace.TraceSource;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the placement loop and the controllers share: there is one of each in a process. */
final class OperatorContext {

  final OperatorOptions options;
  private final Supplier<PlacementLoop> loop;
  final KubernetesClient client;
  final Triggers triggers = new Triggers();
  final OperatorMetrics metrics = new OperatorMetrics();
  final Traces traces;
  final SnapshotBoard board;
  final EvidenceExport evidence;
  final Ledger ledger;
  final EventRecorder events;
  final RefusedWrites refused;
  final Gates gates;
  final NodeTarget nodes;
  final HubGates hubGates;
  final Members members;
  final KarmadaConnection karmada;
  final ManagedClusters managed;
  final ZoneClusters clusters;
  final ClusterClaims claims;
  final Delivery delivery;
  final Watches watches;
  final ZoneProbes zoneProbes;
  final DrillRuns drills;
  final DrillThread drillThread;
  final LastRead lastRead = new LastRead();
  final LossRecords lossRecords;

  /**
   * @param loop asked only once something happens, which is after it exists
   */
  OperatorContext(OperatorOptions options, Tenure tenure, Supplier<PlacementLoop> loop) {
    this.options = options;
    this.loop = loop;
    client = tenure.client();
    traces = traces(options);
    board = new SnapshotBoard(this::standing, this::wake);
    evidence = new EvidenceExport(this, tenure, loop);
    ledger =
        new Ledger(
            client,
            options.clock(),
            evidence.recording().export(),
            () -> loop.get().settle(),
            new PlacementWriter(client, options.namespaces(), id -> caches().placement(id)));
    lossRecords = new LossRecords(client::raw, options.clock());
    metrics.unrecordable(lossRecords::isMissing);
    metrics.leading(tenure::isLeading);
    events =
        new EventRecorder(
            client, options.identity(), options.clock(), metrics.registry, options.namespaces());
    refused = new RefusedWrites(metrics.registry, events);
    hubGates = new HubGates(this::caches, this::zonesChanged);
    gates =
        new Gates(
            new HubGateWriter(client),
            refused,
            () -> loop.get().settle(),
            hubGates::plan,
            options.namespaces(),
            traces);
    nodes = new NodeTarget(client, this::caches, events::undone);
    MemberEvents memberEvents = new MemberEvents(triggers, this::caches, ledger, this::wake);
    members = members(tenure, memberEvents);
    karmada =
        new KarmadaConnection(
            client,
            this::caches,
            this::held,
            members::reach,
            options.clock(),
            options.nanos(),
            memberEvents,
            RoundThread.thread("karmada"));
    managed =
        new ManagedClusters(
            client,
            this::caches,
            options.namespaces(),
            nodes,
            options.clock(),
            options.nanos(),
            memberEvents);
    clusters = new ZoneClusters(members, managed, options.clock());
    claims =
        new ClusterClaims(
            () -> caches().zones.getIndexer().list(),
            new ZoneIdentities(
                members, managed, cluster -> karmada.seen(cluster).id(), () -> caches().origin()),
            members::alike,
            this::isUsed);
    metrics.unreachable(this::isUnreached);
    metrics.undeclared(zone -> clusters.undeclared(zone).size());
    delivery = delivery();
    watches = new Watches(this, tenure, loop);
    zoneProbes = zoneProbes();
    drills =
        new DrillRuns(
            () -> caches().drills.list(),
            triggers,
            new DrillGauges(metrics.registry, options.clock())::show,
            this::wake,
            evidence.recording() != Recorder.NONE);
    drillThread = new DrillThread(drills, this::inForce);
  }

  private Members members(Tenure tenure, MemberEvents memberEvents) {
    return new Members(
        new ClusterPolicies(client, this::caches, options.dns(), events::undone),
        nodes,
        this::caches,
        this::closed,
        new MemberClients(
            Operator.serialization(),
            tenure::fenced,
            new CompanionSource(client, options.namespaces()),
            options.dns(),
            events::undone,
            hubGates,
            options.clock(),
            options.nanos(),
            options.memberIntervals()),
        new AccessSources(
            new MemberSecrets(client, options.leaseNamespace()),
            new ClusterProfiles(client, options.accessProviders(), options.clock())),
        options.clock(),
        memberEvents);
  }

  private Delivery delivery() {
    return new Delivery(
        client,
        new ZoneRouting(clusters, cluster -> traces.over(cluster, null, clusters.zones(cluster))),
        clusters,
        new KarmadaTarget(client, karmada, options.clock()),
        target -> traces.over(null, "ResourceBinding", target),
        events::undone);
  }

  private ZoneProbes zoneProbes() {
    return new ZoneProbes(
        () -> caches().zones.getIndexer().list(),
        options.probes(),
        client.getMasterUrl(),
        options.clock(),
        options.nanos(),
        metrics.registry,
        zone -> zonesChanged(Set.of(zone)));
  }

  private void wake() {
    loop.get().wake();
  }

  private void zonesChanged(Set<String> zones) {
    zones.forEach(triggers::zone);
    wake();
  }

  private Traces traces(OperatorOptions options) {
    try {
      return TraceSource.of(options.tracing(), new DroppedSpans(metrics.registry));
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable Estate inForce() {
    Snapshot snapshot = board.snapshot();
    return snapshot == null ? null : snapshot.inForce();
  }

  /** Replicas that stand of a workload, by zone, while they are not as decided. */
  Map<String, Integer> delivered(WorkloadId id, DecisionInForce inForce) {
    return board.delivered(
        id,
        !options.namespaces().test(id.namespace())
            || !inForce.published()
            || !gates.open(id, inForce),
        zone -> HeldRoom.in(inForce.spec(), zone));
  }

  /**
   * Where replicas of a workload stand before its children were looked at. Workloads that Karmada
   * carries out have no pod on the hub.
   */
  private Map<String, Integer> standing(WorkloadId id) {
    Map<String, Integer> pods = caches().workloadPods.standing(id);
    return pods.isEmpty() ? karmada.adopted().standing(id) : pods;
  }

  /** Whether a zone is in another cluster that is not reached, by whatever way. */
  private boolean isUnreached(String zone) {
    Reach reach = clusters.reach(zone);
    if (reach == null) {
      reach = karmada.ofZone(zone);
    }
    return reach != null && (reach.state() == Reach.State.UNREACHED || closed(zone) != null);
  }

  /** Why a zone takes nothing new: another one comes before it in its cluster; null: none does. */
  @Nullable String closed(String zone) {
    return claims.closed(caches().zones.getIndexer().getByKey(zone));
  }

  private boolean isUsed(String zone) {
    return clusters.isHeld(zone) || ZoneOccupants.isDecided(zone, ledger.all(), caches()::holds);
  }

  private int held(WorkloadId id, String zone) {
    DecisionInForce inForce = ledger.inForce(id);
    return inForce == null ? 0 : HeldRoom.replicas(id, inForce, this::delivered, zone);
  }

  /** What the API server has. */
  Caches caches() {
    return watches.caches;
  }
}
