package cloud.bleu.delivery.member;

import cloud.bleu.delivery.zone.DeliveryProblem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the companions in a cluster were compared with their sources not long ago. */
final class LateComparison {

  /** For so long nothing is said of one that does not come about. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final DeliveryProblem LATE =
      DeliveryProblem.passing(
          "CompanionsNotCompared",
          "the copies of companions in that cluster could not be listed or read for a minute, so a"
              + " change of one may not be carried on: see TargetReachable of the zone, and the"
              + " rights of the operator there");

  private final LongSupplier nanos;
  private volatile long compared;
  private volatile boolean late;

  LateComparison(LongSupplier nanos) {
    this.nanos = nanos;
    compared = nanos.getAsLong();
  }

  /**
   * Notes what became of a comparison.
   *
   * @return whether something else is to be said than before
   */
  boolean ended(boolean succeeded) {
    boolean was = late;
    long now = nanos.getAsLong();
    if (succeeded) {
      compared = now;
    }
    late = now - compared >= PATIENCE.toNanos();
    return was != late;
  }

  /** What is to be said, null: nothing. */
  @Nullable DeliveryProblem problem() {
    return late ? LATE : null;
  }
}
