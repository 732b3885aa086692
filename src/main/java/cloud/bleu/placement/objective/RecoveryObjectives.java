package cloud.bleu.placement.objective;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a workload asks of its recovery, and what it states for it. The engine reads none of it.
 *
 * @param rto how long at most until as many replicas are Ready as before; null: not asked
 * @param rpo how much time of writes may be lost at most; null: not asked
 * @param startBudget from the decision to Ready; null: not stated
 * @param maxLag of asynchronous replication; null: not stated
 */
public record RecoveryObjectives(
    @Nullable Limit rto,
    @Nullable Limit rpo,
    @Nullable Duration startBudget,
    @Nullable Duration maxLag) {

  /**
   * An objective.
   *
   * @param text as it is written
   */
  public record Limit(String text, Duration duration) {}
}
