package cloud.bleu.operator.metric;

import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.evacuation.LastEvacuation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from a decision until nothing is left to write for it, and from a loss to the
 * last replica that is Ready elsewhere. A newer decision for the same workload begins anew. Any
 * thread may report.
 */
public final class DeliveryTimer {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(1)
  };

  private final Map<WorkloadId, Long> under = new ConcurrentHashMap<>();

  /**
   * What this process saw delivered or held: it knows since when anything else is left to write.
   */
  private final Set<WorkloadId> known = ConcurrentHashMap.newKeySet();

  /** Decisions that another process took, or that were delivered before, and are not any more. */
  private final Map<WorkloadId, Long> left = new ConcurrentHashMap<>();

  private final LongSupplier nanos;
  private final Map<String, Timer> evacuated = new TreeMap<>();
  private final Timer delivered;

  DeliveryTimer(MeterRegistry registry) {
    this(registry, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  DeliveryTimer(MeterRegistry registry, LongSupplier nanos) {
    this.nanos = nanos;
    delivered =
        Timer.builder("bleu.delivery")
            .description(
                "From a committed decision to the moment at which nothing is left to write for it.")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    for (String cause : LastEvacuation.CAUSES) {
      evacuated.put(
          cause,
          Timer.builder("bleu.evacuation")
              .description(
                  "From the silence of zones, or else from the move, to the moment at which the last"
                      + " replica of a workload that left them is Ready elsewhere.")
              .tag("cause", cause)
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
    Gauge.builder("bleu.delivery.oldest.seconds", this, DeliveryTimer::oldest)
        .description(
            "For how long something is left to write for a decision, of that for which it is so the"
                + " longest; 0 when there is none.")
        .register(registry);
  }

  /** A decision is committed, and is to be delivered. */
  public void decided(WorkloadId id) {
    left.remove(id);
    under.put(id, nanos.getAsLong());
  }

  /**
   * Something is left to write.
   *
   * @param age for how long that is so as far as its status says; it counts of a decision that
   *     another process took before a restart, and that was not seen delivered here
   */
  public void undelivered(WorkloadId id, Duration age) {
    if (!under.containsKey(id)) {
      long before = known.contains(id) ? 0 : age.toNanos();
      left.putIfAbsent(id, nanos.getAsLong() - before);
    }
  }

  /** An instant to give to {@link #delivered}: before the decision is read that is delivered. */
  public long now() {
    return nanos.getAsLong();
  }

  /**
   * Nothing is left to write.
   *
   * @param looked when the decision was read: one that was taken since is still to be delivered
   */
  public void delivered(WorkloadId id, long looked) {
    left.remove(id);
    known.add(id);
    Long since = under.get(id);
    if (since != null && since - looked <= 0 && under.remove(id, since)) {
      delivered.record(Duration.ofNanos(nanos.getAsLong() - since));
    }
  }

  /**
   * The last replica of a workload that left zones is Ready elsewhere.
   *
   * @param over with how long it took; null: nothing is over
   */
  public void evacuated(@Nullable Evacuation over) {
    if (over == null) {
      return;
    }
    Timer timer = evacuated.get(over.cause());
    if (timer != null) {
      timer.record(Duration.ofSeconds(over.tookSeconds()));
    }
  }

  /** Nothing is delivered for this workload for now: it is held, or in error. */
  public void held(WorkloadId id) {
    under.remove(id);
    left.remove(id);
    known.add(id);
  }

  /** Nothing is delivered for this workload any more: it is gone. */
  public void forget(WorkloadId id) {
    under.remove(id);
    left.remove(id);
    known.remove(id);
  }

  private double oldest() {
    long now = nanos.getAsLong();
    return Stream.concat(under.values().stream(), left.values().stream())
            .mapToLong(since -> now - since)
            .max()
            .orElse(0)
        / 1e9;
  }
}
