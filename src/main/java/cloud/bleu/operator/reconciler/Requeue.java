package cloud.bleu.operator.reconciler;

import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * When an object is looked at again though no change is reported: at the earliest of all causes.
 *
 * @param after null: not at all
 */
record Requeue(@Nullable Duration after) {

  /** A write met a newer version, or a cluster may answer any moment. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * Nothing tells when the server would take what it refused: a quota, a policy, a right. Nor is
   * everything watched that may be left in another cluster. The longest pause, see {@link
   * #ofRefusal}.
   */
  static final Duration REFUSED = Duration.ofSeconds(20);

  static final Requeue NEVER = new Requeue(null);

  /**
   * After a delivery.
   *
   * @param refused for how long the server has refused it; null: it refuses nothing
   * @param due when time alone makes something of what is seen that is told; null: it does not
   * @param leaving whether something may be left in a zone that the decision has left
   */
  static Requeue of(
      DeliveryReport report,
      @Nullable Duration refused,
      @Nullable Instant due,
      boolean leaving,
      Instant now) {
    Requeue requeue = NEVER;
    if (report.again()) {
      requeue = requeue.or(AGAIN);
    }
    if (leaving) {
      requeue = requeue.or(REFUSED);
    }
    if (!report.problems().isEmpty()) {
      requeue = requeue.or(refused == null ? REFUSED : ofRefusal(refused).after());
    }
    return due == null ? requeue : requeue.or(Duration.between(now, due));
  }

  /**
   * While the server refuses a write: after as long as it has refused it until now, so after pauses
   * that double up to {@link #REFUSED}. An API server that has just started refuses rights that
   * hold a moment later.
   *
   * @param lasts for how long it has refused it; null: it was not told yet
   */
  static Requeue ofRefusal(@Nullable Duration lasts) {
    if (lasts == null || lasts.compareTo(AGAIN) < 0) {
      return new Requeue(AGAIN);
    }
    return new Requeue(lasts.compareTo(REFUSED) < 0 ? lasts : REFUSED);
  }

  /**
   * While a workload that is being deleted ends.
   *
   * @param left what is left of it; of what its own cluster removes, an event tells
   */
  static Requeue ofRemoval(Collection<DeliveryProblem> left) {
    return left.isEmpty()
        ? new Requeue(null)
        : new Requeue(ZoneHolds.isOut(left) ? AGAIN : REFUSED);
  }

  /** The earlier of this and another cause; null: there is no other. */
  Requeue or(@Nullable Duration other) {
    return other == null || (after != null && after.compareTo(other) <= 0)
        ? this
        : new Requeue(other);
  }

  /** For the end of a reconciliation. */
  <P extends HasMetadata> UpdateControl<P> control() {
    UpdateControl<P> control = UpdateControl.noUpdate();
    return after == null ? control : control.rescheduleAfter(after);
  }
}
