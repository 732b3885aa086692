package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Domains;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One {@code spread} entry against counts by domain. For each domain that gains: final count −
 * floor ≤ maxSkew, where floor is the least count over the eligible domains in service, or 0 if
 * fewer than {@code min} are eligible. That is Kubernetes' PodTopologySpread. With {@code max} the
 * eligible domains are a chosen set of at most that many, those in use among them: the planner
 * chooses those in use.
 */
public final class SpreadLimit {
  public final Domains domains;
  public final int min;
  public final @Nullable Integer max;
  public final int maxSkew;
  public final boolean hard;

  /** Zones that are eligible, out of service or not. */
  private final int[] eligible;

  /** By zone: eligible and in service. */
  private final boolean[] serving;

  /** By zone: eligible, and in service for long enough that a recovery may count on it. */
  private final boolean[] back;

  /** By domain: some zone of it. */
  private final int[] member;

  private final Basis everywhere;
  private final Map<ProtectedEvent, Basis> outside = new IdentityHashMap<>();

  /**
   * The eligible domains E that an entry counts.
   *
   * @param serving the domains in service, so that their counts are in the floor
   * @param inService how many are in service
   * @param eligible how many there are
   */
  public record Basis(int[] serving, int inService, int eligible) {}

  SpreadLimit(Topology topology, Workload.Spread spread, AllowedZones allowed) {
    this.domains = topology.domains(spread.over());
    this.min = spread.min();
    this.max = spread.max();
    this.maxSkew = spread.maxSkew();
    this.hard = spread.hard();
    this.eligible =
        IntStream.range(0, topology.known)
            .filter(z -> allowed.eligible[z] && domains.of(z) >= 0)
            .toArray();
    this.serving = new boolean[topology.size];
    this.back = new boolean[topology.size];
    this.member = new int[domains.count()];
    for (int z : eligible) {
      serving[z] = topology.inService(z);
      back[z] = allowed.back[z];
      member[domains.of(z)] = z;
    }
    this.everywhere = find(null, null);
  }

  /**
   * The domains that count.
   *
   * @param event the zones that are lost, null for none
   * @param near the zones that E is taken within, null for all
   */
  public Basis basis(@Nullable ProtectedEvent event, @Nullable BitSet near) {
    if (near != null) {
      return find(event, near);
    }
    return event == null ? everywhere : outside.computeIfAbsent(event, e -> find(e, null));
  }

  /**
   * A basis with skew measured in the domains in use of a wider entry, in all if none is in use.
   */
  Basis within(Basis basis, SpreadLimit wider, int[] inUse) {
    int[] kept = new int[basis.serving().length];
    int count = 0;
    for (int d : basis.serving()) {
      if (inUse[wider.domains.of(member[d])] > 0) {
        kept[count++] = d;
      }
    }
    return count == 0 && used(inUse, wider.domains.count()) == 0
        ? basis
        : new Basis(Arrays.copyOf(kept, count), basis.inService(), basis.eligible());
  }

  private Basis find(@Nullable ProtectedEvent event, @Nullable BitSet near) {
    boolean[] all = new boolean[domains.count()];
    boolean[] serves = new boolean[domains.count()];
    for (int z : eligible) {
      if (near == null || near.get(z)) {
        all[domains.of(z)] = true;
        serves[domains.of(z)] |= event == null ? serving[z] : back[z] && !event.holds(z);
      }
    }
    int[] list = new int[serves.length];
    int count = 0;
    int eligibleDomains = 0;
    for (int d = 0; d < serves.length; d++) {
      eligibleDomains += all[d] ? 1 : 0;
      if (serves[d]) {
        list[count++] = d;
      }
    }
    return new Basis(Arrays.copyOf(list, count), count, eligibleDomains);
  }

  /** By entry: those with a {@code max} over domains that the entry's own lie in. */
  static int[][] wider(SpreadLimit[] limits, int zones) {
    int[][] wider = new int[limits.length][];
    for (int i = 0; i < limits.length; i++) {
      int own = i;
      wider[i] =
          IntStream.range(0, limits.length)
              .filter(
                  j ->
                      limits[j].max != null
                          && limits[own].liesIn(limits[j], zones)
                          && !limits[j].liesIn(limits[own], zones))
              .toArray();
    }
    return wider;
  }

  private boolean liesIn(SpreadLimit other, int zones) {
    int[] around = new int[domains.count()];
    Arrays.fill(around, -1);
    for (int z = 0; z < zones; z++) {
      int d = domains.of(z);
      int o = other.domains.of(z);
      if (d >= 0 && (o < 0 || around[d] >= 0 && around[d] != o)) {
        return false;
      }
      if (d >= 0) {
        around[d] = o;
      }
    }
    return true;
  }

  /** The counts by domain, into an array of the caller's. */
  public void count(int[] x, int[] byDomain) {
    Arrays.fill(byDomain, 0, domains.count(), 0);
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && domains.of(z) >= 0) {
        byDomain[domains.of(z)] += x[z];
      }
    }
  }

  /** The counts by domain, into an array of the caller's, where only these zones have replicas. */
  public void count(int[] x, int[] zones, int[] byDomain) {
    Arrays.fill(byDomain, 0, domains.count(), 0);
    for (int z : zones) {
      if (x[z] > 0 && domains.of(z) >= 0) {
        byDomain[domains.of(z)] += x[z];
      }
    }
  }

  /** How many of the first {@code count} domains hold a replica. */
  public static int used(int[] byDomain, int count) {
    int used = 0;
    for (int d = 0; d < count; d++) {
      used += byDomain[d] > 0 ? 1 : 0;
    }
    return used;
  }

  /** The count below which nothing lies: 0 when too few domains are eligible. */
  public int floor(int[] byDomain, Basis basis) {
    if (basis.eligible() < min) {
      return 0;
    }
    int floor = Integer.MAX_VALUE;
    for (int d : basis.serving()) {
      if (max == null || byDomain[d] > 0) {
        floor = Math.min(floor, byDomain[d]);
      }
    }
    return floor == Integer.MAX_VALUE ? 0 : floor;
  }

  /** One of the eligible zones of a domain that has some. */
  public int eligibleZone(int domain) {
    return member[domain];
  }

  /** How many domains must be used by so many replicas. */
  public int required(int replicas, Basis basis) {
    int required = Math.min(min, Math.min(replicas, basis.inService()));
    return max == null ? required : Math.min(required, max);
  }

  /**
   * How far the counts lie from the limits: excess over the skew in each domain, domains missing,
   * domains too many. With {@code before}, only domains that gained are asked for the skew and the
   * number.
   */
  public int breach(
      int[] byDomain, int @Nullable [] before, int replicas, int replicasBefore, Basis basis) {
    int floor = floor(byDomain, basis);
    int breach = 0;
    int used = 0;
    int usedBefore = 0;
    int count = domains.count();
    for (int d = 0; d < count; d++) {
      int now = byDomain[d];
      int then = before == null ? 0 : before[d];
      used += now > 0 ? 1 : 0;
      usedBefore += then > 0 ? 1 : 0;
      if (now > then) {
        breach += Math.max(0, now - floor - maxSkew);
      }
    }
    if (max != null && used > max && used > usedBefore) {
      breach += used - Math.max(max, usedBefore);
    }
    // What is added opens at most as many domains as it has replicas.
    int reachable = before == null ? used : usedBefore + Math.max(0, replicas - replicasBefore);
    int required = required(replicas, basis);
    return breach + Math.max(0, (before == null ? required : Math.min(required, reachable)) - used);
  }
}
