package cloud.bleu.placement.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all workloads together may move for a better state: to go home, to mend what is no longer
 * met, to leave before a rule rejects, or for an objective. What was moved within the hour stands
 * in their placements, as {@link Placement#movesInLastHour}.
 *
 * @param perHour the most replicas within an hour; 0: none moves
 * @param nextFree when the first of the moves of the last hour counts no more; null when none was
 *     made, or nobody knows
 */
public record MoveBudget(int perHour, @Nullable Instant nextFree) {

  /**
   * @throws IllegalArgumentException if it is less than 0
   */
  public MoveBudget {
    if (perHour < 0) {
      throw new IllegalArgumentException("moves in an hour are at least 0, not " + perHour);
    }
  }
}
