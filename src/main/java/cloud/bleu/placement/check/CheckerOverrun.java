package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Zones in which more ran before these decisions than they have room for now: by the sum of a
 * resource, or by the places that their nodes have for replicas of one shape. A workload that asks
 * for more than any place of the empty zone has uses less, and nobody knows how much. Only its own
 * replicas have to leave for that.
 */
final class CheckerOverrun {
  private final CheckerEstate estate;
  private final Quantities[] asked;
  private final Quantities[] known;

  /** By shape and zone, how many replicas ran. */
  private final Map<Quantities, long[]> shapes = new HashMap<>();

  CheckerOverrun(CheckerEstate estate) {
    this.estate = estate;
    this.asked = new Quantities[estate.zones];
    this.known = new Quantities[estate.zones];
    Arrays.fill(asked, Quantities.NONE);
    Arrays.fill(known, Quantities.NONE);
    Map<WorkloadId, Quantities> requests = new HashMap<>();
    estate.estate.workloads().forEach(w -> requests.put(w.id(), w.requests()));
    for (Placement p : estate.estate.placements()) {
      for (Assignment a : p.assignments()) {
        int zone = estate.find(a.zone());
        Quantities one = requests.get(p.id());
        if (zone >= 0 && zone < estate.zones && one != null) {
          int ran = Math.max(0, a.replicas());
          shapes.computeIfAbsent(one, shape -> new long[estate.zones])[zone] += ran;
          Quantities all = times(one, ran);
          asked[zone] = asked[zone].plus(all);
          known[zone] = estate.hosting(one)[zone] ? known[zone].plus(all) : known[zone];
        }
      }
    }
  }

  /**
   * Whether what ran in a zone asks for more than it has, seen by a workload that asks this for a
   * replica.
   */
  boolean of(int zone, Quantities one) {
    long[] alike = shapes.get(one);
    if (alike != null && alike[zone] > estate.slots(zone, one)) {
      return true;
    }
    Quantities ran = estate.hosting(one)[zone] ? known[zone] : asked[zone];
    for (Map.Entry<String, Long> amount : ran.amounts().entrySet()) {
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
