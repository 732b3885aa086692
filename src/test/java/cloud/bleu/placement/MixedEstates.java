package cloud.bleu.placement;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Small estates in which everything meets: tiers of priority, nested spreads, losses survived,
 * relations and cycles of them, objectives, rules that have replicas move. Zones are lost, drained,
 * cordoned and come back in turn, while workloads arrive, go and are scaled. One seed, one history.
 */
final class MixedEstates {
  private final Random random;

  MixedEstates(long seed) {
    random = new Random(seed * 7919 + 3);
  }

  Estate first() {
    int zones = 3 + random.nextInt(4);
    int workloads = 2 + random.nextInt(4);
    EstateBuilder estate = Estates.estate();
    for (int z = 0; z < zones; z++) {
      estate.zone(zone(z));
    }
    for (int w = 0; w < workloads; w++) {
      estate.workload(workload("w" + w, workloads, zones));
    }
    return estate.build();
  }

  /** One thing or two happen to what runs. */
  Estate next(Estate before, List<Placement> running) {
    List<Zone> zones = new ArrayList<>(before.zones());
    List<Workload> workloads = new ArrayList<>(before.workloads());
    Instant now = before.now().plus(Duration.ofMinutes(1 + random.nextInt(20)));
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      int what = random.nextInt(10);
      int z = random.nextInt(zones.size());
      if (what < 4) {
        zones.set(z, zones.get(z).withState(otherState(zones.get(z).state()), now, null));
      } else if (what < 7) {
        int w = random.nextInt(workloads.size());
        int replicas = workloads.get(w).replicas() + random.nextInt(5) - 2;
        workloads.set(w, workloads.get(w).withReplicas(Math.max(0, replicas)));
      } else if (what < 8 && workloads.size() > 1) {
        workloads.remove(random.nextInt(workloads.size()));
      } else {
        arrive(workloads, zones.size());
      }
    }
    return new Estate(now, before.providers(), zones, workloads, running, before.roundTrips());
  }

  private ZoneState otherState(ZoneState state) {
    return state == ZoneState.Active
        ? pick(ZoneState.Lost, ZoneState.Lost, ZoneState.Drained, ZoneState.Cordoned)
        : ZoneState.Active;
  }

  private void arrive(List<Workload> workloads, int zones) {
    String name = "w" + random.nextInt(6);
    if (workloads.stream().noneMatch(w -> w.id().name().equals(name))) {
      workloads.add(workload(name, 5, zones).build());
      workloads.sort(Comparator.comparing(w -> w.id().toString()));
    }
  }

  private ZoneBuilder zone(int number) {
    ZoneBuilder zone =
        Estates.zone("z" + number)
            .cpu(2 + random.nextInt(8))
            .region("r" + number % 2)
            .site("s" + number / 2)
            .provider("p" + random.nextInt(2))
            .at(48 + random.nextInt(4), 2 + random.nextInt(2));
    return chance(60) ? zone.cost(1 + random.nextInt(9), 0) : zone;
  }

  private WorkloadBuilder workload(String name, int workloads, int zones) {
    WorkloadBuilder w =
        Estates.workload(name)
            .uid("u-" + name)
            .replicas(1 + random.nextInt(6))
            .cpu(1 + random.nextInt(2));
    if (chance(50)) {
      w.objective(pick(Workload.Objective.values()));
    }
    if (chance(50)) {
      w.priority(random.nextInt(4) * 10, chance(80));
    }
    spread(w);
    tolerate(w);
    if (chance(12)) {
      w.perZone(random.nextInt(3), chance(50) ? 3 : null);
    }
    if (chance(15)) {
      w.surges();
    }
    if (chance(8)) {
      w.dataBound();
    }
    if (chance(10)) {
      w.replication(1500L + random.nextInt(4000), null);
    }
    if (chance(25)) {
      w.rule(
          Estates.rule(
              "mv",
              BoundRule.Action.Enforce,
              pick(BoundRule.OnViolation.values()),
              pick(Verdict.Result.Reject, Verdict.Result.Reject, Verdict.Result.Unknown),
              some(zones)));
    }
    if (chance(30)) {
      w.rebalance(pick(Workload.Rebalance.Mode.values()), 1_000);
    }
    if (chance(30)) {
      w.failover(
          Duration.ofMinutes(2 + random.nextInt(5)), Duration.ofMinutes(5 + random.nextInt(10)));
    }
    relate(w, name, workloads);
    return w;
  }

  private void spread(WorkloadBuilder w) {
    int kind = random.nextInt(100);
    if (kind < 20) {
      int min = 1 + random.nextInt(2);
      Integer max = chance(30) ? min + random.nextInt(2) : null;
      w.spread(Scope.REGION, min, max, 1 + random.nextInt(3), chance(70));
      Integer most = chance(15) ? 2 + random.nextInt(2) : null;
      w.spread(Scope.ZONE, 1 + random.nextInt(2), most, 1 + random.nextInt(2), chance(70));
    } else if (kind < 30) {
      w.spread(Scope.SITE, 1, null, 1 + random.nextInt(2), chance(70));
      w.spread(Scope.ZONE, 1, null, 1 + random.nextInt(2), chance(70));
    } else if (kind < 55) {
      w.spread(scope(), 1 + random.nextInt(3), null, 1 + random.nextInt(3), chance(75));
    }
  }

  private void tolerate(WorkloadBuilder w) {
    int entries = random.nextInt(3);
    Set<Scope> used = new HashSet<>();
    for (int i = 0; i < entries; i++) {
      Scope scope = scope();
      if (used.add(scope)) {
        w.tolerate(
            scope,
            random.nextInt(3),
            pick(
                Workload.Recover.Reserved,
                Workload.Recover.Reserved,
                Workload.Recover.BestEffort,
                Workload.Recover.None),
            Workload.DataCopy.Unspecified,
            chance(70));
      }
    }
  }

  private void relate(WorkloadBuilder w, String name, int workloads) {
    String with = "w" + random.nextInt(workloads);
    if (!with.equals(name) && chance(30)) {
      w.affinity(with, pick(Scope.ZONE, Scope.SITE, Scope.REGION), chance(70));
    }
    String apart = "w" + random.nextInt(workloads);
    if (!apart.equals(name) && chance(20)) {
      w.antiAffinity(apart, pick(Scope.ZONE, Scope.SITE), chance(70));
    }
  }

  private String[] some(int zones) {
    List<String> some = new ArrayList<>();
    for (int z = 0; z < zones; z++) {
      if (chance(70)) {
        some.add("z" + z);
      }
    }
    return some.toArray(new String[0]);
  }

  private Scope scope() {
    return pick(Scope.ZONE, Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T pick(T... these) {
    return these[random.nextInt(these.length)];
  }
}
