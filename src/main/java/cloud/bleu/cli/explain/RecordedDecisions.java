package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.policy.WaiverStanding;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wrote down of its decisions in one namespace, for who may see no more: the
 * specs and statuses of workloads, placements and waivers.
 */
public final class RecordedDecisions {
  private final NamespaceObjects seen;
  private final Translation translation;

  /** Reads what was recorded, with the dates of waivers and facts as they stand at {@code now}. */
  public RecordedDecisions(NamespaceObjects seen, Instant now) {
    this.seen = seen;
    this.translation = EstateTranslator.translate(seen.objects(), now, Map.of());
  }

  /** Every workload of the namespace. */
  public List<WorkloadId> workloads() {
    return seen.objects().workloads().stream()
        .map(w -> new WorkloadId(seen.name(), w.getMetadata().getName()))
        .toList();
  }

  /** Says on standard error what this rests on, and what cannot be seen. */
  public void note(PrintWriter err, MissingRights missing) {
    SortedSet<String> refused = new TreeSet<>(missing.refused());
    refused.addAll(seen.refused());
    err.println(
        "note: read from what the operator wrote down in the namespace "
            + seen.name()
            + ", as this user may not list "
            + String.join(", ", refused)
            + " in the whole cluster");
    err.println(
        "note: not seen: zones that are allowed and not in use, where zones lie, who vouches for facts,"
            + " drills, what workloads of other namespaces move, and what changes with the days; "
            + MissingRights.ask());
  }

  /** The decisions of some workloads. */
  public Plan plan(Collection<WorkloadId> wanted) {
    return new Plan(wanted.stream().map(this::decision).toList(), List.of());
  }

  /** What becomes of the objectives of workloads, as it is written down. */
  public Objectives objectives(Plan plan) {
    return new Objectives(
        plan.decisions().stream()
            .map(Decision::id)
            .collect(Collectors.toMap(id -> id, id -> RecordedObjectives.of(workload(id)))));
  }

  /** What is written down of zones of which it is not seen what stands there. */
  public RecordedFences fences() {
    return RecordedFences.of(seen.objects().placements());
  }

  /** The decision in force for a workload, as far as it was written down. */
  Decision decision(WorkloadId id) {
    return StatusDecision.of(id, workload(id), placement(id), status(id));
  }

  /**
   * The decision with what was written down of its reasons.
   *
   * @throws BadInputException if there is none yet
   */
  public ExplainedDecision explained(WorkloadId id) {
    BleuWorkload object = workload(id);
    Workload workload = translation.estate().workload(id);
    if (workload == null) {
      throw undecided(id, object);
    }
    Decision decision = decision(id);
    WorkloadPlacementStatus why = status(id);
    RecordedAnswers answers = new RecordedAnswers(why, decision);
    return new ExplainedDecision(
        translation.estate(),
        workload,
        decision,
        why == null || why.inputs() == null
            ? List.of()
            : why.inputs().policies().stream().map(p -> p.name()).toList(),
        zones(decision),
        answers.all(),
        answers.waivers(),
        null,
        List.of(),
        waivers().stream()
            .filter(w -> id.equals(w.workload()) && w.state() != WaiverState.InForce)
            .toList(),
        breakGlass(object.getStatus()),
        new DecisionFacts(answers.facts()),
        new DecisionContext(
            Map.of(),
            DecisionContext.unavailable(object.getStatus()),
            DecisionContext.standing(object, decision),
            DrillCoverage.NOT_SEEN,
            RecordedObjectives.of(object),
            SilentZoneOutcomes.of(id, fences())));
  }

  /** What the status of a placement does not tell for want of room; null: it tells everything. */
  public @Nullable String leftOut(WorkloadId id) {
    WorkloadPlacementStatus why = status(id);
    return why == null ? null : why.leftOut();
  }

  private static BadInputException undecided(WorkloadId id, BleuWorkload object) {
    Condition ready = StatusDecision.condition(object.getStatus(), "Ready");
    return new BadInputException(
        id
            + ": no decision is written down"
            + (ready == null
                ? "; wait for the operator, or see whether it runs"
                : ": " + ready.getReason() + ": " + ready.getMessage()));
  }

  /** How the break-glass stands, as the operator wrote it down; null when there is none. */
  private static @Nullable BreakGlassStatus breakGlass(@Nullable BleuWorkloadStatus status) {
    Condition told = StatusDecision.condition(status, WorkloadStatus.BREAK_GLASS);
    return told == null
        ? null
        : Stream.of(BreakGlassState.values())
            .filter(state -> state.code().equals(told.getReason()))
            .findFirst()
            .map(
                state ->
                    new BreakGlassStatus(
                        null,
                        state,
                        "True".equals(told.getStatus()),
                        Message.recorded(told.getMessage())))
            .orElse(null);
  }

  /** How each break-glass stands, as its workload says. */
  public BreakGlassList breakGlasses() {
    Map<WorkloadId, BreakGlassStatus> standings = new TreeMap<>();
    for (BleuWorkload workload : seen.objects().workloads()) {
      BreakGlassStatus standing = breakGlass(workload.getStatus());
      if (standing != null) {
        standings.put(new WorkloadId(seen.name(), workload.getMetadata().getName()), standing);
      }
    }
    return new BreakGlassList(standings);
  }

  /** How each waiver stands, as its status says. */
  public List<WaiverStanding> waivers() {
    List<WaiverStanding> standings = new ArrayList<>();
    for (SovereigntyWaiver waiver : seen.objects().waivers()) {
      Condition ready =
          waiver.getStatus() == null
              ? null
              : Conditions.find(waiver.getStatus().conditions(), "Ready");
      WaiverState state = ready == null ? null : state(ready.getReason());
      if (ready != null && state != null) {
        standings.add(
            new WaiverStanding(
                ref(waiver),
                workload(waiver),
                state,
                Message.recorded(String.valueOf(ready.getMessage()))));
      }
    }
    return standings;
  }

  private @Nullable WorkloadId workload(SovereigntyWaiver waiver) {
    String name =
        waiver.getSpec() == null || waiver.getSpec().workloadRef() == null
            ? null
            : waiver.getSpec().workloadRef().name();
    return name == null ? null : new WorkloadId(seen.name(), name);
  }

  private static @Nullable WaiverState state(@Nullable String reason) {
    return Stream.of(WaiverState.values())
        .filter(s -> s.name().equals(reason))
        .findFirst()
        .orElse(null);
  }

  private ObjectRef ref(HasMetadata object) {
    return new ObjectRef(object.getKind(), seen.name(), object.getMetadata().getName());
  }

  private BleuWorkload workload(WorkloadId id) {
    return seen.objects().workloads().stream()
        .filter(w -> w.getMetadata().getName().equals(id.name()))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable WorkloadPlacementStatus status(WorkloadId id) {
    return seen.objects().placements().stream()
        .filter(p -> p.getMetadata().getName().equals(id.name()))
        .map(WorkloadPlacement::getStatus)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable Placement placement(WorkloadId id) {
    return translation.estate().placements().stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static List<ExplainedDecision.ZoneLine> zones(Decision decision) {
    TreeSet<String> names = new TreeSet<>(decision.rejected().keySet());
    names.addAll(StatusDecision.inUse(decision.assignments()));
    return names.stream()
        .map(n -> new ExplainedDecision.ZoneLine(n, null, null, null, null))
        .toList();
  }
}
