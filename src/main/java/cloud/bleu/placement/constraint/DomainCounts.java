package cloud.bleu.placement.constraint;

import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;

/** Replicas of one workload by site, and by the domains of each of its spread limits. */
public final class DomainCounts {
  private final Domains sites;
  private final int[] bySite;
  private int offSite;
  private SpreadLimit[] spreads = {};
  private int[] area = {};
  private int[][] byDomain = {};
  private int[][] fixedByDomain = {};
  private int[][] stayedByDomain = {};

  DomainCounts(Domains sites) {
    this.sites = sites;
    this.bySite = new int[sites.count()];
  }

  /**
   * Counts for another workload.
   *
   * @param fixed replicas that do not move, by zone
   * @param stayed those of them that did not come by a decision of this plan
   */
  void reset(CompiledWorkload compiled, int[] fixed, int[] stayed) {
    spreads = compiled.spreads;
    area = area(compiled, fixed);
    if (byDomain.length < spreads.length) {
      byDomain = new int[spreads.length][];
      fixedByDomain = new int[spreads.length][];
      stayedByDomain = new int[spreads.length][];
      Arrays.setAll(byDomain, i -> new int[0]);
      Arrays.setAll(fixedByDomain, i -> new int[0]);
      Arrays.setAll(stayedByDomain, i -> new int[0]);
    }
    for (int i = 0; i < spreads.length; i++) {
      int count = spreads[i].domains.count();
      if (byDomain[i].length < count) {
        byDomain[i] = new int[count];
        fixedByDomain[i] = new int[count];
        stayedByDomain[i] = new int[count];
      }
    }
    recountFixed(fixed, stayed);
  }

  /** The zones with replicas or that take some. */
  private static int[] area(CompiledWorkload compiled, int[] x) {
    int[] zones = new int[x.length];
    int count = 0;
    for (int z = 0; z < zones.length; z++) {
      if (x[z] > 0 || compiled.allowed.open[z]) {
        zones[count++] = z;
      }
    }
    return Arrays.copyOf(zones, count);
  }

  /** Counts anew what does not move. */
  void recountFixed(int[] fixed, int[] stayed) {
    for (int i = 0; i < spreads.length; i++) {
      spreads[i].count(fixed, fixedByDomain[i]);
      spreads[i].count(stayed, stayedByDomain[i]);
    }
  }

  /** Counts anew replicas by zone. */
  void recount(int[] x) {
    Arrays.fill(bySite, 0);
    offSite = 0;
    for (int z : area) {
      if (x[z] > 0) {
        onSite(z, x[z]);
      }
    }
    for (int i = 0; i < spreads.length; i++) {
      spreads[i].count(x, area, byDomain[i]);
    }
  }

  /** More replicas in a zone, or fewer. */
  void add(int zone, int replicas) {
    onSite(zone, replicas);
    for (int i = 0; i < spreads.length; i++) {
      int domain = spreads[i].domains.of(zone);
      if (domain >= 0) {
        byDomain[i][domain] += replicas;
      }
    }
  }

  private void onSite(int zone, int replicas) {
    int site = sites.of(zone);
    if (site >= 0) {
      bySite[site] += replicas;
    } else {
      offSite += replicas;
    }
  }

  /** The zones that may have replicas. */
  int[] area() {
    return area;
  }

  /** Replicas by site. */
  public int[] bySite() {
    return bySite;
  }

  /** Replicas in zones whose site is not known. */
  public int offSite() {
    return offSite;
  }

  /** Replicas on the site of a zone. */
  public int onSite(int zone) {
    int site = sites.of(zone);
    return site >= 0 ? bySite[site] : offSite;
  }

  /** By spread limit and domain; may be longer than there are domains. */
  int[][] byDomain() {
    return byDomain;
  }

  int[][] fixedByDomain() {
    return fixedByDomain;
  }

  int[] stayedByDomain(int spread) {
    return stayedByDomain[spread];
  }
}
