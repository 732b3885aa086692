package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Room that is held in some zones of a history: a few replicas come to hold some, ask for more than
 * their zone has, or are gone. One seed, one history.
 */
final class HeldEstates {
  private final Random random;
  private final Map<String, Quantities> one = new TreeMap<>();
  private final Map<String, Integer> replicas = new TreeMap<>();

  HeldEstates(long seed) {
    random = new Random(seed * 31 + 7);
  }

  /** The estate of the next pass with what is held by then taken from its zones. */
  Estate next(Estate estate) {
    if (random.nextInt(3) == 0) {
      Zone zone = estate.zones().get(random.nextInt(estate.zones().size()));
      if (random.nextInt(3) == 0 || estate.workloads().isEmpty()) {
        one.remove(zone.name());
      } else {
        int workload = random.nextInt(estate.workloads().size());
        Quantities request = estate.workloads().get(workload).requests();
        int raised = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(40);
        one.put(zone.name(), request.times(raised));
        replicas.put(zone.name(), 1 + random.nextInt(3));
      }
    }
    return estate.withZones(estate.zones().stream().map(this::held).toList());
  }

  private Zone held(Zone zone) {
    Quantities request = one.get(zone.name());
    Capacity capacity = zone.capacity();
    if (request == null
        || zone.health().degradedSince() != null
        || !(capacity instanceof Capacity.Declared all)) {
      return zone;
    }
    Quantities asked = request.times(replicas.get(zone.name()));
    Quantities usable = all.usable();
    boolean fits =
        request.amounts().entrySet().stream().allMatch(e -> e.getValue() <= usable.get(e.getKey()));
    Capacity rest =
        fits
            ? new Capacity.Declared(
                all.total().minus(asked), all.largestNode(), all.usablePercent())
            : all;
    return zone.withCapacity(new Capacity.Remaining(all, rest, fits ? Quantities.NONE : asked));
  }
}
