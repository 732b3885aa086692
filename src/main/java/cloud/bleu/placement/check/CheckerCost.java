package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a decision costs what it says, by the prices of the zones. */
final class CheckerCost {
  private static final long GIB = 1L << 30;

  /** More than that one replica costs nowhere. */
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

  private final CheckerFindings findings;

  CheckerCost(CheckerFindings findings) {
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    BigInteger all = BigInteger.ZERO;
    if (w.spec.objective() != Workload.Objective.Stability) {
      Map<String, BigInteger> dearest = new HashMap<>();
      for (int place = 0; place < w.has.length; place++) {
        if (w.has[place] > 0) {
          BigInteger one = replica(w, place, dearest);
          all = all.add(one.multiply(BigInteger.valueOf(w.has[place])));
        }
      }
    }
    if (!all.equals(BigInteger.valueOf(w.decision.cost()))) {
      findings.add("CostWrong", w, "it costs " + all + " and says " + w.decision.cost());
    }
  }

  /**
   * What one replica costs in a place; a resource without a price there costs as much as anywhere.
   *
   * @param dearest by resource, what is known of that so far
   */
  private static BigInteger replica(CheckerWorkload w, int place, Map<String, BigInteger> dearest) {
    BigInteger cost = BigInteger.ZERO;
    for (Map.Entry<String, Long> asked : w.spec.requests().amounts().entrySet()) {
      BigInteger part = w.places.exists(place) ? part(w, place, asked) : null;
      if (part == null) {
        part = dearest.computeIfAbsent(asked.getKey(), r -> dearest(w, asked));
      }
      cost = cost.add(part);
    }
    return cost.min(MOST);
  }

  private static BigInteger dearest(CheckerWorkload w, Map.Entry<String, Long> asked) {
    BigInteger most = BigInteger.ZERO;
    for (int z = 0; z < w.places.zones; z++) {
      BigInteger part = part(w, z, asked);
      most = part == null ? most : most.max(part);
    }
    return most;
  }

  /** Of one resource; null where the zone states no price for it. */
  private static @Nullable BigInteger part(
      CheckerWorkload w, int zone, Map.Entry<String, Long> asked) {
    Zone.Price price = w.places.zone(zone).price();
    Long unit = null;
    if (w.spec.objective() == Workload.Objective.Carbon && asked.getKey().equals("cpu")) {
      unit = price.carbon();
    } else if (w.spec.objective() == Workload.Objective.Cost && price.perHour() != null) {
      unit = price.perHour().nanos().get(asked.getKey());
    }
    if (unit == null) {
      return null;
    }
    long of = 1;
    if (asked.getKey().equals("cpu")) {
      of = 1000;
    } else if (asked.getKey().equals("memory") || asked.getKey().equals("ephemeral-storage")) {
      of = GIB;
    }
    return BigInteger.valueOf(asked.getValue())
        .multiply(BigInteger.valueOf(unit))
        .divide(BigInteger.valueOf(of))
        .max(BigInteger.ZERO);
  }
}
