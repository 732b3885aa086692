package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
public final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** After which they are decided though a cache lags: it may never catch up. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** Between two questions at least; twice as long as the last one took. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private final Function<Set<String>, @Nullable String> lag;
  private final LongSupplier nanos;

  /** Those of which all that governs them has been read, by uid. */
  private final Set<String> known = new HashSet<>();

  /** When those came that wait, by uid. */
  private final Map<String, Long> waiting = new HashMap<>();

  /** What was missing when it was asked last, null: nothing; and until when that holds. */
  private @Nullable String missing;

  private long until;

  /**
   * @param ledger has the decisions in force
   * @param lag what a cache has not yet of what the server has, for those of some namespaces; null
   *     when they have all
   */
  public Arrivals(Ledger ledger, Function<Set<String>, @Nullable String> lag) {
    this(ledger::inForce, lag, System::nanoTime);
  }

  /**
   * @param inForce the decision in force, null where there is none
   * @param lag what a cache has not yet, for those of some namespaces; null when they have
   *     everything
   * @param nanos a monotonic clock
   */
  Arrivals(
      Function<WorkloadId, @Nullable DecisionInForce> inForce,
      Function<Set<String>, @Nullable String> lag,
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
    Set<String> namespaces = new TreeSet<>();
    for (BleuWorkload workload : objects.workloads()) {
      String uid = workload.getMetadata().getUid();
      there.add(uid);
      DecisionInForce decided = inForce.apply(id(workload));
      if (!known.contains(uid) && (decided == null || !decided.uid().equals(uid))) {
        arrived.add(uid);
        namespaces.add(workload.getMetadata().getNamespace());
      }
    }
    known.retainAll(there);
    waiting.keySet().retainAll(arrived);
    if (arrived.isEmpty()) {
      return objects;
    }
    // They wait from now on, however long the server takes to answer.
    long now = nanos.getAsLong();
    arrived.forEach(uid -> waiting.putIfAbsent(uid, now));
    if (missing == null || now - until >= 0) {
      missing = lag.apply(namespaces);
      long took = nanos.getAsLong() - now;
      until = now + took + Math.max(PAUSE.toNanos(), 2 * took);
    }
    if (missing == null) {
      known.addAll(arrived);
      waiting.clear();
      // As of now: what the caches have by now is what they were asked for.
      return without(reading.get(), uid -> !there.contains(uid));
    }
    return without(objects, left(arrived, now)::contains);
  }

  /** Those of the arrived that go on waiting. */
  private Set<String> left(Set<String> arrived, long now) {
    Set<String> left = new HashSet<>();
    for (String uid : arrived) {
      if (now - waiting.getOrDefault(uid, now) < LONGEST.toNanos()) {
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
    return objects.with(
        BleuWorkload.class,
        objects.workloads().stream().filter(w -> !uids.test(w.getMetadata().getUid())).toList());
  }

  private static WorkloadId id(BleuWorkload workload) {
    return new WorkloadId(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }
}
