package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a zone holds under a plan, for people to read: derived from the published decisions alone.
 *
 * @param usable capacity after {@code usablePercent}, without what is held
 * @param held of it for what runs on though a decision takes it away
 * @param allocated requests of the replicas decided for the zone
 * @param reserved for each resource the most that any one loss brings here
 * @param available usable less allocated and reserved, and less what those ask that run on without
 *     a decision and are too large for the zone: nobody knows what these use
 * @param worstLoss the loss that brings most of it, null when nothing is reserved
 * @param workloads with at least one replica here
 */
public record Occupancy(
    Quantities usable,
    Quantities held,
    Quantities allocated,
    Quantities reserved,
    Quantities available,
    Contingency.@Nullable Event worstLoss,
    int workloads) {

  /** The occupancy of every zone of the estate, by name. */
  public static SortedMap<String, Occupancy> of(Estate estate, List<Decision> decisions) {
    return of(estate.zones(), ZoneClaims.of(estate, decisions));
  }

  /** The occupancy of zones, by name. */
  public static SortedMap<String, Occupancy> of(List<Zone> zones, ZoneClaims claims) {
    SortedMap<String, Occupancy> result = new TreeMap<>();
    for (Zone zone : zones) {
      Quantities usable = zone.capacity().usable();
      Quantities used = claims.allocated().getOrDefault(zone.name(), Quantities.NONE);
      SortedMap<Contingency.Event, Quantities> byEvent =
          claims.arrivals().getOrDefault(zone.name(), Collections.emptySortedMap());
      Quantities reserved = Quantities.NONE;
      for (Quantities q : byEvent.values()) {
        reserved = max(reserved, q);
      }
      result.put(
          zone.name(),
          new Occupancy(
              usable,
              Quantities.NONE,
              used,
              reserved,
              usable.minus(used).minus(reserved).minus(zone.capacity().outgrown()),
              worst(byEvent, usable),
              claims.workloads().getOrDefault(zone.name(), 0)));
    }
    return result;
  }

  /** A copy in which so much of the room is held. */
  public Occupancy holding(Quantities room) {
    return new Occupancy(usable, room, allocated, reserved, available, worstLoss, workloads);
  }

  private static Contingency.@Nullable Event worst(
      SortedMap<Contingency.Event, Quantities> byEvent, Quantities usable) {
    Contingency.Event worst = null;
    double most = 0;
    for (Map.Entry<Contingency.Event, Quantities> e : byEvent.entrySet()) {
      double share = 0;
      for (Map.Entry<String, Long> amount : e.getValue().amounts().entrySet()) {
        share =
            Math.max(share, amount.getValue() / (double) Math.max(1, usable.get(amount.getKey())));
      }
      if (share > most) {
        most = share;
        worst = e.getKey();
      }
    }
    return worst;
  }

  private static Quantities max(Quantities a, Quantities b) {
    TreeMap<String, Long> most = new TreeMap<>(a.amounts());
    b.amounts().forEach((r, v) -> most.merge(r, v, Math::max));
    return new Quantities(most);
  }
}
