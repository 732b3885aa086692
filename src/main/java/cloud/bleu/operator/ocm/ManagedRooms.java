package cloud.bleu.operator.ocm;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.ReportedRooms;
import cloud.bleu.operator.member.ZoneContacts;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What managed clusters have, by {@code status.allocatable}: the total of the nodes that take pods.
 * Nobody on the hub knows what runs on them, so nothing is subtracted.
 */
final class ManagedRooms {

  private static final Logger LOG = LoggerFactory.getLogger(ManagedRooms.class);

  private final Supplier<Caches> caches;
  private final Clock clock;
  private final ReportedRooms rooms;

  ManagedRooms(Supplier<Caches> caches, Clock clock) {
    this.caches = caches;
    this.clock = clock;
    rooms = new ReportedRooms(Capacity.Origin.ManagedCluster, clock);
  }

  /** The ManagedCluster that a zone is; null for one that is none. */
  static @Nullable String cluster(@Nullable AvailabilityZone zone) {
    return zone == null
            || zone.getSpec() == null
            || zone.getSpec().target() == null
            || zone.getSpec().target().openClusterManagement() == null
        ? null
        : zone.getSpec().target().openClusterManagement().managedCluster();
  }

  /**
   * Looks at the clusters of zones. Of one whose word does not count what it said last stays.
   *
   * @return whether one whose room nobody declared has another than before
   */
  boolean look(Map<String, Reach> clusters, WorkCaches now) {
    rooms.retain(clusters.keySet());
    boolean changed = false;
    Set<String> measured = measured();
    for (Map.Entry<String, Reach> one : clusters.entrySet()) {
      GenericKubernetesResource cluster = now.cluster(one.getKey());
      if (cluster == null || !one.getValue().isReached()) {
        continue;
      }
      try {
        boolean other =
            rooms.put(one.getKey(), ReportedRoom.amounts(cluster.get("status", "allocatable")));
        changed |= other && measured.contains(one.getKey());
      } catch (RuntimeException e) {
        LOG.error("the room of the managed cluster {} cannot be said", one.getKey(), e);
      }
    }
    return changed;
  }

  private Set<String> measured() {
    return caches.get().zones.getIndexer().list().stream()
        .filter(zone -> !caches.get().declaresRoom(zone.getMetadata().getName()))
        .map(ManagedRooms::cluster)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  ClusterContact contact(String cluster, Reach reach) {
    return ZoneContacts.ofEngine(reach, rooms.of(cluster), clock.instant());
  }

  /** What is said of what a cluster has; null: nothing. */
  @Nullable String remark(String cluster) {
    return rooms.remark(cluster);
  }
}
