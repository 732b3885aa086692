package cloud.bleu.placement;

import org.jspecify.annotations.Nullable;

/**
 * One {@code spread} entry against counts by domain. For each domain that gains: final count −
 * floor ≤ maxSkew, where floor is the least count over the eligible domains in service, or 0 if
 * fewer than {@code min} are eligible. That is Kubernetes' PodTopologySpread. With {@code max} the
 * eligible domains are a chosen set of at most that many, those in use among them: the planner
 * chooses those in use.
 */
final class SpreadLimit {
  final Domains domains;
  final int min;
  final @Nullable Integer max;
  final int maxSkew;
  final boolean hard;

  /** Eligible domains, out of service or not. */
  final int eligible;

  /** By domain: eligible and in service. */
  final boolean[] inService;

  /** By zone: eligible, and in service for long enough that a recovery may count on it. */
  private final boolean[] zones;

  SpreadLimit(Topology topology, Workload.Spread spread, Allowed allowed) {
    this.domains = topology.domains(spread.over());
    this.min = spread.min();
    this.max = spread.max();
    this.maxSkew = spread.maxSkew();
    this.hard = spread.hard();
    this.inService = new boolean[domains.count()];
    this.zones = new boolean[topology.size];
    boolean[] any = new boolean[domains.count()];
    for (int z = 0; z < topology.known; z++) {
      if (allowed.eligible[z] && domains.of(z) >= 0) {
        any[domains.of(z)] = true;
        zones[z] = allowed.back[z];
        inService[domains.of(z)] |= topology.inService(z);
      }
    }
    int sum = 0;
    for (boolean e : any) {
      sum += e ? 1 : 0;
    }
    this.eligible = sum;
  }

  /** The counts by domain, into an array of the caller's. */
  void count(int[] x, int[] byDomain) {
    java.util.Arrays.fill(byDomain, 0, domains.count(), 0);
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && domains.of(z) >= 0) {
        byDomain[domains.of(z)] += x[z];
      }
    }
  }

  static int used(int[] byDomain, int count) {
    int used = 0;
    for (int d = 0; d < count; d++) {
      used += byDomain[d] > 0 ? 1 : 0;
    }
    return used;
  }

  /** Eligible domains in service that have a zone outside the event; all without one. */
  int inServiceOutside(@Nullable Guard event, int size) {
    int sum = 0;
    for (int d = 0; d < domains.count(); d++) {
      sum += serves(d, event, size) ? 1 : 0;
    }
    return sum;
  }

  /** The count below which nothing lies: 0 when too few domains are eligible. */
  int floor(int[] byDomain, @Nullable Guard event, int size) {
    if (eligible < min) {
      return 0;
    }
    int floor = Integer.MAX_VALUE;
    for (int d = 0; d < domains.count(); d++) {
      if (serves(d, event, size) && (max == null || byDomain[d] > 0)) {
        floor = Math.min(floor, byDomain[d]);
      }
    }
    return floor == Integer.MAX_VALUE ? 0 : floor;
  }

  /** How many domains must be used by so many replicas. */
  int required(int replicas, @Nullable Guard event, int size) {
    int required = Math.min(min, Math.min(replicas, inServiceOutside(event, size)));
    return max == null ? required : Math.min(required, max);
  }

  /**
   * How far the counts lie from the limits: excess over the skew in each domain, domains missing,
   * domains too many. With {@code before}, only domains that gained are asked for the skew and the
   * number.
   */
  int breach(
      int[] byDomain,
      int @Nullable [] before,
      int replicas,
      int replicasBefore,
      @Nullable Guard event,
      int size) {
    int floor = floor(byDomain, event, size);
    int breach = 0;
    int used = 0;
    int usedBefore = 0;
    for (int d = 0; d < domains.count(); d++) {
      used += byDomain[d] > 0 ? 1 : 0;
      usedBefore += before != null && before[d] > 0 ? 1 : 0;
      if (before == null || byDomain[d] > before[d]) {
        breach += Math.max(0, byDomain[d] - floor - maxSkew);
      }
    }
    if (max != null && used > max && used > usedBefore) {
      breach += used - Math.max(max, usedBefore);
    }
    // What is added opens at most as many domains as it has replicas.
    int reachable = before == null ? used : usedBefore + Math.max(0, replicas - replicasBefore);
    int required = required(replicas, event, size);
    return breach + Math.max(0, (before == null ? required : Math.min(required, reachable)) - used);
  }

  /** Whether the domain can take something now, or after an event. */
  private boolean serves(int domain, @Nullable Guard event, int size) {
    if (event == null) {
      return inService[domain];
    }
    for (int z = 0; z < size; z++) {
      if (zones[z] && domains.of(z) == domain && !event.holds(z)) {
        return true;
      }
    }
    return false;
  }
}
