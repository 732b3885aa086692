package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * What a loss or a drain moves: as the contingency in force says, without a search. Done for all
 * workloads before any other decision, because the moves were proven to fit together.
 */
final class Motion {
  private final World world;

  Motion(World world) {
    this.world = world;
  }

  /**
   * Moves what the plan in force says. Replicas that it does not cover are gone where somebody
   * reported the loss; where only silence speaks of it they stay until they have a new place.
   */
  void move(Standing standing) {
    Subject subject = standing.subject;
    boolean[] left = new boolean[world.zones()];
    int inUse = 0;
    for (int z = 0; z < world.topology.known; z++) {
      left[z] = standing.x[z] > 0 && LostZones.leaves(world, subject, z);
      inUse += left[z] ? 1 : 0;
    }
    if (inUse == 0 || subject.workload.suspended()) {
      return;
    }
    standing.because(Decision.Cause.ZoneState);
    dropSurplus(standing, left);
    int guard = around(standing, left);
    if (guard >= 0 && !subject.dataBound()) {
      Moves moves = standing.moves[guard];
      for (int i = 0; i < moves.size(); i++) {
        if (left[moves.from(i)]) {
          move(standing, moves.from(i), moves.to(i), moves.count(i), standing.evicts.get(guard));
        }
      }
    }
    for (int z = 0; z < left.length; z++) {
      if (left[z] && LostZones.gone(world, z)) {
        take(standing, z, standing.x[z]);
      }
    }
    trim(standing);
  }

  /** What is too many goes first, so that nobody makes room for it. */
  private void dropSurplus(Standing standing, boolean[] left) {
    int surplus = standing.total() - standing.subject.replicas();
    for (int z = left.length - 1; z >= 0 && surplus > 0; z--) {
      int dropped = left[z] ? Math.min(surplus, standing.x[z]) : 0;
      if (dropped > 0) {
        world.room.use(standing, false);
        Shrink.takeFrom(world, standing, z, dropped);
        world.room.use(standing, true);
        surplus -= dropped;
      }
    }
  }

  /** The smallest event in force that contains all the zones to be left; -1: none. */
  private static int around(Standing standing, boolean[] left) {
    Guard[] guards = standing.subject.guards.list;
    int best = -1;
    for (int g = 0; g < guards.length; g++) {
      boolean all = standing.inForce[g];
      for (int z = 0; z < left.length && all; z++) {
        all = !left[z] || guards[g].holds(z);
      }
      if (all && (best < 0 || guards[g].members.length < guards[best].members.length)) {
        best = g;
      }
    }
    return best;
  }

  private void move(
      Standing standing, int from, int to, int replicas, List<Standing.Victim> victims) {
    Subject subject = standing.subject;
    if (!subject.allowed.open[to]) {
      return;
    }
    int wanted = Math.min(replicas, standing.x[from]);
    boolean rollout = subject.workload.surges() && standing.x[to] == 0;
    List<Standing.Victim> gone = new ArrayList<>();
    for (Standing.Victim victim : victims) {
      for (int i = 0; i < victim.replicas() && victim.zone() == to; i++) {
        if (world.room.fitUsed(subject, to, wanted, rollout) < wanted && runs(standing, victim)) {
          world.change(world.standings[victim.workload()], to, -1);
          gone.add(victim);
        }
      }
    }
    int fits = world.room.fitUsed(subject, to, wanted, rollout);
    // A zone that is overrun may take nothing even so: nobody goes for nothing.
    for (int i = gone.size() - 1; i >= 0; i--) {
      Standing other = world.standings[gone.get(i).workload()];
      world.change(other, to, 1);
      if (world.room.fitUsed(subject, to, wanted, rollout) < fits) {
        world.change(other, to, -1);
        evicted(other, to);
      }
    }
    if (fits > 0) {
      take(standing, from, fits);
      give(standing, to, fits);
      standing.moved.add(from, to, fits);
    }
  }

  private boolean runs(Standing standing, Standing.Victim victim) {
    Standing other = world.standings[victim.workload()];
    return world.evictions.mayEvict(standing, other) && other.x[victim.zone()] > 0;
  }

  /** A replica in the zone has made room. */
  private static void evicted(Standing other, int zone) {
    if (!other.subject.dataBound()) {
      other.home[zone] = Math.min(other.home[zone], other.x[zone]);
    }
    other.cause = Decision.Cause.Preempted;
    trim(other);
  }

  private void take(Standing standing, int zone, int replicas) {
    if (replicas > 0) {
      world.change(standing, zone, -replicas);
    }
  }

  private void give(Standing standing, int zone, int replicas) {
    world.change(standing, zone, replicas);
    world.grown[zone] = true;
  }

  /** Takes back what the plan in force says of replicas that are no longer there. */
  static void trim(Standing standing) {
    for (int g = 0; g < standing.moves.length; g++) {
      Moves moves = standing.moves[g];
      for (int z = 0; z < standing.x.length; z++) {
        int leaving = moves.leaving(z);
        if (leaving > standing.x[z]) {
          moves.trim(z, leaving - standing.x[z]);
        }
      }
      standing.evicts.get(g).removeIf(victim -> moves.into(victim.zone()) == 0);
    }
  }

  /**
   * Replicas that stay down because the entry around their lost zone says {@code recover: None}, or
   * because their data is where they were.
   */
  static int down(World world, Standing standing) {
    Subject subject = standing.subject;
    int missing = Math.max(0, Standing.sum(standing.home) - standing.total());
    int down = 0;
    for (int z = 0; z < world.zones(); z++) {
      if (standing.home[z] > standing.x[z]
          && (subject.dataBound() || LostZones.staysDown(subject, z))) {
        down += standing.home[z] - standing.x[z];
      }
    }
    return Math.min(down, missing);
  }
}
