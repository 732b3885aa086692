package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small estates of any kind, from a seed. */
public final class RandomEstates {
  private final Random random;

  public RandomEstates(long seed) {
    this.random = new Random(seed);
  }

  /** Nothing runs yet. */
  public Estate fresh() {
    EstateBuilder estate = Estates.estate();
    int zones = 1 + random.nextInt(4);
    for (int z = 1; z <= zones; z++) {
      estate.zone(zone("z" + z));
    }
    int workloads = 1 + random.nextInt(3);
    for (int w = 0; w < workloads; w++) {
      estate.workload(workload("abc".substring(w, w + 1), workloads, zones));
    }
    return estate.build();
  }

  /** The same after a day: something scaled, some zone in another state, somebody suspended. */
  public Estate later(Estate estate, List<Placement> placements) {
    List<Zone> zones = new ArrayList<>(estate.zones());
    if (chance(70)) {
      int i = random.nextInt(zones.size());
      ZoneState state = ZoneState.values()[random.nextInt(4)];
      Zone z = zones.get(i);
      zones.set(i, z.withState(state, z.stateSince(), z.unhealthySince()));
    }
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    if (chance(50) && !workloads.isEmpty()) {
      int i = random.nextInt(workloads.size());
      workloads.set(i, workloads.get(i).withReplicas(random.nextInt(7)));
    }
    if (chance(15) && !workloads.isEmpty()) {
      workloads.remove(random.nextInt(workloads.size()));
    }
    return new Estate(
        estate.now().plus(Duration.ofHours(random.nextInt(3))),
        estate.providers(),
        zones,
        workloads,
        placements,
        estate.roundTrips());
  }

  private ZoneBuilder zone(String name) {
    ZoneBuilder zone = Estates.zone(name).cpu(random.nextInt(9));
    zone.site("s" + random.nextInt(3)).region("r" + random.nextInt(2));
    zone.provider("p" + random.nextInt(2)).at(48 + random.nextInt(4), 2 + random.nextInt(2));
    if (chance(30)) {
      zone.hazard("flood", chance(40) ? "None" : chance(50) ? "seine" : "rhone");
    }
    if (chance(20)) {
      zone.nodes(1 + random.nextInt(4), 1 + random.nextInt(3));
    }
    if (chance(10)) {
      zone.state(ZoneState.values()[random.nextInt(4)]);
    }
    if (chance(50)) {
      zone.cost(1 + random.nextInt(100), random.nextInt(10)).carbon(random.nextInt(100));
    }
    return zone;
  }

  private WorkloadBuilder workload(String name, int workloads, int zones) {
    WorkloadBuilder workload =
        Estates.workload(name)
            .uid("uid-" + name)
            .replicas(random.nextInt(7))
            .cpu(1 + random.nextInt(2));
    if (chance(30)) {
      workload.spread(
          scope(), 1 + random.nextInt(3), chance(20) ? 3 : null, 1 + random.nextInt(2), chance(75));
    }
    int entries = chance(60) ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < entries; i++) {
      workload.tolerate(
          chance(15) ? Scope.hazard("flood") : scope(),
          random.nextInt(3),
          pick(
              Workload.Recover.Reserved,
              Workload.Recover.Reserved,
              Workload.Recover.BestEffort,
              Workload.Recover.None),
          Workload.DataCopy.values()[random.nextInt(3)],
          chance(75));
    }
    if (chance(20)) {
      workload.replication(
          chance(60) ? 1500L + random.nextInt(5000) : null, chance(40) ? 100_000L : null);
    }
    if (chance(10)) {
      workload.dataBound();
    }
    if (chance(10)) {
      workload.quorum();
    }
    if (chance(20)) {
      workload.surges();
    }
    if (chance(15)) {
      workload.perZone(random.nextInt(3), chance(50) ? 3 : null);
    }
    if (chance(30)) {
      workload.priority(random.nextInt(3) * 10, chance(80));
    }
    if (chance(20)) {
      List<String> only = new ArrayList<>();
      for (int z = 1; z <= zones; z++) {
        if (chance(60)) {
          only.add("z" + z);
        }
      }
      workload.only(only.toArray(new String[0]));
    }
    if (chance(15)) {
      workload.affinity("abc".substring(random.nextInt(3)).substring(0, 1), scope(), chance(70));
    }
    if (chance(15)) {
      workload.antiAffinity(
          "abc".substring(random.nextInt(3)).substring(0, 1), scope(), chance(70));
    }
    if (chance(20)) {
      workload.objective(pick(Workload.Objective.Cost, Workload.Objective.Carbon));
    }
    if (chance(30)) {
      workload.rebalance(
          pick(
              Workload.Rebalance.Mode.Never,
              Workload.Rebalance.Mode.WhenNeeded,
              Workload.Rebalance.Mode.Continuous),
          random.nextInt(4));
    }
    if (chance(20)) {
      workload.failover(Duration.ofMinutes(1), Duration.ofMinutes(30));
    }
    return workload;
  }

  private Scope scope() {
    return pick(Scope.ZONE, Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
