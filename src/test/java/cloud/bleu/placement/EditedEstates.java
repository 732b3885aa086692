package cloud.bleu.placement;

import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
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
 * Estates of some thirty workloads to which one thing after another happens: a workload is edited,
 * comes or goes, a zone is lost and comes back, has other room or is heard of otherwise, or time
 * passes. Where workloads have priorities the zones are nearly full. One seed, one history.
 */
public final class EditedEstates {
  private static final int SIZES = 3;

  private final Random random;
  private final boolean preempting;
  private final boolean related;
  private final int zones;
  private int number;

  public EditedEstates(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 5);
    preempting = random.nextInt(2) == 0;
    related = random.nextInt(4) == 0;
    zones = 5 + random.nextInt(5);
  }

  /** Nothing runs yet. */
  public Estate first() {
    EstateBuilder builder = Estates.estate();
    List<Workload> workloads = new ArrayList<>();
    long asked = 0;
    int count = 16 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      Workload workload = workload();
      workloads.add(workload);
      asked += workload.replicas() * workload.requests().get("cpu");
    }
    // With the room held for a loss, from nearly full to half empty. Where some preempt others the
    // room is for the replicas, and hardly for a loss.
    int percent = preempting ? 95 + random.nextInt(30) : 110 + random.nextInt(120);
    long room = asked * percent / 100 / zones / 1000 + 2;
    for (int z = 0; z < zones; z++) {
      builder.zone(zone(z, room));
    }
    Estate places = builder.build();
    return of(places, places.zones(), workloads, List.of(), 0);
  }

  /** What a pass starts from once a plan is carried out, or nothing of it yet. */
  public Estate next(Estate before, Plan plan) {
    List<Placement> running = chance(9) ? before.placements() : Estates.inForce(plan);
    List<Workload> workloads = new ArrayList<>(before.workloads());
    List<Zone> all = new ArrayList<>(before.zones());
    int w = random.nextInt(workloads.size());
    Workload workload = workloads.get(w);
    int z = random.nextInt(all.size());
    Zone zone = all.get(z);
    long seconds = random.nextInt(120);
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> workloads.set(w, workload.withReplicas(workload.replicas() + 1));
      case 3 -> workloads.set(w, workload.withReplicas(random.nextInt(8)));
      case 4 -> workloads.set(w, respread(workload));
      case 5, 6, 13 -> workloads.add(workload());
      case 7, 8 -> workloads.remove(w);
      case 9 -> all.set(z, state(zone, before));
      case 10 -> all.set(z, zone.withCapacity(room(zone)));
      case 11 -> all.set(z, heard(zone, before));
      case 12, 14 -> seconds = random.nextInt(20_000);
      case 15, 18 -> all.set(z, zone.withState(ZoneState.Lost, before.now(), null));
      case 16, 17 -> all.replaceAll(out -> back(out, before));
      default -> {
        // Nothing happens.
      }
    }
    if (chance(3)) {
      // Read anew: equal objects, and another for each.
      workloads.replaceAll(same -> same.withReplicas(same.replicas()));
    }
    return of(before, all, workloads, running, seconds);
  }

  private static Estate of(
      Estate before,
      List<Zone> zones,
      List<Workload> workloads,
      List<Placement> placements,
      long seconds) {
    return new Estate(
        before.now().plusSeconds(seconds),
        before.providers(),
        zones,
        workloads,
        placements,
        before.roundTrips());
  }

  private ZoneBuilder zone(int number, long cpus) {
    ZoneBuilder zone = Estates.zone("z" + number).region("r" + number / 3).cpu(cpus);
    zone.site("s" + (chance(3) ? number : number / 2)).at(48 + number % 3, 2);
    return chance(3) ? zone.cost(1 + random.nextInt(5), 1) : zone;
  }

  private Workload workload() {
    WorkloadBuilder workload = Estates.workload("w%03d".formatted(number++));
    workload.uid("u" + number).replicas(1 + random.nextInt(6));
    workload.request("cpu", 500L * (1 + random.nextInt(SIZES)));
    if (!chance(4)) {
      workload.tolerate(
          chance(3) ? Scope.SITE : Scope.ZONE,
          random.nextInt(2),
          chance(5) ? Workload.Recover.BestEffort : Workload.Recover.Reserved,
          !chance(4));
    }
    if (chance(2)) {
      workload.spread(
          chance(3) ? Scope.REGION : Scope.ZONE, 1, null, 1 + random.nextInt(2), !chance(4));
    }
    if (chance(4)) {
      workload.surges();
    }
    if (chance(4)) {
      List<String> only = new ArrayList<>();
      for (int z = 0; z < zones; z++) {
        if (only.isEmpty() || !chance(3)) {
          only.add("z" + z);
        }
      }
      workload.only(only.toArray(new String[0]));
    }
    if (chance(5)) {
      workload.rebalance(
          Workload.Rebalance.Mode.values()[random.nextInt(3)], 1 + random.nextInt(3));
    }
    if (chance(3)) {
      workload.failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
    }
    if (chance(12)) {
      workload.dataBound();
    }
    if (chance(12)) {
      workload.suspended();
    }
    if (preempting) {
      workload.priority(10 * random.nextInt(3), !chance(5));
    }
    if (related && chance(3)) {
      String other = "w%03d".formatted(random.nextInt(20));
      if (chance(2)) {
        workload.affinity(other, Scope.REGION, true);
      } else {
        workload.antiAffinity(other, Scope.ZONE, !chance(3));
      }
    }
    return workload.build();
  }

  private Workload respread(Workload workload) {
    EditableWorkload changed = new EditableWorkload(workload);
    changed.spread.clear();
    changed.spread.add(new Workload.Spread(Scope.ZONE, 2, null, 1 + random.nextInt(3), chance(2)));
    changed.perZoneMax = chance(2) ? null : (Integer) (1 + random.nextInt(4));
    return changed.build();
  }

  private Zone state(Zone zone, Estate before) {
    boolean other = zone.state() != ZoneState.Active;
    ZoneState state = other ? ZoneState.Active : ZoneState.values()[random.nextInt(4)];
    return zone.withState(state, before.now(), null);
  }

  private static Zone back(Zone zone, Estate before) {
    return zone.state() == ZoneState.Active
        ? zone
        : zone.withState(ZoneState.Active, before.now(), null);
  }

  private Zone heard(Zone zone, Estate before) {
    Health.Signal signal =
        zone.health().signal() == Health.Signal.Healthy
            ? chance(2) ? Health.Signal.Silent : Health.Signal.Degraded
            : zone.health().isSilent() && chance(2)
                ? Health.Signal.Recovering
                : Health.Signal.Healthy;
    return zone.withHealth(zone.state(), zone.stateSince(), new Health(signal, before.now()));
  }

  private Capacity room(Zone zone) {
    TreeMap<String, Long> other = new TreeMap<>(zone.capacity().total().amounts());
    boolean more = chance(2);
    other.replaceAll((r, a) -> r.equals("pods") ? a : more ? a + a / 5 : a - a / 8);
    return new Capacity.Declared(new Quantities(other), Quantities.of(Map.of()), 100);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
