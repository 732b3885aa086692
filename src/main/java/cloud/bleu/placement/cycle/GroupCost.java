package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.math.BigInteger;
import java.util.List;

/** What workloads that need each other cost where they stand, whatever the objective of each. */
final class GroupCost {
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 2);

  private GroupCost() {}

  /**
   * In billionths of the least: what all with one objective cost, measured against what they would
   * cost if each replica were in the cheapest zone of its workload. Currency and grams are added as
   * such shares only. 0 if nobody has a price.
   */
  static long of(List<WorkloadState> members) {
    return share(members, Workload.Objective.Cost) + share(members, Workload.Objective.Carbon);
  }

  private static long share(List<WorkloadState> members, Workload.Objective objective) {
    BigInteger cost = BigInteger.ZERO;
    BigInteger least = BigInteger.ZERO;
    for (WorkloadState member : members) {
      CompiledWorkload compiled = member.compiled;
      // Weights are the distribution: the objective does not count beside them.
      if (compiled.workload.objective() != objective || compiled.weights != null) {
        continue;
      }
      least = least.add(times(compiled.leastPrice, member.total()));
      for (int z = 0; z < member.zones(); z++) {
        cost = cost.add(times(compiled.price[z], member.replicas(z)));
      }
    }
    return least.signum() == 0 ? 0 : cost.multiply(BILLION).divide(least).min(MOST).longValue();
  }

  private static BigInteger times(long price, int replicas) {
    return BigInteger.valueOf(price).multiply(BigInteger.valueOf(replicas));
  }
}
