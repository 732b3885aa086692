package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A decision read back from the status of a workload and of its placement. */
final class StatusDecision {
  private static final Pattern LOSS = Pattern.compile("(\\d+) ([^ ,]+)( \\(assumed\\))?");

  private StatusDecision() {}

  /**
   * The decision in force for a workload, as far as it was written down.
   *
   * @param placement where it is; null: nowhere
   * @param why the status of its placement; null: there is none yet
   */
  static Decision of(
      WorkloadId id,
      BleuWorkload workload,
      @Nullable Placement placement,
      @Nullable WorkloadPlacementStatus why) {
    List<Assignment> assignments = placement == null ? List.of() : placement.assignments();
    Condition decided = decided(workload);
    Decision.Outcome outcome = outcome(workload, decided, assignments);
    int asked = workload.getSpec() == null ? 0 : workload.getSpec().replicas();
    int placed = assignments.stream().mapToInt(Assignment::replicas).sum();
    return new Decision(
        id,
        outcome,
        Decision.Cause.Unchanged,
        missing(decided == null ? null : workload.getStatus(), Math.max(0, asked - placed)),
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

  /** The zones with replicas. */
  static TreeSet<String> inUse(List<Assignment> assignments) {
    TreeSet<String> zones = new TreeSet<>();
    assignments.stream().filter(a -> a.replicas() > 0).forEach(a -> zones.add(a.zone()));
    return zones;
  }

  /** What the operator decided for the spec as it is now; null: nothing yet. */
  private static @Nullable Condition decided(BleuWorkload workload) {
    Condition placed = condition(workload.getStatus(), "Placed");
    return placed == null
            || !Objects.equals(
                placed.getObservedGeneration(), workload.getMetadata().getGeneration())
        ? null
        : placed;
  }

  private static Decision.Outcome outcome(
      BleuWorkload workload, @Nullable Condition placed, List<Assignment> assignments) {
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

  static @Nullable Condition condition(@Nullable BleuWorkloadStatus status, String type) {
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
      @Nullable WorkloadPlacementStatus why, Predicate<Verdict> wanted, SortedSet<String> zones) {
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
}
