package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Running workloads that are promised to the moves of others, to be evicted at a loss: in each
 * event by itself never more than they have. What an eviction frees counts for whom it is promised
 * to, and only as far as that one needs it, so nobody else rests on it.
 */
final class EvictionLedger {
  private final World world;
  private final Promises promises;

  EvictionLedger(World world) {
    this.world = world;
    this.promises = world.room.promises;
  }

  /** Whether a workload may count on evictions of another. */
  boolean mayEvict(Standing standing, Standing victim) {
    return standing.subject.preempts
        && victim.subject.priority < standing.subject.priority
        && !victim.subject.workload.suspended();
  }

  /**
   * Promises to the moves of a guard what its evictions say, as far as it is to be had; the rest is
   * dropped.
   *
   * @return whether nothing had to be dropped
   */
  boolean promise(Standing standing, int guard) {
    List<Standing.Victim> victims = standing.evicts.get(guard);
    int event = standing.subject.guards.list[guard].event;
    boolean whole = true;
    for (int i = 0; i < victims.size(); i++) {
      Standing.Victim victim = victims.get(i);
      Standing other = world.standings[victim.workload()];
      int most = mayEvict(standing, other) ? left(other, event, victim.zone()) : 0;
      int promised = Math.max(0, Math.min(victim.replicas(), most));
      whole &= promised == victim.replicas();
      victims.set(i, victim.with(promised));
      promises.add(victim.workload(), event, victim.zone(), promised);
    }
    victims.removeIf(victim -> victim.replicas() == 0);
    return whole;
  }

  /** Takes back all that is promised to a workload; what it counts on stays known. */
  void release(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      for (Standing.Victim victim : standing.evicts.get(g)) {
        promises.add(victim.workload(), guards[g].event, victim.zone(), -victim.replicas());
      }
    }
  }

  /** Replicas of a victim that an event may still have in a zone. */
  int left(Standing victim, int event, int zone) {
    return victim.x[zone] - promises.of(victim.subject.number, event, zone);
  }

  /**
   * Promises more replicas of a victim in a zone to the moves of a guard, whose room is held;
   * negative takes them back.
   */
  void promise(Standing standing, int guard, Standing victim, int zone, int replicas) {
    int event = standing.subject.guards.list[guard].event;
    world.holdInto(standing, guard, zone, -1);
    standing.evict(guard, victim.subject.number, zone, replicas);
    promises.add(victim.subject.number, event, zone, replicas);
    world.holdInto(standing, guard, zone, 1);
  }

  /**
   * Takes back what is promised of a workload beyond what it has: from the lowest priority first.
   * Whoever loses it loses no room: what the replica used is free.
   *
   * @return those who lost something, as they were
   */
  List<Snapshot> honour(Standing victim) {
    if (!promises.any(victim.subject.number)) {
      return List.of();
    }
    List<int[]> over = new ArrayList<>();
    promises.read(
        victim.subject.number,
        (event, zone, replicas) -> {
          if (replicas > victim.x[zone]) {
            over.add(new int[] {event, zone, replicas - victim.x[zone]});
          }
        });
    if (over.isEmpty()) {
      return List.of();
    }
    List<Standing> claimants = claimants(victim);
    List<Snapshot> before = claimants.stream().map(Snapshot::new).toList();
    for (int[] beyond : over) {
      int left = beyond[2];
      for (Standing claimant : claimants) {
        left -= left > 0 ? takeBack(claimant, victim, beyond[0], beyond[1], left) : 0;
      }
    }
    return before;
  }

  /** Promises again what {@link #honour} took back, once the victims have again what they had. */
  void promiseAgain(List<Snapshot> before) {
    before.forEach(claimant -> world.release(claimant.standing));
    for (int i = before.size() - 1; i >= 0; i--) {
      before.get(i).restore();
    }
    before.forEach(claimant -> world.hold(claimant.standing));
  }

  private int takeBack(Standing claimant, Standing victim, int event, int zone, int most) {
    Guard[] guards = claimant.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      int promised = claimant.evicts(g, victim.subject.number, zone);
      if (guards[g].event == event && promised > 0) {
        int less = Math.min(most, promised);
        promise(claimant, g, victim, zone, -less);
        return less;
      }
    }
    return 0;
  }

  /** Those to whom evictions of a workload are promised, the lowest priority first. */
  private List<Standing> claimants(Standing victim) {
    List<Standing> claimants = new ArrayList<>();
    for (Standing standing : world.standings) {
      if (standing.reserved && standing.evicts(victim.subject.number)) {
        claimants.add(standing);
      }
    }
    claimants.sort(
        Comparator.<Standing>comparingInt(s -> s.subject.priority)
            .thenComparingInt(s -> -s.subject.number));
    return claimants;
  }

  /**
   * Takes a running workload out of the room as if it were evicted now: its use, and what its
   * evictions would give to others at a loss. The promises themselves stay known.
   */
  void withdraw(Standing victim) {
    world.room.use(victim, false);
    withdrawn(victim, true);
  }

  /** Puts back what {@link #withdraw} took, with the replicas that the workload has now. */
  void putBack(Standing victim) {
    world.room.use(victim, true);
    withdrawn(victim, false);
  }

  private void withdrawn(Standing victim, boolean withdrawn) {
    List<Standing> claimants = promises.any(victim.subject.number) ? claimants(victim) : List.of();
    claimants.forEach(claimant -> world.hold(claimant, -1));
    victim.withdrawn = withdrawn;
    claimants.forEach(claimant -> world.hold(claimant, 1));
  }
}
