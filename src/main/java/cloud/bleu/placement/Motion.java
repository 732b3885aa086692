package cloud.bleu.placement;

/**
 * What a loss or a drain moves: as the contingency in force says, without a search. Done for all
 * workloads before any other decision, because the moves were proven to fit together.
 */
final class Motion {
  private final World world;

  Motion(World world) {
    this.world = world;
  }

  /** Whether a zone has to be left: lost for this workload, or drained. */
  static boolean leaves(World world, Subject subject, int zone) {
    return zone < world.topology.known
        && (subject.allowed.lost[zone] || world.topology.zone(zone).state() == ZoneState.Drained);
  }

  /** Moves what the plan in force says; lost replicas that it does not cover are gone. */
  void move(Standing standing) {
    Subject subject = standing.subject;
    boolean[] left = new boolean[world.zones()];
    int inUse = 0;
    for (int z = 0; z < world.topology.known; z++) {
      left[z] = standing.x[z] > 0 && leaves(world, subject, z);
      inUse += left[z] ? 1 : 0;
    }
    if (inUse == 0 || subject.workload.suspended()) {
      return;
    }
    standing.because(Decision.Cause.ZoneState);
    int guard = around(standing, left);
    if (guard >= 0 && !subject.dataBound()) {
      for (Standing.Victim victim : standing.evicts.get(guard)) {
        evict(victim);
      }
      Moves moves = standing.moves[guard];
      for (int i = 0; i < moves.size(); i++) {
        if (left[moves.from(i)]) {
          move(standing, moves.from(i), moves.to(i), moves.count(i));
        }
      }
    }
    for (int z = 0; z < left.length; z++) {
      if (left[z] && subject.allowed.lost[z]) {
        take(standing, z, standing.x[z]);
      }
    }
    trim(standing);
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

  private void move(Standing standing, int from, int to, int replicas) {
    Subject subject = standing.subject;
    if (!subject.allowed.open[to]) {
      return;
    }
    int wanted = Math.min(replicas, standing.x[from]);
    boolean rollout = subject.workload.surges() && standing.x[to] == 0;
    int fits = world.room.fitUsed(subject, to, wanted, rollout);
    if (fits > 0) {
      take(standing, from, fits);
      give(standing, to, fits);
      standing.moved.add(from, to, fits);
    }
  }

  private void evict(Standing.Victim victim) {
    Standing other = world.standings[victim.workload()];
    if (other.subject.workload.suspended()) {
      return;
    }
    int taken = Math.min(victim.replicas(), other.x[victim.zone()]);
    take(other, victim.zone(), taken);
    other.home[victim.zone()] = Math.min(other.home[victim.zone()], other.x[victim.zone()]);
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
    for (Moves moves : standing.moves) {
      for (int z = 0; z < standing.x.length; z++) {
        int leaving = moves.leaving(z);
        if (leaving > standing.x[z]) {
          moves.trim(z, leaving - standing.x[z]);
        }
      }
    }
  }

  /**
   * Replicas that stay down because the entry around their lost zone says {@code recover: None}.
   */
  static int down(World world, Standing standing) {
    Subject subject = standing.subject;
    int missing = Math.max(0, Standing.sum(standing.home) - standing.total());
    int down = 0;
    for (int z = 0; z < world.topology.known; z++) {
      if (standing.home[z] > standing.x[z] && staysDown(subject, z)) {
        down += standing.home[z] - standing.x[z];
      }
    }
    return Math.min(down, missing);
  }

  /** Whether what is lost in a zone is not re-created elsewhere. */
  private static boolean staysDown(Subject subject, int zone) {
    if (!subject.allowed.lost[zone]) {
      return false;
    }
    if (subject.dataBound()) {
      return true;
    }
    Guard smallest = null;
    for (Guard guard : subject.guards.list) {
      if (guard.holds(zone)
          && (smallest == null || guard.members.length < smallest.members.length)) {
        smallest = guard;
      }
    }
    return smallest != null && smallest.recover == Workload.Recover.None;
  }
}
