package cloud.bleu.placement;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Domains and losses as the brute force reads them, apart from the checker's reading. */
final class BruteForceEvents {
  private final List<Zone> zones;
  private final int size;
  private final Map<Scope, String[]> values = new java.util.HashMap<>();

  BruteForceEvents(List<Zone> zones) {
    this.zones = zones;
    this.size = zones.size();
  }

  /** Zones, what is asked when they are lost together, and the entries that ask it. */
  record Event(Set<Integer> zones, List<Workload.Tolerate> entries, int order) {}

  private final Map<Workload, List<Event>> known = new java.util.IdentityHashMap<>();

  /** Value sets first, then single zones inside one. */
  List<Event> of(Workload workload) {
    return known.computeIfAbsent(workload, this::name);
  }

  private List<Event> name(Workload workload) {
    Map<Set<Integer>, List<Workload.Tolerate>> named = new java.util.LinkedHashMap<>();
    Map<Set<Integer>, Integer> order = new java.util.HashMap<>();
    for (int i = 0; i < workload.tolerate().size(); i++) {
      Workload.Tolerate t = workload.tolerate().get(i);
      for (int z = 0; z < size; z++) {
        if (value(t.of(), z) == null) {
          continue;
        }
        Set<Integer> set = new TreeSet<>();
        for (int other = 0; other < size; other++) {
          if (value(t.of(), z).equals(value(t.of(), other))) {
            set.add(other);
          }
        }
        order.putIfAbsent(set, i);
        List<Workload.Tolerate> by = named.computeIfAbsent(set, s -> new ArrayList<>());
        if (by.stream().noneMatch(o -> o == t)) {
          by.add(t);
        }
      }
    }
    List<Event> events = new ArrayList<>();
    named.forEach((set, by) -> events.add(new Event(set, by, order.get(set))));
    List<Event> values = List.copyOf(events);
    for (int z = 0; z < size; z++) {
      Event smallest = answering(values, Set.of(z));
      if (smallest != null && smallest.zones.size() > 1) {
        events.add(new Event(Set.of(z), smallest.entries, smallest.order));
      }
    }
    return events;
  }

  /** The event whose moves are made when these zones are lost, null when none contains them. */
  static @Nullable Event answering(List<Event> events, Set<Integer> zones) {
    Event best = null;
    for (Event f : events) {
      if (f.zones.containsAll(zones)
          && (best == null
              || f.zones.size() < best.zones.size()
              || f.zones.size() == best.zones.size() && f.order < best.order)) {
        best = f;
      }
    }
    return best;
  }

  Set<Integer> zonesOf(Contingency.Event event) {
    Set<Integer> set = new TreeSet<>();
    for (int z = 0; z < size; z++) {
      if (event.value().equals(value(event.scope(), z))) {
        set.add(z);
      }
    }
    return set;
  }

  /** Null for a zone that is in no domain. */
  @Nullable String value(Scope scope, int z) {
    return values
        .computeIfAbsent(
            scope,
            s -> {
              String[] of = new String[size];
              for (int i = 0; i < size; i++) {
                of[i] = read(s, i);
              }
              return of;
            })[z];
  }

  private @Nullable String read(Scope scope, int z) {
    Zone zone = zones.get(z);
    if (scope.isHazard()) {
      String value = zone.failureDomains().getOrDefault(scope.key(), "?");
      return value.equals("None") ? null : value;
    }
    return scope.equals(Scope.ZONE)
        ? zone.name()
        : scope.equals(Scope.SITE)
            ? zone.site()
            : scope.equals(Scope.REGION) ? zone.region() : zone.provider();
  }

  int count(Scope scope, @Nullable String domain, int[] counts) {
    int sum = 0;
    for (int z = 0; z < size; z++) {
      sum += domain != null && domain.equals(value(scope, z)) ? counts[z] : 0;
    }
    return sum;
  }

  int number(String zone) {
    for (int z = 0; z < size; z++) {
      if (zones.get(z).name().equals(zone)) {
        return z;
      }
    }
    throw new IllegalArgumentException(zone);
  }

  static int sum(int[] counts, Set<Integer> zones) {
    return zones.stream().mapToInt(z -> counts[z]).sum();
  }
}
