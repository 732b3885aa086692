package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a placement says of each of its zones. */
final class PlacementZones {

  private PlacementZones() {}

  /** Zones of the decision, and those in which something still stands or may stand. */
  static List<ZoneStatus> of(PlacementFacts facts) {
    Map<String, Integer> decided = new TreeMap<>();
    if (facts.placement().getSpec() != null) {
      for (Assignment a : facts.placement().getSpec().assignments()) {
        decided.put(a.zone(), a.replicas());
      }
    }
    facts
        .observed()
        .zones()
        .forEach(
            (zone, seen) -> {
              if (seen.replicas() > 0 || seen.standing() > 0 || seen.unknownSince() != null) {
                decided.putIfAbsent(zone, 0);
              }
            });
    List<ZoneStatus> zones = new ArrayList<>();
    decided.forEach((zone, replicas) -> zones.add(of(facts, zone, replicas)));
    return zones;
  }

  private static ZoneStatus of(PlacementFacts facts, String zone, int replicas) {
    ObservedChildren.InZone seen = facts.observed().zones().get(zone);
    boolean hidden = seen != null && seen.unknownSince() != null;
    String fence = fence(facts, zone, hidden);
    if (seen == null) {
      return new ZoneStatus(zone, replicas, 0, 0, null, fence);
    }
    return seen.unknownSince() == null
        ? new ZoneStatus(zone, replicas, seen.ready(), seen.pods(), null, fence)
        : new ZoneStatus(zone, replicas, null, null, seen.unknownSince().toString(), fence);
  }

  private static @Nullable String fence(PlacementFacts facts, String zone, boolean hidden) {
    Fence fence = facts.observed().external() ? null : Fence.of(facts.zones().get(zone), !hidden);
    return fence == null ? null : fence.name();
  }

  /** Whether it is certain that nothing runs on in a zone of which nothing is heard. */
  enum Fence {
    /** Somebody reported the zone lost, and answers for it. */
    Confirmed,
    /** Nobody knows: silence proves nothing. */
    Unconfirmed;

    /**
     * The fence of a zone.
     *
     * @param zone null when it is not declared any more
     * @param seen whether what the workload has there is seen
     * @return null when none is needed: the zone is heard of
     */
    static @Nullable Fence of(@Nullable Zone zone, boolean seen) {
      if (zone != null && zone.state() == ZoneState.Lost) {
        return Confirmed;
      }
      return seen && (zone == null || !zone.health().isSilent()) ? null : Unconfirmed;
    }
  }
}
