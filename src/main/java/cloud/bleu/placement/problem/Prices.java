package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one replica costs in each zone by its workload's objective. */
final class Prices {
  private static final BigInteger GIB = BigInteger.valueOf(1L << 30);
  private static final BigInteger CPU = BigInteger.valueOf(1000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

  private Prices() {}

  /**
   * By zone: nano-units of currency per hour for {@code Cost}, micrograms per hour for {@code
   * Carbon}, 0 for {@code Stability}. What a zone states no price for counts as the dearest known,
   * each resource by itself; what no zone prices costs nothing.
   */
  static long[] of(Topology topology, Workload workload) {
    if (workload.objective() == Workload.Objective.Stability) {
      return topology.free;
    }
    long[] price = new long[topology.size];
    for (Map.Entry<String, Long> asked : workload.requests().amounts().entrySet()) {
      add(topology, workload.objective(), asked.getKey(), asked.getValue(), price);
    }
    return price;
  }

  /**
   * What a replica costs in the cheapest zone that the workload may use and that costs anything, in
   * the unit of its prices: what a gain is measured against. Rules alone say what it may use.
   * Neither the state of a zone nor its room is a matter, be it full, cordoned node by node, or too
   * small: a gain does not get more because of them. 0 if no such zone costs anything.
   */
  static long least(long[] price, AllowedZones allowed) {
    long least = 0;
    for (int z = 0; z < price.length; z++) {
      if (allowed.mayUse[z] && price[z] > 0) {
        least = least == 0 ? price[z] : Math.min(least, price[z]);
      }
    }
    return least;
  }

  private static void add(
      Topology topology, Workload.Objective objective, String resource, long amount, long[] into) {
    long[] prices = new long[into.length];
    Arrays.fill(prices, -1);
    long dearest = 0;
    for (int z = 0; z < topology.known; z++) {
      Long unit = unit(topology.zone(z).price(), objective, resource);
      prices[z] =
          unit == null
              ? -1
              : BigInteger.valueOf(amount)
                  .multiply(BigInteger.valueOf(unit))
                  .divide(units(resource))
                  .min(MOST)
                  .max(BigInteger.ZERO)
                  .longValue();
      dearest = Math.max(dearest, prices[z]);
    }
    for (int z = 0; z < prices.length; z++) {
      // Each is cut, so that a few of them do not overflow.
      into[z] = Math.min(MOST.longValue(), into[z] + (prices[z] < 0 ? dearest : prices[z]));
    }
  }

  private static @Nullable Long unit(
      Zone.Price price, Workload.Objective objective, String resource) {
    if (objective == Workload.Objective.Carbon) {
      return resource.equals("cpu") ? price.carbon() : null;
    }
    Zone.PerHour perHour = price.perHour();
    return perHour == null ? null : perHour.nanos().get(resource);
  }

  /** In how much of a resource the amount is one unit that has a price. */
  private static BigInteger units(String resource) {
    return switch (resource) {
      case "cpu" -> CPU;
      case "memory", "ephemeral-storage" -> GIB;
      default -> BigInteger.ONE;
    };
  }
}
