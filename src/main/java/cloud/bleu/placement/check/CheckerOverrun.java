package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Zones in which more ran before these decisions than they have room for now. */
final class CheckerOverrun {
  private final CheckerEstate estate;
  private final Quantities[] ran;

  CheckerOverrun(CheckerEstate estate) {
    this.estate = estate;
    this.ran = new Quantities[estate.zones];
    Arrays.fill(ran, Quantities.NONE);
    Map<WorkloadId, Quantities> requests = new HashMap<>();
    estate.estate.workloads().forEach(w -> requests.put(w.id(), w.requests()));
    for (Placement p : estate.estate.placements()) {
      for (Assignment a : p.assignments()) {
        int zone = estate.find(a.zone());
        if (zone >= 0 && zone < estate.zones && requests.containsKey(p.id())) {
          ran[zone] = ran[zone].plus(times(requests.get(p.id()), Math.max(0, a.replicas())));
        }
      }
    }
  }

  /** Whether what ran there asks for more than the zone has. */
  boolean of(int zone) {
    for (Map.Entry<String, Long> amount : ran[zone].amounts().entrySet()) {
      if (amount.getValue() > estate.zone(zone).capacity().usable().get(amount.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static Quantities times(Quantities one, int replicas) {
    TreeMap<String, Long> amounts = new TreeMap<>(one.amounts());
    amounts.replaceAll(
        (resource, amount) -> (long) Math.min(Long.MAX_VALUE / 4, (double) amount * replicas));
    return new Quantities(amounts);
  }
}
