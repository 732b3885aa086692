package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.Companion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the copies of companions in another cluster: which workloads are followed, what
 * was brought for them, and which copies may still be there. Keys are {@code namespace/name}.
 */
final class KnownCopies {

  /** For so long what was brought is not compared again for another zone. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final LongSupplier nanos;

  /** Workloads that are delivered in this cluster. */
  private final Set<String> followed = ConcurrentHashMap.newKeySet();

  /** What was brought last for each of them. */
  private final Map<String, List<Companion>> brought = new ConcurrentHashMap<>();

  /** Workloads of which a copy may stand there. */
  private final Set<String> holders = ConcurrentHashMap.newKeySet();

  /** Workloads of which the server has said that none does. */
  private final Set<String> cleared = ConcurrentHashMap.newKeySet();

  /** What was brought a moment ago, for the other zones that a workload has there. */
  private final Map<String, Fresh> fresh = new ConcurrentHashMap<>();

  /**
   * Whether what stands there was read, as far as it may be, since this way serves: as far as a
   * look saw it, for another way may serve and stop between two looks.
   */
  private volatile boolean looked;

  /** Whether that was everything. */
  private volatile boolean listed;

  private record Fresh(@Nullable Long generation, List<Companion> companions, long at) {}

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  KnownCopies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void follow(String key) {
    followed.add(key);
  }

  void rest(String key) {
    followed.remove(key);
  }

  Set<String> followed() {
    return followed;
  }

  boolean isFollowed(String key) {
    return followed.contains(key);
  }

  /** Nothing more is brought for a workload; what stands there may still stand. */
  void leaves(String key) {
    followed.remove(key);
    begins(key);
  }

  /** Something is brought now: how that ends is not known. */
  void begins(String key) {
    brought.remove(key);
    fresh.remove(key);
  }

  /** All of it was brought, for this generation of the workload. */
  void brought(String key, @Nullable Long generation, List<Companion> companions) {
    brought.put(key, companions);
    fresh.put(key, new Fresh(generation, companions, nanos.getAsLong()));
  }

  boolean isBrought(String key, List<Companion> companions) {
    return companions.equals(brought.get(key));
  }

  /** Whether the same was brought a moment ago. */
  boolean isFresh(String key, @Nullable Long generation, List<Companion> companions) {
    Fresh last = fresh.get(key);
    return last != null
        && Objects.equals(last.generation(), generation)
        && last.companions().equals(companions)
        && nanos.getAsLong() - last.at() < FRESH.toNanos();
  }

  /** A copy of this workload is written, or about to be. */
  void holds(String key) {
    holders.add(key);
  }

  boolean isHolder(String key) {
    return holders.contains(key);
  }

  /** Whether copies of a workload may stand there. */
  boolean mayStand(String key) {
    return holders.contains(key) || (!listed && !cleared.contains(key));
  }

  /** The server has said that no copy of this workload stands there. */
  void gone(String key) {
    cleared.add(key);
    holders.remove(key);
  }

  /**
   * What stands there was read.
   *
   * @param workloads that have a copy
   * @param whole whether every kind could be read
   */
  void seen(Set<String> workloads, boolean whole) {
    holders.addAll(workloads);
    looked = true;
    listed = whole;
  }

  /** Whether what stands there was read, and no workload has a copy. */
  boolean isEmpty() {
    return looked && holders.isEmpty();
  }

  /**
   * Another way into the cluster writes there now, as a look has seen, and what is known here grows
   * old.
   */
  void growsOld() {
    followed.clear();
    brought.clear();
    fresh.clear();
    cleared.clear();
    looked = false;
    listed = false;
  }

  /** Forgets a workload that is gone. */
  void forget(String key) {
    leaves(key);
    holders.remove(key);
    cleared.remove(key);
  }
}
