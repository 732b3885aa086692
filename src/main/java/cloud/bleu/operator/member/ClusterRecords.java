package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.operator.cache.Caches;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that zones are known by, by the uid of their namespace kube-system. They are in the
 * status of the zones, which is closed to people who may write workloads only.
 */
final class ClusterRecords {

  private final Function<String, @Nullable String> written;
  private final BiPredicate<String, @Nullable String> held;

  /** What this process has settled: its writes of status may still be under way. */
  private final Map<String, Optional<String>> records = new ConcurrentHashMap<>();

  /**
   * @param written the cluster in the status of a zone; null: there is none
   * @param held whether something may stand in a zone, in a cluster
   */
  ClusterRecords(
      Function<String, @Nullable String> written, BiPredicate<String, @Nullable String> held) {
    this.written = written;
    this.held = held;
  }

  /** The records in the status of the zones of this cluster. */
  static ClusterRecords of(Supplier<Caches> caches) {
    return new ClusterRecords(
        zone -> written(caches.get().zones.getIndexer().getByKey(zone)),
        (zone, cluster) -> caches.get().isHeld(zone, cluster));
  }

  /** The cluster that a zone is known by; null: it was in none but the own one. */
  @Nullable String of(String zone) {
    Optional<String> settled = records.get(zone);
    return settled == null ? written.apply(zone) : settled.orElse(null);
  }

  /**
   * Records the cluster of a zone. While something may stand in the zone, it is the one that the
   * zone was first in, with what that says of itself since.
   *
   * @param reached the cluster that the zone is in; null for the own one, and while it is not known
   * @return what is recorded from now on
   */
  @Nullable String settle(String zone, @Nullable String reached) {
    String before = of(zone);
    String now = held.test(zone, before) ? known(before, reached) : reached;
    records.put(zone, Optional.ofNullable(now));
    return now;
  }

  /**
   * Whether what a cluster says may be said of a zone.
   *
   * @param cluster that answers where the zone leads; null: none has answered yet
   */
  boolean isOf(String zone, @Nullable String cluster) {
    String recorded = of(zone);
    return recorded == null || cluster == null || ClusterIdentity.isSame(recorded, cluster);
  }

  /** What was known of a cluster, and what it says of itself since. */
  private static @Nullable String known(@Nullable String before, @Nullable String reached) {
    return before == null ? null : ClusterIdentity.precise(before, reached);
  }

  private static @Nullable String written(@Nullable AvailabilityZone zone) {
    return zone == null || zone.getStatus() == null ? null : zone.getStatus().clusterUid();
  }
}
