package cloud.bleu.delivery.gate;

import cloud.bleu.affinity.PodPhase;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How long a pod may take to end before it counts as running on. */
public final class PodEnd {

  /** As long as a pod may wait for a silent node: whoever takes longer does not end, but stays. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private PodEnd() {}

  /** Whether somebody deleted a pod longer ago than that, and it still runs. */
  public static boolean isOverdue(Pod pod, Instant now) {
    ObjectMeta meta = pod.getMetadata();
    if (meta.getDeletionTimestamp() == null
        || PodPhase.isOver(pod)
        || PodAssignments.node(pod) == null) {
      return false;
    }
    Long grace = meta.getDeletionGracePeriodSeconds();
    try {
      // The server writes when the grace period is over, not when it began.
      return now.isAfter(
          Instant.parse(meta.getDeletionTimestamp())
              .minusSeconds(grace == null ? 0 : grace)
              .plus(LONGEST));
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }
}
