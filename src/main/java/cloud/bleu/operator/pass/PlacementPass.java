package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.drill.DrillRuns;
import cloud.bleu.operator.evidence.Recorder;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.placementdecision.PlacementDecisions;
import cloud.bleu.operator.report.NamespaceReports;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.NextInstant;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trace.PassStage;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pass: caches to estate to plan to ledger, then the news to whom it concerns. */
public final class PlacementPass implements Pass {

  private final EstateSource source;
  private final Ledger ledger;
  private final Gates gates;
  private final AdmissionAudit admission;
  private final SnapshotBoard board;
  private final ChangeBulletin bulletin;
  private final OperatorMetrics metrics;
  private final Recorder recording;
  private final NamespaceReports reports;
  private final PlacementDecisions inventory;
  private final DrillRuns drills;
  private final Traces traces;
  private final Clock clock;
  private final SnapshotAssembly assembly = new SnapshotAssembly();
  private final PassPlanner planner;
  private final Arrivals arrivals;
  private final CheckRefusals refusals;

  /**
   * @param lag what a cache of facts has not yet of what the server has, for workloads of some
   *     namespaces; null when they have all
   */
  public PlacementPass(
      EstateSource source,
      Function<Set<String>, @Nullable String> lag,
      Ledger ledger,
      Gates gates,
      AdmissionAudit admission,
      SnapshotBoard board,
      ChangeBulletin bulletin,
      OperatorMetrics metrics,
      Recorder recording,
      NamespaceReports reports,
      PlacementDecisions inventory,
      DrillRuns drills,
      Traces traces,
      Clock clock) {
    this.source = source;
    this.ledger = ledger;
    this.gates = gates;
    this.admission = admission;
    this.board = board;
    this.bulletin = bulletin;
    this.metrics = metrics;
    this.recording = recording;
    this.reports = reports;
    this.inventory = inventory;
    this.drills = drills;
    this.traces = traces;
    this.clock = clock;
    this.planner =
        new PassPlanner(ledger::withhold, check -> traces.stage(PassStage.CHECK, check::get));
    this.refusals = new CheckRefusals(metrics);
    this.arrivals = new Arrivals(ledger::inForce, lag, System::nanoTime);
  }

  @Override
  public Instant run(long changed) throws LedgerConflictException {
    long started = System.nanoTime();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    drills.begin();
    ApiObjects objects = arrivals.of(source::objects);
    Translation read = traces.stage(PassStage.ESTATE, () -> source.translate(objects, now));
    Estate estate = planner.sharing(read.estate());
    Translation translation = read.of(estate);
    Map<WorkloadId, BleuWorkload> workloads = byId(objects.workloads());
    FactDates dates = new FactDates(estate);
    DecisionInputs inputs = assembly.inputs(objects, translation, dates, ledger.all());
    Snapshot before = board.snapshot();
    Function<WorkloadId, @Nullable Inputs> decidedOn =
        id -> before == null ? source.written(id) : before.inputs().get(id);
    Map<WorkloadId, String> uids = uids(estate);
    Function<Decision, @Nullable ProposedDecision> change =
        decision -> {
          BleuWorkload workload = workloads.get(decision.id());
          return workload == null
                  || !workload.getMetadata().getUid().equals(uids.get(decision.id()))
              ? null
              : change(decision, workload, inputs, decidedOn);
        };
    PassPlan planned = traces.stage(PassStage.PLAN, () -> planner.plan(estate, change));
    refusals.tell(planned.plan());
    List<ProposedDecision> proposed = withdrawals(workloads);
    proposed.addAll(planned.proposed());
    Map<WorkloadId, Decision> decisions = SnapshotAssembly.decisions(planned.plan());
    Map<WorkloadId, List<WaiverUse>> waivers = SnapshotAssembly.waivers(estate, decisions);
    List<ChainNote> notes =
        recording.notes(
            new Recorder.Seen(objects, translation, planned.plan(), waivers, drills.notes()));
    List<ProposedDecision> all = new ArrayList<>(proposed);
    all.addAll(planned.waiting());
    Set<WorkloadId> changing = all.stream().map(ProposedDecision::id).collect(Collectors.toSet());
    Publication publication =
        new Publication(
            ledger,
            gates,
            board,
            bulletin,
            objects,
            translation,
            all,
            () ->
                assembly.snapshot(
                    objects,
                    translation,
                    planned,
                    waivers,
                    inputs,
                    decided(changing),
                    admission.look()),
            decidedOn);
    List<ProposedDecision> changes;
    board.committing(proposed.size());
    try {
      changes =
          traces.stage(
              PassStage.COMMIT,
              () ->
                  ledger.commit(
                      ProposalOrder.of(proposed, estate),
                      notes,
                      proposed.isEmpty() ? null : recording.inputs(planned.estate()),
                      publication));
    } finally {
      board.committing(0);
    }
    if (!changes.isEmpty() || !notes.isEmpty()) {
      recording.end();
      changes.forEach(c -> metrics.decided(c.cause(), moves(decisions.get(c.id()))));
    }
    if (!changes.isEmpty()) {
      metrics.decidedAfter(System.nanoTime() - changed);
    }
    Duration again = publication.end(changes);
    Snapshot snapshot = publication.snapshot();
    drills.end(estate);
    metrics.standing(snapshot);
    reports.tell(snapshot, Gates.governed(objects));
    inventory.decided();
    metrics.pass(System.nanoTime() - started, estate.workloads().size());
    metrics.podsOutside(admission.podsOutside());
    Instant look = source.again(now);
    return earliest(
        look == null ? Instant.MAX : look,
        NextInstant.of(translation, dates.all(), ledger.all().values()),
        recording.next(),
        drills.next(now),
        ledger.isHeld() ? clock.instant() : Instant.MAX,
        arrivals.areWaiting() ? clock.instant().plus(Arrivals.PAUSE) : Instant.MAX,
        again == null ? Instant.MAX : clock.instant().plus(again));
  }

  @Override
  public void failed() {
    metrics.passFailed();
  }

  private static int moves(@Nullable Decision decision) {
    return decision == null
        ? 0
        : decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  private static Instant earliest(Instant... instants) {
    return Collections.min(List.of(instants));
  }

  private @Nullable ProposedDecision change(
      Decision decision,
      BleuWorkload workload,
      DecisionInputs inputs,
      Function<WorkloadId, @Nullable Inputs> decidedOn) {
    ProposedDecision change =
        DecisionDifference.of(
            decision,
            workload.getMetadata().getUid(),
            inputs.digest(workload),
            inputs.asOf(workload),
            workload.getSpec().workload().statefulSet() != null,
            ledger.inForce(decision.id()));
    return change == null ? null : explained(change, decidedOn.apply(decision.id()));
  }

  /** Tells what time and room bring about from what was asked. */
  private ProposedDecision explained(ProposedDecision change, @Nullable Inputs inputs) {
    return inputs == null
        ? change
        : DecisionDifference.explained(
            change, ledger.inForce(change.id()), inputs.digest(), inputs.asOf());
  }

  /** What was decided for workloads that are gone, and only for those, holds no room any more. */
  private List<ProposedDecision> withdrawals(Map<WorkloadId, BleuWorkload> workloads) {
    List<ProposedDecision> changes = new ArrayList<>();
    ledger
        .all()
        .forEach(
            (id, inForce) -> {
              BleuWorkload workload = workloads.get(id);
              if (source.withdraws(id)
                  && (workload == null || !inForce.uid().equals(workload.getMetadata().getUid()))) {
                changes.add(DecisionDifference.withdrawal(id, inForce));
              }
            });
    return changes;
  }

  /** The workloads that have a decision, those whose turn in this pass is still to come as well. */
  private Set<WorkloadId> decided(Set<WorkloadId> changing) {
    Set<WorkloadId> decided = new HashSet<>(changing);
    decided.addAll(ledger.all().keySet());
    return decided;
  }

  private static Map<WorkloadId, String> uids(Estate estate) {
    Map<WorkloadId, String> uids = new HashMap<>();
    estate.workloads().forEach(w -> uids.put(w.id(), String.valueOf(w.uid())));
    return uids;
  }

  static Map<WorkloadId, BleuWorkload> byId(List<BleuWorkload> workloads) {
    Map<WorkloadId, BleuWorkload> byId = new HashMap<>();
    workloads.forEach(
        w ->
            byId.put(new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName()), w));
    return byId;
  }

  public static long generation(BleuWorkload workload) {
    Long generation = workload.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }
}
