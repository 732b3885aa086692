package cloud.bleu.placement;

import java.util.BitSet;

/**
 * Places as many replicas of a workload as can be, where not all can. More may be placed where
 * fewer may not, as when {@code keep} asks for survivors; so sizes are tried from the largest one
 * down, but for those that room alone rules out, all of them where they are few. Where they are
 * many, steps grow, and what they left out is tried on top of what they found.
 */
final class Growth {
  /** So many sizes below the largest possible one are tried one by one. */
  private static final int NEAR = 4;

  /** What all attempts together may cost, in replicas × zones × zones. */
  private static final long MOST_COST = 6_000_000;

  private final World world;
  private final Placing placing;
  private final RoomLadder ladder;

  Growth(World world, Placing placing, RoomLadder ladder) {
    this.world = world;
    this.placing = placing;
    this.ladder = ladder;
  }

  /** Places so many replicas and counts them; false: all as before. */
  interface Attempt {
    boolean place(int replicas);
  }

  /** Grows a workload that is out of the room by as many replicas as fit. */
  void grow(Standing standing, int most, Attempt attempt) {
    search(standing, most, true, attempt);
  }

  /** Moves as many replicas as fit of a workload that is out of the room. */
  void move(Standing standing, int most, Attempt attempt) {
    search(standing, most, false, attempt);
  }

  private void search(Standing standing, int most, boolean more, Attempt attempt) {
    long cost = 0;
    int top = most;
    while (top > 0 && cost < MOST_COST) {
      Sizes sizes = new Sizes(standing, top, more);
      int placed = sizes.first(attempt, cost);
      cost = sizes.cost;
      top = placed == 0 ? 0 : sizes.leastFailed - 1 - placed;
    }
  }

  /** The sizes up to one, in the order in which they are tried. */
  private final class Sizes {
    private final int top;
    private final int total;
    private final Bound bound;
    private final BitSet tried = new BitSet();
    private long cost;

    /** The least size above what was placed that is known not to be possible. */
    private int leastFailed;

    Sizes(Standing standing, int top, boolean more) {
      this.top = top;
      this.total = standing.total();
      this.bound = ladder.vacated(standing, () -> new Bound(standing, more));
    }

    /** The first size that can be placed, which is placed then; 0 for none. */
    int first(Attempt attempt, long spent) {
      cost = spent;
      leastFailed = top + 1;
      for (int n = 1; n <= top; n++) {
        tried.set(n, !bound.allows(n));
      }
      int left = NEAR;
      int step = 1;
      for (int n = top; n > 0 && cost < MOST_COST; n -= step) {
        if (!tried.get(n)) {
          if (tries(attempt, n)) {
            return n;
          }
          step = left-- > 0 ? 1 : step * 2;
        }
      }
      for (int n = top; n > 0 && cost < MOST_COST; n--) {
        if (!tried.get(n) && tries(attempt, n)) {
          return n;
        }
      }
      return 0;
    }

    private boolean tries(Attempt attempt, int n) {
      tried.set(n);
      cost += (long) (total + n) * world.zones() * world.zones();
      boolean placed = attempt.place(n);
      if (placed) {
        leastFailed = n + 1;
        while (leastFailed <= top && !tried.get(leastFailed)) {
          leastFailed++;
        }
      }
      return placed;
    }
  }

  /** How many replicas could come at most, whatever else is asked, if all that gives way did. */
  private final class Bound {
    private final Trial trial = placing.trial;
    private final Subject subject;
    private final int ran;
    private final int total;
    private final boolean more;
    private final int[] fixed;
    private final int[] most;

    /** By guard: replicas that stand outside it after its loss, at most; where it is asked. */
    private final long[] outside;

    /** By guard: replicas that must outlive it. */
    private final int[] keep;

    Bound(Standing standing, boolean more) {
      this.more = more;
      placing.start(standing);
      subject = standing.subject;
      ran = Standing.sum(standing.before);
      total = standing.total();
      fixed = standing.x.clone();
      most = new int[fixed.length];
      for (int z = 0; z < fixed.length; z++) {
        most[z] = trial.most(z);
      }
      Guard[] guards = subject.guards.list;
      outside = new long[guards.length];
      keep = new int[guards.length];
      for (int g = 0; g < guards.length; g++) {
        keep[g] = trial.keep(guards[g]);
        outside[g] = trial.asksRecovery(guards[g]) ? outside(guards[g]) : Long.MAX_VALUE;
      }
    }

    private long outside(Guard guard) {
      long outside = 0;
      for (int z = 0; z < fixed.length; z++) {
        if (guard.holds(z)) {
          continue;
        }
        boolean open = z < world.topology.known && subject.allowed.open[z];
        int fit =
            open ? Math.min(subject.perZoneMax, trial.headroom.fit(guard.event, z, false)) : 0;
        outside += Math.max(fixed[z], fit);
      }
      return outside;
    }

    boolean allows(int replicas) {
      int then = more ? total + replicas : total;
      boolean grows = then > ran;
      long room = 0;
      for (int z = 0; z < fixed.length && room < replicas; z++) {
        room += Math.max(0, most(z, then, grows) - fixed[z]);
      }
      return room >= replicas && (!grows || survives(then));
    }

    /** What runs must be survived too. */
    private boolean survives(int then) {
      Guard[] guards = subject.guards.list;
      for (int g = 0; g < guards.length; g++) {
        int inside = guards[g].count(fixed);
        if (inside > 0 && (outside[g] < then || then - inside < keep[g])) {
          return false;
        }
      }
      return true;
    }

    private int most(int zone, int then, boolean grows) {
      int most = this.most[zone];
      Guard[] guards = subject.guards.list;
      for (int g = 0; g < guards.length && grows && most > fixed[zone]; g++) {
        if (guards[g].holds(zone)) {
          int elsewhere = guards[g].count(fixed) - fixed[zone];
          most = outside[g] < then ? 0 : Math.min(most, then - keep[g] - elsewhere);
        }
      }
      return most;
    }
  }
}
