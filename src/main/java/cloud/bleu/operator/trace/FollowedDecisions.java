package cloud.bleu.operator.trace;

import cloud.bleu.collection.BoundedMap;
import cloud.bleu.placement.model.WorkloadId;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions of workloads, until all of each is written and available. Bounded: a decision
 * that never becomes ready makes room for later ones.
 */
final class FollowedDecisions {

  static final int MOST = 1000;

  /** What is refused is tried again and again: beyond this it is counted only. */
  static final int MOST_WRITES = 64;

  private final Map<WorkloadId, Followed> followed = BoundedMap.byInsertion(MOST);

  /**
   * One decision.
   *
   * @param at when it was committed
   * @param nanos the same by {@link System#nanoTime}
   * @param writes asked for it so far
   */
  record Followed(SpanContext span, Instant at, long nanos, AtomicInteger writes) {

    /** Whether one write more has a span. */
    boolean takesWrite() {
      return writes.incrementAndGet() <= MOST_WRITES;
    }
  }

  synchronized void follow(WorkloadId id, SpanContext decision, Instant at) {
    followed.remove(id);
    followed.put(id, new Followed(decision, at, System.nanoTime(), new AtomicInteger()));
  }

  synchronized @Nullable Followed of(WorkloadId id) {
    return followed.get(id);
  }

  /** It is followed no more. */
  synchronized void forget(WorkloadId id) {
    followed.remove(id);
  }

  /**
   * It is followed no more.
   *
   * @return the decision, null when none is followed that was taken before an instant
   */
  synchronized @Nullable Followed end(WorkloadId id, long looked) {
    Followed one = followed.get(id);
    if (one == null || one.nanos - looked > 0) {
      return null;
    }
    followed.remove(id);
    return one;
  }
}
