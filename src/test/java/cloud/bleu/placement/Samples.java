package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small estates with all features mixed: up to 4 zones, 3 workloads and 6 replicas each. One seed,
 * one estate.
 */
public final class Samples {
  private static final Scope FLOOD = Scope.hazard("flood");
  private static final Scope[] SCOPES = {
    Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER, FLOOD
  };
  private static final double[][] TOWNS = {
    {48.86, 2.35}, {48.80, 2.13}, {45.76, 4.84}, {43.30, 5.37}
  };

  private final Random random;
  private final int zoneCount;

  private Samples(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    zoneCount = Math.min(4, 1 + random.nextInt(6));
  }

  /** Nothing runs yet and every zone is in service. */
  public static Estate fresh(long seed) {
    Samples s = new Samples(seed);
    EstateBuilder e = estate();
    s.zones(e);
    int workloads = 1 + s.random.nextInt(3);
    for (int i = 0; i < workloads; i++) {
      e.workload(s.workload(i));
    }
    return e.build();
  }

  /**
   * What may come next: counts change, zones fail or come back, lose room, or a rule comes to
   * exclude one.
   */
  public static Estate later(Estate before, List<Placement> running, long seed) {
    Random random = new Random(seed * 31 + 7);
    List<Zone> zones = new ArrayList<>();
    int hit = random.nextInt(before.zones().size());
    for (int i = 0; i < before.zones().size(); i++) {
      Zone z = before.zones().get(i);
      int what = i == hit ? random.nextInt(6) : random.nextInt(30);
      zones.add(
          switch (what) {
            case 0 -> z.withState(ZoneState.Lost, z.stateSince(), null);
            case 1 -> z.withState(ZoneState.Drained, z.stateSince(), null);
            case 2 -> z.withState(ZoneState.Cordoned, z.stateSince(), null);
            case 3 ->
                z.withState(
                    ZoneState.Active, z.stateSince(), Estates.NOW.minus(Duration.ofMinutes(10)));
            case 4 ->
                z.withState(ZoneState.Active, z.stateSince(), null)
                    .withCapacity(new Capacity.Declared(half(z), half(z), 100));
            default -> z;
          });
    }
    List<Workload> workloads = new ArrayList<>();
    for (Workload w : before.workloads()) {
      int what = random.nextInt(6);
      int n =
          what == 0
              ? random.nextInt(7)
              : what == 1
                  ? w.replicas() + 1
                  : what == 2 ? Math.max(0, w.replicas() - 1) : w.replicas();
      List<BoundRule> rules = new ArrayList<>(w.rules());
      if (random.nextInt(8) == 0) {
        rules.add(
            Estates.rule(
                "new",
                BoundRule.Action.Enforce,
                BoundRule.OnViolation.values()[random.nextInt(3)],
                random.nextBoolean() ? Verdict.Result.Reject : Verdict.Result.Unknown,
                zones.get(random.nextInt(zones.size())).name()));
      }
      workloads.add(w.withReplicas(Math.min(6, n)).withRules(rules));
    }
    return new Estate(
        before.now(), before.providers(), zones, workloads, running, before.roundTrips());
  }

  private void zones(EstateBuilder e) {
    for (int i = 1; i <= zoneCount; i++) {
      ZoneBuilder z = zone("z" + i);
      if (random.nextInt(3) == 0) {
        z.site("s" + random.nextInt(2));
      }
      z.region("r" + random.nextInt(2)).provider("p" + random.nextInt(2));
      switch (random.nextInt(4)) {
        case 0 -> z.hazard("flood", "seine");
        case 1 -> z.hazard("flood", "None");
        case 2 -> z.hazard("flood", "rhone");
        default -> {}
      }
      double[] town = TOWNS[random.nextInt(TOWNS.length)];
      z.at(town[0], town[1]);
      if (random.nextInt(12) == 0) {
        z.nowhere();
      }
      if (random.nextInt(6) == 0) {
        z.nodes(1 + random.nextInt(3), 1 + random.nextInt(4));
      } else {
        z.cpu(random.nextInt(5) == 0 ? random.nextInt(3) : 3 + random.nextInt(12));
      }
      if (random.nextBoolean()) {
        z.cost(random.nextInt(5), random.nextInt(5)).carbon(random.nextInt(5));
      }
      if (random.nextInt(4) == 0) {
        z.basis(Basis.Assumption);
      }
      e.zone(z);
    }
  }

  private WorkloadBuilder workload(int i) {
    String name = "" + (char) ('a' + i);
    String other = "" + (char) ('a' + (i + 1 + random.nextInt(2)) % 3);
    int n = chance(12) ? 0 : 1 + random.nextInt(6);
    boolean quorum = chance(8);
    n = quorum ? Math.min(5, n | 1) : n;
    WorkloadBuilder w = Estates.workload(name).replicas(n);
    w.cpu(chance(3) ? 2 : 1);
    if (chance(5)) {
      w.surges();
    }
    if (chance(10)) {
      w.dataBound();
    }
    if (chance(4)) {
      w.replication(
          random.nextBoolean() ? (Long) (long) (800 + random.nextInt(20000)) : null,
          random.nextBoolean() ? (Long) (long) random.nextInt(600_000) : null);
    }
    if (chance(4)) {
      w.only(some(), some(), some());
    }
    boolean weights = chance(12);
    if (weights) {
      for (int z = 1; z <= zoneCount; z++) {
        w.weight("z" + z, 1 + random.nextInt(4));
      }
    } else if (chance(2)) {
      int min = 1 + random.nextInt(3);
      Integer max = chance(4) ? min + random.nextInt(2) : null;
      w.spread(SCOPES[random.nextInt(4)], min, max, 1 + random.nextInt(2), !chance(4));
    }
    if (chance(4)) {
      w.perZone(
          weights ? 0 : random.nextInt(3), chance(2) ? (Integer) (2 + random.nextInt(3)) : null);
    }
    boolean hard = !chance(5);
    int entries = chance(3) ? 0 : 1 + random.nextInt(2);
    for (int t = 0; t < entries; t++) {
      Recover recover = Recover.values()[random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2)];
      DataCopy copy = t == 0 ? DataCopy.Unspecified : DataCopy.values()[random.nextInt(3)];
      w.tolerate(
          SCOPES[(t * 2 + random.nextInt(2)) % SCOPES.length],
          chance(3) ? random.nextInt(Math.max(1, n)) : 0,
          recover,
          copy,
          hard);
    }
    if (quorum) {
      w.quorum();
    }
    if (chance(6)) {
      w.affinity(other, SCOPES[random.nextInt(3)], !chance(3));
    } else if (chance(5)) {
      w.antiAffinity(other, SCOPES[random.nextInt(2)], !chance(3));
    }
    w.priority(chance(3) ? 10 : 0, !chance(3));
    w.objective(Workload.Objective.values()[random.nextInt(3)]);
    w.rebalance(Workload.Rebalance.Mode.values()[random.nextInt(3)], random.nextInt(4));
    if (chance(3)) {
      w.failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
    }
    return w;
  }

  private String some() {
    return "z" + (1 + random.nextInt(zoneCount));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private static Quantities half(Zone z) {
    java.util.TreeMap<String, Long> half = new java.util.TreeMap<>(z.capacity().total().amounts());
    half.replaceAll((r, v) -> v / 2000 * 1000);
    half.put("pods", 1000L);
    return new Quantities(half);
  }
}
