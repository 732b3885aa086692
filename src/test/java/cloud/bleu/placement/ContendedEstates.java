package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Estates in which many claim what few have: zones 85 to 98 % full, 20 to 300 workloads in up to
 * five tiers of priority, groups of up to 2,000 replicas, and what happens to them: arrivals,
 * deletions, losses and returns. One seed, one history.
 */
final class ContendedEstates {
  private static final int MOST_REPLICAS = 2_000;
  private static final double[][] TOWNS = {{48.86, 2.35}, {48.80, 2.13}, {45.76, 4.84}};

  private final Random random;
  private final int tiers;

  /** Those that have not arrived yet. */
  private final List<Workload> waiting = new ArrayList<>();

  ContendedEstates(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 11);
    tiers = 1 + random.nextInt(5);
  }

  /** The low tiers run and fill the zones; the others wait for {@link #next}. */
  Estate first() {
    List<Workload> running = new ArrayList<>();
    int count = chance(5) ? 100 + random.nextInt(201) : 20 + random.nextInt(60);
    int zones = chance(6) ? 10 + random.nextInt(5) : 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      int tier = random.nextInt(tiers);
      Workload w = workload(i, count, tier, zones);
      boolean arrives = random.nextInt(2 * tiers) <= tier;
      (arrives ? waiting : running).add(w);
    }
    long cpu = 0;
    long memory = 0;
    for (Workload w : running) {
      cpu += w.replicas() * w.requests().get("cpu");
      memory += w.replicas() * w.requests().get("memory");
    }
    double full = 0.85 + random.nextDouble() * 0.13;
    long[][] free = new long[zones][];
    List<Zone> built = new ArrayList<>();
    for (int z = 0; z < zones; z++) {
      double share = (0.6 + random.nextDouble() * 0.8) / zones / full;
      free[z] = new long[] {(long) (cpu * share) + 1, (long) (memory * share) + 1};
      built.add(zone(z, free[z]));
    }
    Estate empty = new Estate(Estates.NOW, List.of(), built, running, List.of(), List.of());
    List<Placement> placements = new ArrayList<>();
    running.forEach(w -> placements.add(fill(w, empty, free)));
    return Estates.with(empty, placements);
  }

  /** One thing or several happen to what runs. */
  Estate next(Estate before, List<Placement> running) {
    List<Zone> zones = new ArrayList<>(before.zones());
    List<Workload> workloads = new ArrayList<>(before.workloads());
    boolean whole = zones.stream().allMatch(z -> z.state() == ZoneState.Active);
    int hit = random.nextInt(zones.size());
    java.time.Instant now = before.now().plus(Duration.ofMinutes(10L + random.nextInt(50)));
    for (int i = 0; i < zones.size(); i++) {
      Zone z = zones.get(i);
      if (z.state() != ZoneState.Active && chance(2)) {
        zones.set(i, z.withState(ZoneState.Active, now, null));
      } else if (i == hit && (whole ? chance(3) : chance(12))) {
        ZoneState state = chance(4) ? ZoneState.Drained : ZoneState.Lost;
        zones.set(i, z.withState(state, now, null));
      } else if (chance(60)) {
        zones.set(i, z.withCapacity(lessRoom(z)));
      }
    }
    for (int i = workloads.size() - 1; i >= 0; i--) {
      if (chance(40)) {
        workloads.remove(i);
      } else if (chance(25)) {
        int n = workloads.get(i).replicas();
        workloads.set(i, workloads.get(i).withReplicas(chance(2) ? n + 1 + n / 3 : n / 2));
      }
    }
    int arrivals = 1 + random.nextInt(1 + Math.max(1, waiting.size() / 2));
    for (int i = 0; i < arrivals && !waiting.isEmpty(); i++) {
      workloads.add(waiting.remove(random.nextInt(waiting.size())));
    }
    return new Estate(now, before.providers(), zones, workloads, running, before.roundTrips());
  }

  private Zone zone(int number, long[] room) {
    ZoneBuilder z = Estates.zone("z" + number).region("r" + number % 3).site("s" + number / 2);
    if (chance(3)) {
      z.site("alone" + number);
    }
    double[] town = TOWNS[number % 3];
    z.at(town[0], town[1]).provider("p" + number % 2);
    z.resource("cpu", room[0]).resource("memory", room[1]);
    if (chance(3)) {
      z.cost(1 + random.nextInt(5), 1).carbon(random.nextInt(5));
    }
    return z.build();
  }

  private static Capacity lessRoom(Zone zone) {
    TreeMap<String, Long> less = new TreeMap<>(zone.capacity().total().amounts());
    less.replaceAll((r, amount) -> r.equals("pods") ? amount : amount - amount / 8);
    return new Capacity.Declared(new Quantities(less), Quantities.of(Map.of()), 100);
  }

  private Workload workload(int number, int count, int tier, int zones) {
    int replicas = replicas(count);
    WorkloadBuilder w = Estates.workload("w%03d".formatted(number)).uid("u" + number);
    w.replicas(replicas);
    w.request("cpu", 250L * (1 + random.nextInt(8)));
    w.request("memory", 256L * (1 + random.nextInt(12)));
    w.priority(tier * 10, !chance(6));
    if (chance(4)) {
      List<String> only = new ArrayList<>();
      for (int z = 0; z < zones; z++) {
        if (only.isEmpty() || !chance(3)) {
          only.add("z" + z);
        }
      }
      w.only(only.toArray(new String[0]));
    }
    if (random.nextInt(tiers + 1) <= tier + 1) {
      int keep = chance(3) ? random.nextInt(1 + replicas / 2) : 0;
      Recover recover = chance(5) ? Recover.BestEffort : Recover.Reserved;
      w.tolerate(
          chance(3) ? Scope.SITE : chance(5) ? Scope.REGION : Scope.ZONE,
          keep,
          recover,
          chance(8) ? DataCopy.Synchronous : DataCopy.Unspecified,
          !chance(3));
      if (chance(8)) {
        w.replication(4_000L + random.nextInt(4_000), null);
      }
    }
    if (chance(5)) {
      w.spread(
          chance(2) ? Scope.ZONE : Scope.REGION,
          1 + random.nextInt(2),
          null,
          1 + random.nextInt(3),
          !chance(3));
    }
    if (chance(8)) {
      w.surges();
    }
    if (chance(20)) {
      w.perZone(0, 1 + replicas / 2);
    }
    if (chance(25)) {
      String other = "w%03d".formatted(random.nextInt(count));
      if (chance(2)) {
        w.affinity(other, Scope.REGION, true);
      } else {
        w.antiAffinity(other, Scope.ZONE, true);
      }
    }
    if (chance(30)) {
      w.dataBound();
    }
    if (chance(4)) {
      w.rebalance(Workload.Rebalance.Mode.values()[random.nextInt(3)], random.nextInt(4));
    }
    w.failover(Duration.ofMinutes(1), Duration.ofMinutes(10L + random.nextInt(30)));
    return w.build();
  }

  private int replicas(int count) {
    if (chance(count)) {
      return 1 + random.nextInt(MOST_REPLICAS);
    }
    return chance(10) ? 20 + random.nextInt(180) : 1 + random.nextInt(12);
  }

  /** Anywhere that has room; what finds none is what the first plan is asked for. */
  private Placement fill(Workload w, Estate estate, long[][] free) {
    List<Zone> zones = estate.zones();
    int[] counts = new int[zones.size()];
    int z = random.nextInt(zones.size());
    int misses = 0;
    for (int i = 0; i < w.replicas() && misses < zones.size(); ) {
      long cpu = w.requests().get("cpu");
      long memory = w.requests().get("memory");
      Zone zone = zones.get(z);
      boolean allowed = w.rules().stream().noneMatch(r -> r.evaluate(w, zone, estate).failing());
      if (allowed && free[z][0] >= cpu && free[z][1] >= memory) {
        free[z][0] -= cpu;
        free[z][1] -= memory;
        counts[z]++;
        i++;
        misses = 0;
      } else {
        misses++;
      }
      z = misses > 0 || chance(4) ? (z + 1) % zones.size() : z;
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        assignments.add(Assignment.of(zones.get(i).name(), counts[i]));
      }
    }
    return new Placement(w.id(), null, assignments, List.of(), 0);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
