package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a zone holds under a plan, for people to read: derived from the published decisions alone.
 *
 * @param usable capacity after {@code usablePercent}
 * @param allocated requests of the replicas decided for the zone
 * @param reserved for each resource the most that any one loss brings here
 * @param available usable less allocated and reserved
 * @param worstLoss the loss that brings most of it, null when nothing is reserved
 * @param workloads with at least one replica here
 */
public record Occupancy(
    Quantities usable,
    Quantities allocated,
    Quantities reserved,
    Quantities available,
    Contingency.@Nullable Event worstLoss,
    int workloads) {

  private static final BitSet NOBODY = new BitSet();

  /** The occupancy of every zone of the estate, by name. */
  public static SortedMap<String, Occupancy> of(Estate estate, List<Decision> decisions) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    Map<Contingency.Event, Set<String>> events = new TreeMap<>();
    Map<String, Quantities> allocated = new HashMap<>();
    Map<String, Integer> count = new HashMap<>();
    for (Decision d : decisions) {
      d.contingency().forEach(c -> events.computeIfAbsent(c.event(), e -> zones(estate, e)));
      Workload w = workloads.get(d.id());
      if (w != null) {
        for (Assignment a : d.assignments()) {
          allocated.merge(a.zone(), times(w.requests(), a.replicas()), Quantities::plus);
          count.merge(a.zone(), a.replicas() > 0 ? 1 : 0, Integer::sum);
        }
      }
    }
    Map<String, TreeMap<Contingency.Event, Quantities>> arrivals = new HashMap<>();
    Map<String, BitSet> leaving = leaving(decisions);
    for (Map.Entry<Contingency.Event, Set<String>> event : events.entrySet()) {
      BitSet hit = new BitSet();
      event.getValue().forEach(zone -> hit.or(leaving.getOrDefault(zone, NOBODY)));
      for (int i = hit.nextSetBit(0); i >= 0; i = hit.nextSetBit(i + 1)) {
        Decision d = decisions.get(i);
        Workload w = workloads.get(d.id());
        Contingency covering = covering(d, event.getValue(), events);
        if (w != null && covering != null) {
          for (Contingency.Move m : covering.moves()) {
            if (event.getValue().contains(m.from())) {
              arrivals
                  .computeIfAbsent(m.to(), z -> new TreeMap<>())
                  .merge(event.getKey(), times(w.requests(), m.replicas()), Quantities::plus);
            }
          }
        }
      }
    }
    SortedMap<String, Occupancy> result = new TreeMap<>();
    for (Zone zone : estate.zones()) {
      Quantities usable = zone.capacity().usable();
      Quantities used = allocated.getOrDefault(zone.name(), Quantities.NONE);
      TreeMap<Contingency.Event, Quantities> byEvent =
          arrivals.getOrDefault(zone.name(), new TreeMap<>());
      Quantities reserved = Quantities.NONE;
      for (Quantities q : byEvent.values()) {
        reserved = max(reserved, q);
      }
      result.put(
          zone.name(),
          new Occupancy(
              usable,
              used,
              reserved,
              usable.minus(used).minus(reserved),
              worst(byEvent, usable),
              count.getOrDefault(zone.name(), 0)));
    }
    return result;
  }

  /** Numbers of the decisions with replicas that leave a zone when it is lost, by zone. */
  private static Map<String, BitSet> leaving(List<Decision> decisions) {
    Map<String, BitSet> leaving = new HashMap<>();
    for (int i = 0; i < decisions.size(); i++) {
      for (Contingency c : decisions.get(i).contingency()) {
        for (Contingency.Move m : c.moves()) {
          leaving.computeIfAbsent(m.from(), z -> new BitSet()).set(i);
        }
      }
    }
    return leaving;
  }

  private static @Nullable Contingency covering(
      Decision d, Set<String> lost, Map<Contingency.Event, Set<String>> events) {
    return d.contingency().stream()
        .filter(c -> zonesOf(events, c.event()).containsAll(lost))
        .min(Comparator.comparingInt(c -> zonesOf(events, c.event()).size()))
        .orElse(null);
  }

  private static Set<String> zonesOf(
      Map<Contingency.Event, Set<String>> events, Contingency.Event event) {
    return events.getOrDefault(event, Set.of());
  }

  private static Set<String> zones(Estate estate, Contingency.Event event) {
    Set<String> zones = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      if (event.value().equals(event.scope().valueIn(zone))) {
        zones.add(zone.name());
      }
    }
    return zones;
  }

  private static Contingency.@Nullable Event worst(
      TreeMap<Contingency.Event, Quantities> byEvent, Quantities usable) {
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

  private static Quantities times(Quantities q, int n) {
    TreeMap<String, Long> product = new TreeMap<>();
    q.amounts()
        .forEach(
            (r, v) -> product.put(r, v > Long.MAX_VALUE / Math.max(1, n) ? Long.MAX_VALUE : v * n));
    return new Quantities(product);
  }

  private static Quantities max(Quantities a, Quantities b) {
    TreeMap<String, Long> most = new TreeMap<>(a.amounts());
    b.amounts().forEach((r, v) -> most.merge(r, v, Math::max));
    return new Quantities(most);
  }
}
