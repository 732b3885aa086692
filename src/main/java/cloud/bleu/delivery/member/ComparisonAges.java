package cloud.bleu.delivery.member;

import cloud.bleu.delivery.zone.DeliveryProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the companions of each workload in a cluster were compared with their sources last. How long
 * ago that was is judged when it is asked, also while a comparison goes on. Keys are {@code
 * namespace/name}.
 */
final class ComparisonAges {

  /** For so long nothing is said of one that does not come about. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final DeliveryProblem LATE =
      DeliveryProblem.passing(
          "CompanionsNotCompared",
          "the copies of its companions in that cluster were not compared with their sources for a"
              + " minute, as they could not be listed or read, or that cluster answers slowly; so a"
              + " change of one may not be carried on: see TargetReachable of the zone, the rights"
              + " of the operator there, and the load of its API server");

  private final LongSupplier nanos;
  private final Map<String, Long> compared = new ConcurrentHashMap<>();

  /** Workloads that say it. */
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ComparisonAges(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The companions of a workload were compared. */
  void compared(String key) {
    compared.put(key, nanos.getAsLong());
  }

  /** What is to be said of a workload; null: it was compared, or is followed, not for long. */
  @Nullable DeliveryProblem problem(String key) {
    return says(key) ? LATE : null;
  }

  /** Those of some workloads of which something else is to be said than before, each once. */
  List<String> news(Collection<String> keys) {
    List<String> news = new ArrayList<>();
    for (String key : keys) {
      boolean before = said.contains(key);
      if (says(key) != before) {
        news.add(key);
      }
    }
    return news;
  }

  /** Only these are compared now: the time of another one begins when it is asked for again. */
  void retain(Collection<String> keys) {
    compared.keySet().retainAll(keys);
    said.retainAll(keys);
  }

  private boolean says(String key) {
    long now = nanos.getAsLong();
    boolean late = now - compared.computeIfAbsent(key, k -> now) >= PATIENCE.toNanos();
    if (late) {
      said.add(key);
    } else {
      said.remove(key);
    }
    return late;
  }
}
