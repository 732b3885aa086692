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
 * What decisions ask of zones, however much room there is.
 *
 * @param allocated by zone, requests of the replicas decided for it
 * @param workloads by zone, how many have a replica there
 * @param arrivals by zone and loss, what the loss brings there
 */
public record ZoneClaims(
    Map<String, Quantities> allocated,
    Map<String, Integer> workloads,
    Map<String, SortedMap<Contingency.Event, Quantities>> arrivals) {

  private static final BitSet NOBODY = new BitSet();

  public ZoneClaims {
    allocated = Map.copyOf(allocated);
    workloads = Map.copyOf(workloads);
    arrivals = Map.copyOf(arrivals);
  }

  /** What the decisions of an estate ask of its zones. */
  public static ZoneClaims of(Estate estate, List<Decision> decisions) {
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
    Map<String, SortedMap<Contingency.Event, Quantities>> arrivals = new HashMap<>();
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
    return new ZoneClaims(allocated, count, arrivals);
  }

  /**
   * Whether what two estates have decided asks the same of their zones: they may differ in how much
   * room there is, and in nothing else that counts.
   */
  static boolean same(
      Estate estate, List<Decision> decisions, Estate other, List<Decision> others) {
    return decisions.equals(others)
        && estate.workloads().equals(other.workloads())
        && places(estate.zones(), other.zones());
  }

  private static boolean places(List<Zone> zones, List<Zone> others) {
    if (zones.size() != others.size()) {
      return false;
    }
    for (int z = 0; z < zones.size(); z++) {
      Zone zone = zones.get(z);
      Zone other = others.get(z);
      if (!zone.equals(other) && !zone.withCapacity(other.capacity()).equals(other)) {
        return false;
      }
    }
    return true;
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

  private static Quantities times(Quantities q, int n) {
    TreeMap<String, Long> product = new TreeMap<>();
    q.amounts()
        .forEach(
            (r, v) -> product.put(r, v > Long.MAX_VALUE / Math.max(1, n) ? Long.MAX_VALUE : v * n));
    return new Quantities(product);
  }
}
