package cloud.bleu.operator.ocm;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.cache.ReportedRooms;
import cloud.bleu.operator.member.ZoneContacts;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.zone.ClusterContact;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What managed clusters have, by {@code status.allocatable}: what nodes that take pods have in all.
 * Nobody on the hub says what runs on them, so nothing of that is subtracted.
 */
final class ManagedRooms {

  private final Clock clock;
  private final ReportedRooms rooms;

  ManagedRooms(Clock clock) {
    this.clock = clock;
    rooms = new ReportedRooms(Capacity.Origin.ManagedCluster, clock);
  }

  /**
   * Looks at the clusters of zones. Of one whose word does not count what it said last stays.
   *
   * @return whether one has another room than before
   */
  boolean look(Map<String, Reach> clusters, WorkCaches now) {
    rooms.retain(clusters.keySet());
    boolean changed = false;
    for (Map.Entry<String, Reach> one : clusters.entrySet()) {
      GenericKubernetesResource cluster = now.cluster(one.getKey());
      if (cluster != null && one.getValue().isReached()) {
        changed |=
            rooms.put(one.getKey(), ReportedRoom.amounts(cluster.get("status", "allocatable")));
      }
    }
    return changed;
  }

  ClusterContact contact(String cluster, Reach reach) {
    return ZoneContacts.ofEngine(reach, rooms.of(cluster), clock.instant());
  }

  @Nullable String remark(String cluster, Reach reach) {
    return reach.isReached() ? rooms.remark(cluster) : null;
  }
}
