package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.InForce;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workloads for which nothing was decided yet. Nothing is decided for them before the caches have
 * what the API server had once they came: a policy that was applied together with them counts.
 */
final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** After which they are decided though a cache lags: it may never catch up. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** Between two questions, where nothing changes meanwhile. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Function<WorkloadId, @Nullable InForce> inForce;
  private final Supplier<@Nullable String> lag;
  private final LongSupplier nanos;

  /** Those of which all that governs them has been read, by uid. */
  private final Set<String> known = new HashSet<>();

  /** When those came that wait, by uid. */
  private final Map<String, Long> waiting = new HashMap<>();

  /**
   * @param inForce the decision in force, null where there is none
   * @param lag what a cache has not yet, null when they have everything
   * @param nanos a monotonic clock
   */
  Arrivals(
      Function<WorkloadId, @Nullable InForce> inForce,
      Supplier<@Nullable String> lag,
      LongSupplier nanos) {
    this.inForce = inForce;
    this.lag = lag;
    this.nanos = nanos;
  }

  /** Whether some wait: another pass is to look for them after a {@link #PAUSE}. */
  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  /**
   * The objects of a pass without those that wait.
   *
   * @param reading reads the caches
   */
  ApiObjects of(Supplier<ApiObjects> reading) {
    ApiObjects objects = reading.get();
    Set<String> there = new HashSet<>();
    Set<String> arrived = new HashSet<>();
    for (BleuWorkload workload : objects.workloads()) {
      String uid = workload.getMetadata().getUid();
      there.add(uid);
      InForce decided = inForce.apply(id(workload));
      if (!known.contains(uid) && (decided == null || !decided.uid().equals(uid))) {
        arrived.add(uid);
      }
    }
    known.retainAll(there);
    waiting.keySet().retainAll(arrived);
    if (arrived.isEmpty()) {
      return objects;
    }
    String missing = lag.get();
    if (missing == null) {
      known.addAll(arrived);
      waiting.clear();
      // As of now: what the caches have by now is what they were asked for.
      return without(reading.get(), uid -> !there.contains(uid));
    }
    return without(objects, left(arrived, missing)::contains);
  }

  /** Those of the arrived that go on waiting. */
  private Set<String> left(Set<String> arrived, String missing) {
    long now = nanos.getAsLong();
    Set<String> left = new HashSet<>();
    for (String uid : arrived) {
      long since = waiting.computeIfAbsent(uid, u -> now);
      if (now - since < LONGEST.toNanos()) {
        left.add(uid);
      } else {
        known.add(uid);
      }
    }
    waiting.keySet().retainAll(left);
    if (left.size() < arrived.size()) {
      LOG.warn(
          "{} workloads are decided though not everything has been read: {}",
          arrived.size() - left.size(),
          missing);
    } else {
      LOG.debug("{} workloads wait: {}", left.size(), missing);
    }
    return left;
  }

  private static ApiObjects without(ApiObjects objects, Predicate<String> uids) {
    return objects.withWorkloads(
        objects.workloads().stream().filter(w -> !uids.test(w.getMetadata().getUid())).toList());
  }

  private static WorkloadId id(BleuWorkload workload) {
    return new WorkloadId(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }
}
