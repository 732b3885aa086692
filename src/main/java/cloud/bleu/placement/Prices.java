package cloud.bleu.placement;

import java.math.BigInteger;

/** What one replica costs in each zone by its workload's objective. */
final class Prices {
  private static final BigInteger GIB = BigInteger.valueOf(1L << 30);
  private static final BigInteger CPU = BigInteger.valueOf(1000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

  private Prices() {}

  /**
   * By zone: nano-units of currency per hour for {@code Cost}, micrograms per hour for {@code
   * Carbon}, 0 for {@code Stability}. A zone without a price counts as the dearest known.
   */
  static long[] of(Topology topology, Workload workload) {
    long[] price = new long[topology.size];
    if (workload.objective() == Workload.Objective.Stability) {
      return price;
    }
    long dearest = 0;
    for (int z = 0; z < topology.known; z++) {
      price[z] = of(topology.zone(z).price(), workload);
      dearest = Math.max(dearest, price[z]);
    }
    for (int z = 0; z < topology.size; z++) {
      if (z >= topology.known || price[z] < 0) {
        price[z] = dearest;
      }
    }
    return price;
  }

  private static long of(Zone.Price price, Workload workload) {
    BigInteger milli = BigInteger.valueOf(workload.requests().get("cpu"));
    if (workload.objective() == Workload.Objective.Carbon) {
      Long carbon = price.carbon();
      return carbon == null ? -1 : cut(milli.multiply(BigInteger.valueOf(carbon)).divide(CPU));
    }
    Zone.PerHour perHour = price.perHour();
    if (perHour == null) {
      return -1;
    }
    BigInteger bytes = BigInteger.valueOf(workload.requests().get("memory"));
    return cut(
        milli
            .multiply(BigInteger.valueOf(perHour.cpu()))
            .divide(CPU)
            .add(bytes.multiply(BigInteger.valueOf(perHour.memoryGiB())).divide(GIB)));
  }

  private static long cut(BigInteger amount) {
    return amount.min(MOST).max(BigInteger.ZERO).longValue();
  }
}
