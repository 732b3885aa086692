package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is seen beside a decision: where its zones are, whether it runs, and what is known of
 * losses.
 *
 * @param clusters of zones, by zone; none for one in the operator's own
 * @param unavailable why what is decided does not run, as the operator wrote it down; null when it
 *     runs, or nobody says so
 * @param standing why its decision stands still; null when it does not
 * @param drills what drills say of it
 * @param objectives what becomes of those that it asks for
 * @param silence what becomes of it where nothing is heard of its zones
 */
public record DecisionContext(
    Map<String, ZoneCluster> clusters,
    @Nullable Condition unavailable,
    Decision.@Nullable Reason standing,
    DrillCoverage drills,
    List<ObjectiveAnswer> objectives,
    SilentZoneOutcomes silence) {

  /** Nothing is seen. */
  public static final DecisionContext NONE =
      new DecisionContext(
          Map.of(), null, null, DrillCoverage.NONE, List.of(), SilentZoneOutcomes.NONE);

  /** Why the decision of a workload stands still; null when it does not. */
  public static Decision.@Nullable Reason standing(BleuWorkload workload, Decision decision) {
    boolean asked = workload.getSpec() != null && Boolean.TRUE.equals(workload.getSpec().suspend());
    if (!asked) {
      return decision.outcome() instanceof Decision.Outcome.Suspended
          ? PlanFacts.STANDS_STILL
          : null;
    }
    return new Decision.Reason(
        "Suspended", Message.of("why.suspended").advising(Message.of("do.endSuspension")), false);
  }

  /** The condition Available that is false for a reason of its own. */
  public static @Nullable Condition unavailable(@Nullable BleuWorkloadStatus status) {
    if (status == null) {
      return null;
    }
    Condition available = Conditions.find(status.conditions(), "Available");
    Condition placed = Conditions.find(status.conditions(), "Placed");
    return available == null
            || !"False".equals(available.getStatus())
            || "NotPlaced".equals(available.getReason())
            || (placed != null && available.getReason().equals(placed.getReason()))
        ? null
        : available;
  }
}
