package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.terminal.Refusal;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wrote down of its decisions in one namespace, for who may see no more: the
 * specs and statuses of workloads, placements and waivers.
 */
public final class RecordedDecisions {
  private static final Pattern LOSS = Pattern.compile("(\\d+) ([^ ,]+)( \\(assumed\\))?");

  private final NamespaceObjects seen;
  private final Translation translation;

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
            + " and what changes with the days; "
            + MissingRights.ask());
  }

  /** The decisions of some workloads. */
  public Plan plan(Collection<WorkloadId> wanted) {
    return new Plan(wanted.stream().map(this::decision).toList(), List.of());
  }

  /** The decision in force for a workload, as far as it was written down. */
  Decision decision(WorkloadId id) {
    BleuWorkload workload = workload(id);
    WorkloadPlacementStatus why = status(id);
    List<Assignment> assignments = assignments(id);
    Decision.Outcome outcome = outcome(workload, assignments);
    Placement placement = placement(id);
    int asked = workload.getSpec() == null ? 0 : workload.getSpec().replicas();
    int placed = assignments.stream().mapToInt(Assignment::replicas).sum();
    return new Decision(
        id,
        outcome,
        Decision.Cause.Unchanged,
        missing(workload.getStatus(), Math.max(0, asked - placed)),
        assignments,
        placement == null ? List.of() : placement.contingency(),
        List.of(),
        tolerates(workload.getStatus()),
        rejected(why),
        verdicts(why, v -> v.excludes(), inUse(assignments)),
        verdicts(why, v -> !v.excludes() && (v.failing() || v.warns()), inUse(assignments)),
        shortfalls(workload.getStatus()),
        relax(why),
        why == null || !Boolean.FALSE.equals(why.relaxComplete()),
        0);
  }

  /**
   * The decision with what was written down of its reasons.
   *
   * @throws Refusal if there is none yet
   */
  public Explained explained(WorkloadId id) {
    BleuWorkload object = workload(id);
    Workload workload =
        translation.estate().workloads().stream()
            .filter(w -> w.id().equals(id))
            .findFirst()
            .orElseThrow(() -> undecided(id, object));
    Decision decision = decision(id);
    WorkloadPlacementStatus why = status(id);
    RecordedAnswers answers = new RecordedAnswers(why, decision);
    Explained explained =
        new Explained(
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
            new Foundations(answers.facts()),
            null);
    return explained.seen(object.getStatus());
  }

  /** What the status of a placement does not tell for want of room; null: it tells everything. */
  public @Nullable String leftOut(WorkloadId id) {
    WorkloadPlacementStatus why = status(id);
    return why == null ? null : why.leftOut();
  }

  private static Refusal undecided(WorkloadId id, BleuWorkload object) {
    Condition ready = condition(object.getStatus(), "Ready");
    return new Refusal(
        id
            + ": no decision is written down"
            + (ready == null
                ? "; wait for the operator, or see whether it runs"
                : ": " + ready.getReason() + ": " + ready.getMessage()));
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
                waiver.getSpec() == null || waiver.getSpec().workloadRef() == null
                    ? null
                    : new WorkloadId(
                        seen.name(), String.valueOf(waiver.getSpec().workloadRef().name())),
                state,
                Message.recorded(String.valueOf(ready.getMessage()))));
      }
    }
    return standings;
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

  private List<Assignment> assignments(WorkloadId id) {
    Placement placement = placement(id);
    return placement == null ? List.of() : placement.assignments();
  }

  private static TreeSet<String> inUse(List<Assignment> assignments) {
    TreeSet<String> zones = new TreeSet<>();
    assignments.stream().filter(a -> a.replicas() > 0).forEach(a -> zones.add(a.zone()));
    return zones;
  }

  private static Decision.Outcome outcome(BleuWorkload workload, List<Assignment> assignments) {
    Condition placed = condition(workload.getStatus(), "Placed");
    if (placed == null) {
      return new Decision.Outcome.Unplaceable(
          new Decision.Reason(
              "NotYetDecided",
              Message.of("why.notDecided").advising(Message.of("do.seeOperator")),
              true));
    }
    if ("True".equals(placed.getStatus())) {
      return "Suspended".equals(placed.getReason())
          ? new Decision.Outcome.Suspended()
          : new Decision.Outcome.Placed();
    }
    Decision.Reason reason =
        new Decision.Reason(
            String.valueOf(placed.getReason()),
            String.valueOf(placed.getMessage()),
            condition(workload.getStatus(), "Stalled") == null);
    return inUse(assignments).isEmpty()
        ? new Decision.Outcome.Unplaceable(reason)
        : new Decision.Outcome.PartlyPlaced(reason);
  }

  private static int missing(@Nullable BleuWorkloadStatus status, int otherwise) {
    return status == null || status.missingReplicas() == null
        ? otherwise
        : status.missingReplicas();
  }

  private static @Nullable Condition condition(@Nullable BleuWorkloadStatus status, String type) {
    return status == null ? null : Conditions.find(status.conditions(), type);
  }

  /** The reverse of what stands in the status: {@code 1 Site, 1 Region (assumed)}. */
  private static List<Decision.Tolerance> tolerates(@Nullable BleuWorkloadStatus status) {
    List<Decision.Tolerance> all = new ArrayList<>();
    Matcher loss =
        LOSS.matcher(status == null || status.tolerates() == null ? "" : status.tolerates());
    while (loss.find()) {
      all.add(
          new Decision.Tolerance(
              new Scope(loss.group(2)), Integer.parseInt(loss.group(1)), loss.group(3) != null));
    }
    return all;
  }

  private static List<Decision.Reason> shortfalls(@Nullable BleuWorkloadStatus status) {
    Condition resilient = condition(status, "Resilient");
    return resilient == null || !"False".equals(resilient.getStatus())
        ? List.of()
        : List.of(
            new Decision.Reason(
                String.valueOf(resilient.getReason()),
                String.valueOf(resilient.getMessage()),
                false));
  }

  private static List<Decision.Relaxation> relax(@Nullable WorkloadPlacementStatus why) {
    return why == null
        ? List.of()
        : why.relax().stream()
            .map(
                r ->
                    new Decision.Relaxation(
                        r.changes().stream()
                            .map(c -> new Decision.Change(c.path(), c.from(), c.to()))
                            .toList()))
            .toList();
  }

  private static SortedMap<String, List<Verdict>> rejected(@Nullable WorkloadPlacementStatus why) {
    SortedMap<String, List<Verdict>> rejected = new TreeMap<>();
    if (why == null) {
      return rejected;
    }
    for (WorkloadPlacementStatus.Rejected zone : why.rejected()) {
      rejected.put(
          zone.zone(),
          why.explanations().stream()
              .filter(e -> e.zones().contains(zone.zone()) && zone.codes().contains(e.code()))
              .map(e -> RecordedAnswers.verdict(e, zone.zone()))
              .filter(Verdict::failing)
              .toList());
    }
    return rejected;
  }

  private static List<Verdict> verdicts(
      @Nullable WorkloadPlacementStatus why,
      java.util.function.Predicate<Verdict> wanted,
      SortedSet<String> zones) {
    return why == null
        ? List.of()
        : why.explanations().stream()
            .flatMap(
                e ->
                    e.zones().stream()
                        .filter(zones::contains)
                        .map(zone -> RecordedAnswers.verdict(e, zone)))
            .filter(wanted)
            .toList();
  }

  private static List<Explained.ZoneLine> zones(Decision decision) {
    TreeSet<String> names = new TreeSet<>(decision.rejected().keySet());
    names.addAll(inUse(decision.assignments()));
    return names.stream().map(n -> new Explained.ZoneLine(n, null, null, null)).toList();
  }
}
