package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.Health;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.TargetReach;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which zones state that they are in which other cluster. */
final class MemberZones {

  private static final String UNREACHED = Health.Signal.Unreached.name();

  private MemberZones() {}

  /** The cluster of a zone: that of the operator, where the zone says nothing else or is gone. */
  static String cluster(@Nullable AvailabilityZone zone) {
    String cluster = Caches.directCluster(zone);
    return cluster == null ? Clusters.OWN : cluster;
  }

  /** The other clusters that zones name, each with a target that says the way there. */
  static Map<String, AvailabilityZoneSpec.Target> wanted(List<AvailabilityZone> zones) {
    Map<String, AvailabilityZoneSpec.Target> wanted = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      String cluster = Caches.directCluster(zone);
      if (cluster != null) {
        wanted.putIfAbsent(cluster, zone.getSpec().target());
      }
    }
    return wanted;
  }

  /**
   * Since when zones say that their cluster is not reached, the earliest; null: none does. The
   * condition says when that was written, and the health of the zone since when it is so.
   */
  static @Nullable Instant awaySince(List<AvailabilityZone> zones) {
    return zones.stream()
        .flatMap(zone -> awaySince(zone.getStatus()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Stream<Instant> awaySince(@Nullable AvailabilityZoneStatus status) {
    if (status == null) {
      return Stream.empty();
    }
    Condition recorded = Conditions.find(status.conditions(), TargetReach.TYPE);
    if (recorded == null || !"False".equals(recorded.getStatus())) {
      return Stream.empty();
    }
    AvailabilityZoneStatus.Health health = status.health();
    Instant silent =
        health != null && UNREACHED.equals(health.signal())
            ? InstantText.parse(health.since())
            : null;
    return Stream.of(Optional.ofNullable(Conditions.since(recorded)), Optional.ofNullable(silent))
        .flatMap(Optional::stream);
  }
}
