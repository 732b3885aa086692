package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.placement.simulation.Loss;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a ResilienceDrill asks for.
 *
 * @param schedule null: it runs once
 * @param maxAge how long a passed run counts
 * @param live when and how much it may move; null: it moves nothing
 */
public record DrillOrder(
    Loss loss,
    @Nullable CronSchedule schedule,
    Duration maxAge,
    boolean suspended,
    @Nullable LiveTerms live) {

  /** Whether a run tried what is asked for: the same loss, in the same mode. */
  boolean tries(ResilienceDrillStatus.Run run) {
    return run.scope().equals(loss.name()) && run.live() == (live != null);
  }
}
