package cloud.bleu.status;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything from which the status of a BleuWorkload follows.
 *
 * @param generation of the spec that was decided on
 * @param errors in its spec or in what it refers to; not empty: it was not decided
 * @param decision null when none was taken yet
 * @param assignments that the WorkloadPlacement says; empty when there is none
 * @param lapse that is ahead of what runs, null when none is in sight
 * @param published whether the WorkloadPlacement says what is decided
 * @param caughtUp whether the last pass, as the estate has it, is the one that decided the
 *     assignments, or a later one
 * @param objectives what becomes of each that it asks for
 * @param served whether the operator may change objects in its namespace
 * @param estate as the last pass saw it; null when none has
 * @param planned the workload as the last pass planned it; null when none has
 * @param breakGlass how its break-glass stands, null when it has none
 * @param mistakes in its spec that keep nothing from being decided, as names of what is not there
 */
public record WorkloadFacts(
    BleuWorkload workload,
    long generation,
    List<String> errors,
    @Nullable Decision decision,
    List<Assignment> assignments,
    @Nullable Lapse lapse,
    boolean published,
    boolean caughtUp,
    ObservedChildren observed,
    List<ObjectiveAnswer> objectives,
    boolean served,
    @Nullable Estate estate,
    @Nullable Workload planned,
    @Nullable BreakGlassStatus breakGlass,
    List<String> mistakes,
    Instant now) {

  /**
   * Of a workload that no lapse is ahead of, and that asks for no objective and has no break-glass.
   */
  public WorkloadFacts(
      BleuWorkload workload,
      long generation,
      List<String> errors,
      @Nullable Decision decision,
      List<Assignment> assignments,
      boolean published,
      ObservedChildren observed,
      Instant now) {
    this(
        workload,
        generation,
        errors,
        decision,
        assignments,
        null,
        published,
        true,
        observed,
        List.of(),
        true,
        null,
        null,
        null,
        List.of(),
        now);
  }

  public WorkloadFacts {
    errors = List.copyOf(errors);
    mistakes = List.copyOf(mistakes);
    assignments = List.copyOf(assignments);
    objectives = List.copyOf(objectives);
  }

  /** Replicas that the decision in force places. */
  public int decided() {
    return assignments.stream().mapToInt(Assignment::replicas).sum();
  }

  /**
   * By which an autoscaler finds the pods of all replicas; null where it would find none, or only
   * those of this cluster: it would take the load of a part for that of all, and scale down. What
   * may run on where the decision has no replica any more is no part of that.
   */
  @Nullable String selector() {
    if (observed.external()
        || assignments.stream().anyMatch(a -> a.replicas() > 0 && isElsewhere(a.zone()))) {
      return null;
    }
    WorkloadSource.Pods pods = workload.getSpec().workload().pods();
    if (pods == null) {
      return ObjectLabels.WORKLOAD + "=" + workload.getMetadata().getName();
    }
    // They have the label of their workload only where their namespace enforces.
    String text =
        LabelSelectors.wellFormed(pods.selector()) ? LabelSelectors.text(pods.selector()) : "";
    return text.isEmpty() || text.length() > BleuWorkloadStatus.MAX_SELECTOR ? null : text;
  }

  /** Whether the zone is in another cluster, or its child is, which runs on when the zone moves. */
  private boolean isElsewhere(String zone) {
    Zone seen = estate == null ? null : estate.zone(zone);
    return observed.isElsewhere(zone) || seen != null && seen.delivery().way() != DeliveryWay.Nodes;
  }
}
