package cloud.bleu.operator;

import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.cache.FactLag;
import cloud.bleu.operator.leadership.Leadership;
import cloud.bleu.operator.pass.AdmissionAudit;
import cloud.bleu.operator.pass.BoundedLosses;
import cloud.bleu.operator.pass.ChangeBulletin;
import cloud.bleu.operator.pass.CheckRefusals;
import cloud.bleu.operator.pass.CommonMoves;
import cloud.bleu.operator.pass.EstateReader;
import cloud.bleu.operator.pass.EstateSource;
import cloud.bleu.operator.pass.NewWorkloads;
import cloud.bleu.operator.pass.OwnZones;
import cloud.bleu.operator.pass.PassAudience;
import cloud.bleu.operator.pass.PassCommit;
import cloud.bleu.operator.pass.PassProposals;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.pass.PlacementPass;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.pass.PublicationChannels;
import cloud.bleu.operator.pass.Publisher;
import cloud.bleu.operator.pass.SnapshotAssembly;
import cloud.bleu.operator.pass.TracedPass;
import cloud.bleu.operator.pass.adoption.AdoptedRooms;
import cloud.bleu.operator.pass.adoption.DecisionRefusals;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.operator.placementdecision.PlacementDecisions;
import cloud.bleu.operator.report.NamespaceReports;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.zone.ClusterContact;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The placement loop: what a pass reads, what it writes, and whom it tells. */
final class LoopAssembly {

  private final OperatorContext context;
  private boolean hasResumed;

  private LoopAssembly(OperatorContext context) {
    this.context = context;
  }

  /**
   * The loop, not started.
   *
   * @param leadership to be confirmed before it writes
   * @param reports of governed namespaces, written after each pass
   * @param placementDecisions where decisions are published too, after each pass
   */
  static PlacementLoop of(
      OperatorContext context,
      Leadership leadership,
      NamespaceReports reports,
      PlacementDecisions placementDecisions) {
    LoopAssembly assembly = new LoopAssembly(context);
    return new PlacementLoop(
        new TracedPass(assembly.pass(reports, placementDecisions), context.traces),
        context.ledger,
        context.gates,
        assembly.refusals(),
        leadership,
        context.traces,
        context.options.clock(),
        System::nanoTime);
  }

  private PlacementPass pass(NamespaceReports reports, PlacementDecisions placementDecisions) {
    AdoptedRooms adopted = adopted();
    EstateSource source = estate(adopted);
    PassPlanner planner = new PassPlanner(context.ledger, context.traces);
    SnapshotAssembly assembly = new SnapshotAssembly();
    AdmissionAudit admission = new AdmissionAudit(context.caches(), context.options.clock());
    return new PlacementPass(
        new EstateReader(
            source,
            new NewWorkloads(context.ledger, new FactLag(context.client, context.caches())::ask),
            planner,
            assembly,
            context.ledger,
            context.board,
            context.traces),
        new PassProposals(
            planner,
            adopted,
            source::withdraws,
            context.ledger,
            new CheckRefusals(context.metrics),
            context.traces),
        new PassCommit(
            context.ledger,
            context.board,
            context.evidence.recording(),
            context.metrics,
            context.traces),
        new Publisher(
            new PublicationChannels(context.ledger, context.gates, context.board, news()),
            admission,
            assembly),
        context.drills,
        new PassAudience(context.metrics, reports::tell, placementDecisions::decided, admission),
        context.options.clock());
  }

  private AdoptedRooms adopted() {
    return new AdoptedRooms(
        this::decisions,
        context::delivered,
        context.karmada.adopted(),
        context.board::adopting,
        new DecisionRefusals(
            context.ledger::inForce,
            id -> context.ledger.refused().containsKey(id),
            context.gates::passage,
            context.board::isRefused));
  }

  /** What is in force when the first pass begins was decided by another process. */
  private Map<WorkloadId, DecisionInForce> decisions() {
    Map<WorkloadId, DecisionInForce> all = context.ledger.all();
    if (!hasResumed) {
      hasResumed = true;
      all.keySet().stream()
          .filter(context.karmada.adopted()::concerns)
          .forEach(context.board::resumes);
    }
    return all;
  }

  private EstateSource estate(AdoptedRooms adopted) {
    OwnZones own = new OwnZones(context.options.selfZones());
    CommonMoves moves = new CommonMoves(context.options.movesPerHour(), context.ledger);
    BoundedLosses losses =
        new BoundedLosses(context.options.observedLosses(), context.lossRecords::isThere);
    return new EstateSource(
        context.caches(),
        context.ledger,
        () -> context.watches.continuity.observed().probing(context.zoneProbes.all()),
        this::contact,
        adopted,
        context.options.namespaces(),
        context.lastRead,
        (read, zones, observed) -> losses.in(moves.in(own.in(read)), zones, observed));
  }

  private @Nullable ClusterContact contact(String zone, BooleanSupplier left) {
    ClusterContact contact = asked(zone, left);
    boolean shut = contact != null && contact.isReached() && context.closed(zone) != null;
    return contact != null && shut ? contact.closed(DeliveryProblem.SAME_CLUSTER) : contact;
  }

  private @Nullable ClusterContact asked(String zone, BooleanSupplier left) {
    ClusterContact managed = context.clusters.contact(zone);
    ClusterContact engine = managed == null ? context.karmada.contact(zone) : managed;
    ClusterContact contact = engine == null ? context.members.contact(zone, left) : engine;
    if (contact == null || engine != null) {
      return contact;
    }
    String cluster = context.members.reached(zone);
    GateEnforcement gates = context.hubGates.of(cluster);
    return (gates.isSeen() ? contact.gated(gates.kept()) : contact).in(cluster);
  }

  private ChangeBulletin news() {
    return new ChangeBulletin(
        context.triggers,
        this::decided,
        context.board::zones,
        context.caches().workloadPods::workloadsOn);
  }

  private void decided(ProposedDecision change) {
    context.events.decided(change);
    context.traces.decided(change);
    if (DecisionDifference.isWithdrawal(change)) {
      context.metrics.deliveries.forget(change.id());
    } else {
      context.metrics.deliveries.decided(change.id());
    }
  }

  private PlacementRefusals refusals() {
    return new PlacementRefusals(
        context.ledger, context.refused, context.triggers, context.caches()::uid);
  }
}
