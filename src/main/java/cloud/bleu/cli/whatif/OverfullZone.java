package cloud.bleu.cli.whatif;

import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.RestState;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A zone that would hold more than it has: lowered capacity evicts nobody, so what runs there
 * stays.
 *
 * @param allocated what its replicas ask for, of the resources of which that is too much
 * @param usable what the zone has of these
 */
record OverfullZone(String zone, Quantities allocated, Quantities usable) {

  /** Those of a state, by name. */
  static List<OverfullZone> of(RestState state) {
    SortedMap<String, Occupancy> all = Occupancy.of(state.estate(), state.plan().decisions());
    List<OverfullZone> overfull = new ArrayList<>();
    for (Map.Entry<String, Occupancy> each : all.entrySet()) {
      Zone zone = state.estate().zone(each.getKey());
      if (zone == null || zone.capacity() instanceof Capacity.Unknown) {
        continue;
      }
      Quantities usable = each.getValue().usable();
      TreeMap<String, Long> more = new TreeMap<>(each.getValue().allocated().amounts());
      more.entrySet().removeIf(e -> e.getValue() <= usable.get(e.getKey()));
      if (!more.isEmpty()) {
        TreeMap<String, Long> less = new TreeMap<>(more);
        less.replaceAll((resource, amount) -> usable.get(resource));
        overfull.add(new OverfullZone(each.getKey(), new Quantities(more), new Quantities(less)));
      }
    }
    return overfull;
  }

  /** {@code ct-az05: cpu 12 of 0, memory 24Gi of 0}. */
  String text() {
    Map<String, String> asked = allocated.shortTexts(RoundingMode.CEILING);
    Map<String, String> held = usable.shortTexts(RoundingMode.FLOOR);
    return zone
        + ": "
        + asked.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue() + " of " + held.get(e.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** The zone for programs: what is allocated in it, and what is usable. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("zone", zone);
    tree.put("allocated", allocated.texts());
    tree.put("usable", usable.texts());
    return tree;
  }
}
