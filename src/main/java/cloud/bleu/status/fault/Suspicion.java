package cloud.bleu.status.fault;

import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is one only if it lasts, as every pod starts with it.
 *
 * @param from when it is told, null for at once
 */
record Suspicion(PodFault fault, @Nullable Instant from) {

  /** Within this a pod that starts as pods do is told of nothing. */
  static final Duration GRACE = Duration.ofSeconds(20);

  /** A fault that is told if it still is one when the grace since an instant is over. */
  static Suspicion after(@Nullable String since, PodFault fault) {
    return after(since, GRACE, fault);
  }

  /** A fault that is told if it still is one when this grace since an instant is over. */
  static Suspicion after(@Nullable String since, Duration grace, PodFault fault) {
    Instant instant = InstantText.parse(since);
    return new Suspicion(fault, instant == null ? null : instant.plus(grace));
  }

  /** Whether it is told at an instant. */
  boolean holds(Instant now) {
    return from == null || !from.isAfter(now);
  }

  /** A condition of a pod, null when it has none of that type. */
  static @Nullable PodCondition condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? null
        : pod.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst()
            .orElse(null);
  }
}
