package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.TargetReach;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which zones state that they are in which other cluster. */
final class MemberZones {

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

  /** Since when some zones say that their cluster is not reached, the earliest; null: none does. */
  static @Nullable Instant awaySince(List<AvailabilityZone> zones) {
    Instant earliest = null;
    for (AvailabilityZone zone : zones) {
      Condition recorded =
          zone.getStatus() == null
              ? null
              : Conditions.find(zone.getStatus().conditions(), TargetReach.TYPE);
      if (recorded != null && "False".equals(recorded.getStatus())) {
        Instant since = Conditions.since(recorded);
        earliest =
            since != null && (earliest == null || since.isBefore(earliest)) ? since : earliest;
      }
    }
    return earliest;
  }
}
