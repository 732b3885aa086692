package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.member.Reach;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether managed clusters count as reached, by what is watched of them and by where the operator
 * may write. For one thread.
 */
final class WatchedReach {

  /** For which not everything may be watched, such as while a watch begins again. */
  private static final Duration REOPENING = Duration.ofSeconds(10);

  private final Predicate<String> served;
  private final Clock clock;
  private final LongSupplier nanos;
  private final ManagedReach reach;
  private @Nullable WorkCaches now;
  private @Nullable String unseen;
  private @Nullable Long unwatched;

  /**
   * @param served namespaces in which the operator may change objects
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  WatchedReach(Predicate<String> served, Clock clock, LongSupplier nanos) {
    this.served = served;
    this.clock = clock;
    this.nanos = nanos;
    reach = new ManagedReach(clock, nanos);
  }

  /** While nothing was asked yet. */
  Reach asking() {
    return reach.asking();
  }

  /** Whether works may be written for a cluster: they stand in the namespace of its name. */
  boolean serves(String cluster) {
    return served.test(cluster);
  }

  /** Forgets clusters that no zone names. */
  void retain(Set<String> clusters) {
    reach.retain(clusters);
  }

  /** What is watched from now on; null: nothing of it is served. */
  void watched(@Nullable WorkCaches caches) {
    now = caches;
    unseen = caches == null ? null : caches.unseen();
    unwatched =
        unseen == null ? null : unwatched == null ? Long.valueOf(nanos.getAsLong()) : unwatched;
  }

  /**
   * What is known of a cluster.
   *
   * @param last what was known of it before
   */
  Reach of(String cluster, Reach last) {
    if (!serves(cluster)) {
      return reach.namespaceNotServed(cluster, last);
    }
    if (now == null) {
      return last.isPending(clock.instant()) ? last : reach.notServed(last);
    }
    if (unseen != null) {
      return unwatched == null || nanos.getAsLong() - unwatched <= REOPENING.toNanos()
          ? last
          : reach.notWatched(last, unseen);
    }
    return reach.of(cluster, now.cluster(cluster), now.lease(cluster), last);
  }
}
