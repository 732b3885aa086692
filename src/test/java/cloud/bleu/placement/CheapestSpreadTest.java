package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a workload that looks for the lowest cost costs within its skews, against every distribution
 * of its replicas: the skew is asked of the counts at the end, so what the cheapest of them takes
 * on the way is no matter. Counts and room alone decide here; where more is asked, the planner
 * promises less.
 */
class CheapestSpreadTest {
  private static final int SEEDS = Campaign.size("bleu.cheapest", 1_500);

  @Test
  void noDistributionWithinTheSkewsCostsLess() {
    List<String> dearer = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Instance instance = new Instance(new Random(seed));
      long least = instance.least(0, instance.replicas);
      Plan plan = Planner.propose(instance.estate(), Map.of());
      Decision decision = Estates.of(plan, "a");
      long cost = decision.assignments().isEmpty() ? Long.MAX_VALUE : instance.cost(decision);
      if (cost != least) {
        dearer.add(
            "seed "
                + seed
                + ": "
                + cost
                + " for "
                + Estates.zones(decision)
                + ", "
                + least
                + " for "
                + Arrays.toString(instance.best)
                + " of "
                + instance);
      }
    }
    assertEquals(List.of(), dearer, dearer.size() + " of " + SEEDS);
  }

  /** One workload in two to five zones, on two sites if it spreads over them too. */
  private static final class Instance {
    private final int replicas;
    private final int[] price;
    private final int[] room;
    private final int[] site;
    private final int zoneSkew;
    private final int siteSkew;
    private final int[] x;
    private int[] best = {};
    private long bestCost = Long.MAX_VALUE;

    Instance(Random random) {
      int zones = 2 + random.nextInt(4);
      replicas = 1 + random.nextInt(9);
      zoneSkew = 1 + random.nextInt(5);
      siteSkew = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
      price = random.ints(zones, 1, 12).toArray();
      room = random.ints(zones, 1, 10).toArray();
      site = random.ints(zones, 0, 2).toArray();
      x = new int[zones];
    }

    Estate estate() {
      EstateBuilder estate = Estates.estate();
      for (int z = 0; z < x.length; z++) {
        estate.zone(Estates.zone("z" + z).cpu(room[z]).cost(price[z], 0).site("s" + site[z]));
      }
      WorkloadBuilder a =
          Estates.workload("a")
              .replicas(replicas)
              .objective(Objective.Cost)
              .spread(Scope.ZONE, 1, null, zoneSkew, true);
      return estate
          .workload(siteSkew == 0 ? a : a.spread(Scope.SITE, 1, null, siteSkew, true))
          .build();
    }

    long cost(Decision decision) {
      long cost = 0;
      for (Assignment a : decision.assignments()) {
        cost += (long) a.replicas() * price[Integer.parseInt(a.zone().substring(1))];
      }
      return cost;
    }

    /** The least cost of all distributions that the skews allow. */
    long least(int zone, int left) {
      if (zone == x.length) {
        long cost = 0;
        for (int z = 0; z < x.length; z++) {
          cost += (long) x[z] * price[z];
        }
        if (left == 0 && cost < bestCost && holds()) {
          bestCost = cost;
          best = x.clone();
        }
        return bestCost;
      }
      for (int n = 0; n <= Math.min(left, room[zone]); n++) {
        x[zone] = n;
        least(zone + 1, left - n);
      }
      x[zone] = 0;
      return bestCost;
    }

    private boolean holds() {
      int[] bySite = new int[2];
      boolean[] there = new boolean[2];
      for (int z = 0; z < x.length; z++) {
        bySite[site[z]] += x[z];
        there[site[z]] = true;
      }
      int[] sites = there[0] && there[1] ? bySite : new int[] {there[0] ? bySite[0] : bySite[1]};
      return within(x, zoneSkew) && (siteSkew == 0 || within(sites, siteSkew));
    }

    private static boolean within(int[] counts, int skew) {
      return Arrays.stream(counts).max().orElse(0) - Arrays.stream(counts).min().orElse(0) <= skew;
    }

    @Override
    public String toString() {
      return replicas
          + " prices "
          + Arrays.toString(price)
          + " room "
          + Arrays.toString(room)
          + " sites "
          + Arrays.toString(site)
          + " skew "
          + zoneSkew
          + " by site "
          + siteSkew;
    }
  }
}
