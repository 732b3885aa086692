package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Estates of middle size: 4 to 12 zones on sites, in regions and of providers, and 2 to 5 workloads
 * of 20 to 200 replicas, in about as much room as they need. Three in eight ask nothing but spread,
 * {@code keep} and room; the others mix in more and more. One seed, one estate.
 */
final class MiddleEstates {
  static final int LEAST = 20;
  static final int MOST = 200;

  /** The last in the order of decisions. */
  static final String LAST = "z";

  private static final double[][] TOWNS = {
    {48.86, 2.35}, {48.70, 2.20}, {45.76, 4.84}, {43.30, 5.37}
  };
  private static final Scope[] SCOPES = {Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER};

  private final Random random;
  private final int profile;
  private final int zones;
  private final boolean nodes;

  private MiddleEstates(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 23);
    profile = (int) (seed % 8);
    zones = 4 + random.nextInt(9);
    nodes = chance(5);
  }

  /** Nothing runs yet and no zone is out of service. */
  static Estate fresh(long seed) {
    return new MiddleEstates(seed).build();
  }

  /** The same with other placements, and most of the workloads larger. */
  static Estate grown(Estate before, List<Placement> running, long seed) {
    Random random = new Random(seed * 31 + 5);
    List<Workload> workloads = new ArrayList<>();
    for (Workload w : before.workloads()) {
      int n = w.replicas();
      int more = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(1 + n / 2);
      workloads.add(w.withReplicas(w.quorum() ? n + more / 2 * 2 : n + more));
    }
    return new Estate(
        before.now(), before.providers(), before.zones(), workloads, running, before.roundTrips());
  }

  private Estate build() {
    int count = 2 + random.nextInt(4);
    List<Workload> workloads = new ArrayList<>();
    long cpu = 0;
    long memory = 0;
    for (int i = 0; i < count; i++) {
      String name = i == count - 1 ? LAST : "" + (char) ('a' + i);
      Workload w = workload(name, i).build();
      workloads.add(w);
      cpu += w.replicas() * w.requests().get("cpu");
      memory += w.replicas() * w.requests().get("memory");
    }
    double[] shares = new double[zones];
    double sum = 0;
    for (int z = 0; z < zones; z++) {
      shares[z] = chance(4) ? 0.2 + random.nextDouble() : 0.8 + random.nextDouble() * 0.5;
      sum += shares[z];
    }
    double room = profile < 3 ? 0.95 + random.nextDouble() * 0.6 : 1.1 + random.nextDouble() * 1.4;
    EstateBuilder e = Estates.estate();
    int site = 0;
    int region = 0;
    int onSite = 0;
    int regions = 2 + random.nextInt(3);
    boolean crossing = chance(3);
    int providers = 1 + random.nextInt(3);
    for (int z = 0; z < zones; z++) {
      if (onSite > 0 && random.nextInt(3) < onSite) {
        site++;
        onSite = 0;
        region = random.nextInt(regions);
      }
      onSite++;
      double share = room * shares[z] / sum;
      ZoneBuilder zone = Estates.zone("z%02d".formatted(z)).site("s" + site).region("r" + region);
      zone.provider("p" + (crossing ? z : region) % providers);
      zone.at(TOWNS[region][0] + z * 0.01, TOWNS[region][1]);
      zone.hazard("flood", chance(4) ? "None" : "basin" + random.nextInt(3));
      if (nodes) {
        zone.nodes(1 + (int) (cpu * share / 16_000), 16);
      } else {
        zone.resource("cpu", (long) (cpu * share)).resource("memory", (long) (memory * share));
      }
      if (chance(25)) {
        zone.state(ZoneState.Cordoned);
      }
      e.zone(zone);
    }
    Estate built = e.build();
    return new Estate(
        built.now(), List.of(), built.zones(), workloads, List.of(), built.roundTrips());
  }

  private WorkloadBuilder workload(String name, int number) {
    int n = LEAST + random.nextInt(chance(3) ? MOST - LEAST + 1 : 60);
    boolean quorum = profile == 4 && chance(3);
    WorkloadBuilder w = Estates.workload(name).uid("u-" + name);
    w.replicas(quorum ? n | 1 : n).request("cpu", 250L * (1 + random.nextInt(8)));
    if (!nodes) {
      w.request("memory", 256L * (1 + random.nextInt(8)));
    }
    w.rebalance(Workload.Rebalance.Mode.Never, 0);
    w.priority(profile == 7 && !name.equals(LAST) ? 10 * random.nextInt(3) : 0, chance(2));
    if (chance(4)) {
      List<String> only = new ArrayList<>();
      for (int z = 0; z < zones; z++) {
        if (!chance(4)) {
          only.add("z%02d".formatted(z));
        }
      }
      w.only(only.toArray(String[]::new));
    }
    if (chance(8)) {
      w.surges();
    }
    spread(w);
    tolerate(w, n, quorum);
    if (quorum) {
      w.quorum();
    }
    if ((profile == 4 || profile == 7) && chance(2)) {
      w.perZone(
          chance(2) ? 2 + random.nextInt(8) : 0,
          chance(3) ? null : 5 + n / (1 + random.nextInt(4)));
    }
    if ((profile == 6 || profile == 7) && number > 0 && chance(2)) {
      String other = "" + (char) ('a' + random.nextInt(number));
      if (chance(2)) {
        w.affinity(other, SCOPES[random.nextInt(3)], true);
      } else {
        w.antiAffinity(other, SCOPES[random.nextInt(2)], true);
      }
    }
    return w;
  }

  private void spread(WorkloadBuilder w) {
    int entries = random.nextInt(3);
    int first = random.nextInt(SCOPES.length);
    for (int i = 0; i < entries; i++) {
      Integer max = chance(4) ? 3 + random.nextInt(3) : null;
      Scope over = SCOPES[(first + i * (1 + random.nextInt(2))) % SCOPES.length];
      w.spread(over, 1 + random.nextInt(3), max, 1 + random.nextInt(chance(2) ? 3 : 20), true);
    }
  }

  private void tolerate(WorkloadBuilder w, int n, boolean quorum) {
    if (chance(2)) {
      int keep = n / 5 + random.nextInt(1 + n / 3);
      w.tolerate(SCOPES[random.nextInt(3)], keep, Recover.BestEffort, true);
    }
    if (profile < 3 || !quorum && chance(3)) {
      return;
    }
    boolean replicates = (profile == 5 || profile == 7) && !chance(3);
    DataCopy copy = replicates ? DataCopy.values()[random.nextInt(3)] : DataCopy.Unspecified;
    Scope of = chance(5) ? Scope.hazard("flood") : SCOPES[random.nextInt(3)];
    w.tolerate(of, chance(3) ? n / 4 : 0, Recover.Reserved, copy, true);
    if (replicates) {
      w.replication(
          chance(3) ? null : (Long) (long) (1_500 + random.nextInt(9_000)),
          copy == DataCopy.Asynchronous ? (Long) (long) (100_000 + random.nextInt(300_000)) : null);
    }
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
