package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which zones are in the same cluster of an engine. */
public final class ZonesByCluster {
  private ZonesByCluster() {}

  /**
   * The names of the cached zones by the cluster that each names.
   *
   * @param cluster that a zone names; null where it names none
   */
  public static Map<String, Set<String>> of(
      Caches caches, Function<AvailabilityZone, @Nullable String> cluster) {
    Map<String, Set<String>> zones = new TreeMap<>();
    for (AvailabilityZone zone : caches.zones.getIndexer().list()) {
      String named = cluster.apply(zone);
      if (named != null) {
        zones.computeIfAbsent(named, c -> new HashSet<>()).add(zone.getMetadata().getName());
      }
    }
    return zones;
  }
}
