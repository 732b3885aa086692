package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * What workloads that need each other, none of which runs, cost where they are tried, whatever the
 * objective of each. Currency and grams are added only as shares of the least that is possible.
 */
final class GroupCost {
  private final List<WorkloadState> members;

  /** By zone: open to every member. */
  private final boolean[] open;

  private final BigInteger leastCost;
  private final BigInteger leastEmission;

  GroupCost(List<WorkloadState> members) {
    this.members = members;
    this.open = new boolean[members.get(0).zones()];
    Arrays.fill(open, true);
    for (WorkloadState member : members) {
      for (int z = 0; z < open.length; z++) {
        open[z] &= member.compiled.candidate(z);
      }
    }
    this.leastCost = least(Workload.Objective.Cost);
    this.leastEmission = least(Workload.Objective.Carbon);
  }

  /**
   * What compares the places of the members as they stand, less is better: the share of the cost
   * plus that of the emission, both times the product of what they are shares of. So it is exact
   * however large or small they are, and the bill itself where only one objective has a price.
   */
  BigInteger now() {
    return bill(Workload.Objective.Cost)
        .multiply(leastEmission)
        .add(bill(Workload.Objective.Carbon).multiply(leastCost));
  }

  private BigInteger bill(Workload.Objective objective) {
    BigInteger bill = BigInteger.ZERO;
    for (WorkloadState member : members) {
      for (int z = 0; z < member.zones() && counts(member, objective); z++) {
        if (member.replicas(z) > 0) {
          bill = bill.add(times(member.compiled.price[z], member.replicas(z)));
        }
      }
    }
    return bill;
  }

  /**
   * What all with one objective cost if each has its cheapest zone that costs anything, of those
   * that are open to every member: no other is tried. 1 where none of them costs anything.
   */
  private BigInteger least(Workload.Objective objective) {
    BigInteger least = BigInteger.ZERO;
    for (WorkloadState member : members) {
      if (counts(member, objective)) {
        least = least.add(times(leastPrice(member.compiled), member.asked()));
      }
    }
    return least.max(BigInteger.ONE);
  }

  private long leastPrice(CompiledWorkload compiled) {
    long least = 0;
    for (int z = 0; z < compiled.price.length; z++) {
      if (open[z] && compiled.price[z] > 0) {
        least = least == 0 ? compiled.price[z] : Math.min(least, compiled.price[z]);
      }
    }
    return least;
  }

  /** Weights are the distribution: the objective does not count beside them. */
  private static boolean counts(WorkloadState member, Workload.Objective objective) {
    CompiledWorkload compiled = member.compiled;
    return compiled.workload.objective() == objective && compiled.weights == null;
  }

  private static BigInteger times(long price, int replicas) {
    return BigInteger.valueOf(price).multiply(BigInteger.valueOf(replicas));
  }
}
