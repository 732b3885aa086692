package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small estates of two to four workloads that need each other, in a ring or one after another, and
 * of which most have room held for losses, in zones that are nearly full. They run anywhere at
 * first, or nowhere, and then grow and shrink while zones are lost, drained and come back. One
 * seed, one history.
 */
final class GroupedEstates {
  private static final Scope[] SCOPES = {Scope.ZONE, Scope.SITE, Scope.REGION};

  private final Random random;

  GroupedEstates(long seed) {
    random = new Random(seed * 6_364_136_223_846_793_005L + 11);
  }

  Estate first() {
    int zones = 3 + random.nextInt(3);
    int size = 2 + random.nextInt(3);
    boolean ring = chance(75);
    boolean runs = chance(60);
    int[] used = new int[zones];
    EstateBuilder estate = Estates.estate();
    for (int i = 0; i < size; i++) {
      WorkloadBuilder workload = member(i, size, ring);
      int[] stands = new int[zones];
      for (int r = runs ? random.nextInt(4) : 0; r > 0; r--) {
        stands[random.nextInt(zones)]++;
      }
      List<Assignment> assignments = new ArrayList<>();
      for (int z = 0; z < zones; z++) {
        used[z] += stands[z];
        if (stands[z] > 0) {
          assignments.add(Assignment.of("z" + z, stands[z]));
        }
      }
      if (!assignments.isEmpty()) {
        estate.placement(new Placement(Estates.id("w" + i), null, assignments, List.of(), 0));
      }
      estate.workload(workload);
    }
    if (chance(40)) {
      estate.workload(beside());
    }
    for (int z = 0; z < zones; z++) {
      estate.zone(
          Estates.zone("z" + z)
              .cpu(used[z] + random.nextInt(4 * size))
              .region("r" + z % 2)
              .site("s" + z / 2)
              .cost(1 + random.nextInt(9), 0));
    }
    return estate.build();
  }

  /** One thing or two happen to what runs. */
  Estate next(Estate before, List<Placement> running) {
    List<Zone> zones = new ArrayList<>(before.zones());
    List<Workload> workloads = new ArrayList<>(before.workloads());
    Instant now = before.now().plus(Duration.ofMinutes(1 + random.nextInt(40)));
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      if (chance(35)) {
        int z = random.nextInt(zones.size());
        zones.set(z, zones.get(z).withState(other(zones.get(z).state()), now, null));
      } else {
        int w = random.nextInt(workloads.size());
        int replicas = workloads.get(w).replicas() + random.nextInt(5) - 1;
        workloads.set(w, workloads.get(w).withReplicas(Math.max(0, Math.min(8, replicas))));
      }
    }
    return new Estate(now, before.providers(), zones, workloads, running, before.roundTrips());
  }

  private ZoneState other(ZoneState state) {
    return state == ZoneState.Active
        ? chance(60) ? ZoneState.Lost : ZoneState.Drained
        : ZoneState.Active;
  }

  private WorkloadBuilder member(int number, int size, boolean ring) {
    WorkloadBuilder workload = Estates.workload("w" + number).replicas(1 + random.nextInt(4));
    for (int other = 0; other < size; other++) {
      boolean next = other == number + 1 || ring && number == size - 1 && other == 0;
      if (next || other > number && chance(15) || ring && other < number && chance(15)) {
        workload.affinity("w" + other, SCOPES[random.nextInt(SCOPES.length)], true);
      }
    }
    if (chance(75)) {
      workload.tolerate(
          SCOPES[random.nextInt(SCOPES.length)],
          random.nextInt(2),
          chance(85) ? Workload.Recover.Reserved : Workload.Recover.BestEffort,
          chance(80));
    }
    if (chance(20)) {
      workload.spread(Scope.ZONE, 1, null, 1 + random.nextInt(2), chance(70));
    }
    if (chance(25)) {
      workload
          .objective(Workload.Objective.Cost)
          .rebalance(Workload.Rebalance.Mode.Continuous, 1 + random.nextInt(3));
    }
    if (chance(20)) {
      workload.priority(10);
    }
    return workload;
  }

  private WorkloadBuilder beside() {
    WorkloadBuilder workload = Estates.workload("x").replicas(1 + random.nextInt(3));
    if (chance(50)) {
      workload.tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false);
    }
    return chance(50) ? workload.priority(chance(50) ? -1 : 20) : workload;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
