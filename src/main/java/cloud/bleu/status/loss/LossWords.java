package cloud.bleu.status.loss;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.ObservedLoss;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the status of a zone says of the bound of losses that are taken by observation.
 *
 * @param zone by name
 */
public record LossWords(Estate estate, String zone) {

  private static final String REPORT =
      "set the annotation placement.bleu.cloud/incident to Lost on it if it is lost";

  /** What was taken of the zone, the first silence first; empty where there is no bound. */
  public List<ObservedLoss> taken() {
    LossBudget budget = estate.lossBudget();
    List<LossBudget.Taken> all = budget == null ? List.of() : budget.taken(zone);
    return all.stream()
        .skip(Math.max(0, all.size() - LossBudget.LARGEST))
        .map(one -> new ObservedLoss(text(one.since()), one.at().toString()))
        .toList();
  }

  private static @Nullable String text(@Nullable Instant since) {
    return since == null ? null : since.toString();
  }

  /** The zone without what it waits for the bound, or for a record: as it was seen. */
  public Zone asStated(Zone bounded) {
    LossBudget.Waiting waiting = waiting(null);
    return waiting == null
        ? bounded
        : bounded.withHealth(
            bounded.state(), bounded.stateSince(), bounded.health().after(waiting.stated()));
  }

  /** Why its loss is not taken, and what to do; null where as many as that may be. */
  public @Nullable String beyond() {
    LossBudget budget = estate.lossBudget();
    LossBudget.Waiting waiting = waiting(Why.BoundReached);
    if (budget == null || waiting == null) {
      return null;
    }
    return waiting.until() == null
        ? "the operator takes no loss of a zone by observation (--max-observed-losses 0), so"
            + " nothing is moved for this zone; "
            + REPORT
        : "the operator takes at most "
            + budget.most()
            + (budget.most() == 1 ? " loss" : " losses")
            + " of zones by observation in an hour (--max-observed-losses), and took "
            + String.join(", ", budget.countedAt(estate.now()))
            + "; nothing is moved for this zone before "
            + waiting.until()
            + "; "
            + REPORT
            + ", or wait until then";
  }

  /** Why its loss is not acted upon, and what to do; null where it is recorded, or may be yet. */
  public @Nullable String unrecorded() {
    return waiting(Why.NotRecorded) == null
        ? null
        : "status.observedLosses does not say that the loss of this zone was taken, so nothing is"
            + " moved for this zone (--max-observed-losses); where the kind AvailabilityZone of"
            + " this cluster has no such field, apply crds/ of the version of the operator; "
            + REPORT;
  }

  /** Why and until when it waits, for any reason if that is null; null where it does not. */
  private LossBudget.@Nullable Waiting waiting(@Nullable Why why) {
    LossBudget budget = estate.lossBudget();
    LossBudget.Waiting waiting = budget == null ? null : budget.waiting(zone);
    return waiting == null || why != null && waiting.why() != why ? null : waiting;
  }
}
