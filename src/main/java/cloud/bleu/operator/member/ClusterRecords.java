package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.operator.cache.Caches;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that zones are known by, by the uid of their namespace kube-system. They are in the
 * status of the zones, which nobody writes who may write workloads only.
 */
final class ClusterRecords {

  private final Supplier<Caches> caches;

  /** What this process has settled: its writes of status may still be under way. */
  private final Map<String, Optional<String>> records = new ConcurrentHashMap<>();

  ClusterRecords(Supplier<Caches> caches) {
    this.caches = caches;
  }

  /** The cluster that a zone is known by; null: it was in none but the own one. */
  @Nullable String of(String zone) {
    Optional<String> settled = records.get(zone);
    return settled == null ? written(zone) : settled.orElse(null);
  }

  /**
   * Records the cluster of a zone. While something may stand in the zone, it is the one that the
   * zone was first in.
   *
   * @param reached the cluster that the zone is in; null for the own one, and while it is not known
   * @return what is recorded from now on
   */
  @Nullable String settle(String zone, @Nullable String reached) {
    String before = of(zone);
    String now = caches.get().isHeld(zone, before) ? before : reached;
    records.put(zone, Optional.ofNullable(now));
    return now;
  }

  private @Nullable String written(String zone) {
    AvailabilityZone object = caches.get().zones.getIndexer().getByKey(zone);
    return object == null || object.getStatus() == null ? null : object.getStatus().clusterUid();
  }
}
