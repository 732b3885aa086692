package cloud.bleu.status.loss;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.ObservedLoss;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.model.Health;
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

  /**
   * The zone without what it waits for the bound, or for a record, so that its own spec speaks for
   * itself.
   */
  public Zone asStated(Zone bounded) {
    LossBudget budget = estate.lossBudget();
    Health health = bounded.health();
    return budget == null
            || budget.waiting(zone) == null && !health.after().equals(LossBudget.NEVER)
        ? bounded
        : bounded.withHealth(
            bounded.state(), bounded.stateSince(), health.after(bounded.silentAfter()));
  }

  /** Why nothing is moved for the zone, and what to do; null when its loss does not wait. */
  public @Nullable String waiting() {
    LossBudget budget = estate.lossBudget();
    LossBudget.Waiting waiting = budget == null ? null : budget.waiting(zone);
    if (budget == null || waiting == null) {
      return null;
    }
    String report = "set the annotation placement.bleu.cloud/incident to Lost on it if it is lost";
    return waiting.until() == null
        ? "the operator takes no loss of a zone by observation (--max-observed-losses 0), so"
            + " nothing is moved for this zone; "
            + report
        : "the operator takes at most "
            + budget.most()
            + (budget.most() == 1 ? " loss" : " losses")
            + " of zones by observation in an hour (--max-observed-losses), and took "
            + String.join(", ", budget.countedAt(estate.now()))
            + "; nothing is moved for this zone before "
            + waiting.until()
            + "; "
            + report
            + ", or wait until then";
  }
}
