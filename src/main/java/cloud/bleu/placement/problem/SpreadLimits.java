package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The spread entries of a topology. Workloads that may use the same zones share what an equal entry
 * says of them, and the domains found for it.
 */
final class SpreadLimits {
  private final Topology topology;
  private final Map<Entry, SpreadLimit> limits = new HashMap<>();

  /** An entry, and all of a workload that it looks at. */
  private record Entry(Workload.Spread spread, BitSet eligible, BitSet back) {}

  SpreadLimits(Topology topology) {
    this.topology = topology;
  }

  /** What an entry says of a workload of which the rules say this. */
  SpreadLimit of(Workload.Spread spread, AllowedZones allowed) {
    return limits.computeIfAbsent(
        new Entry(spread, set(allowed.eligible), set(allowed.back)),
        entry -> new SpreadLimit(topology, spread, allowed));
  }

  private static BitSet set(boolean[] zones) {
    BitSet set = new BitSet(zones.length);
    for (int z = 0; z < zones.length; z++) {
      set.set(z, zones[z]);
    }
    return set;
  }
}
