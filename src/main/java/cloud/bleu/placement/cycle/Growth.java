package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.BitSet;

/**
 * Places as many replicas of a workload as can be, where not all can. More may have a place where
 * fewer have none, as when {@code keep} asks for survivors. So sizes are tried from the largest one
 * down, except those that room alone rules out. Few sizes are all tried. Where they are many, the
 * steps grow, and the sizes left out are tried on top of what was found. Where trying all of them
 * costs too much, some are tried for sure: near the largest one, then ever smaller ones down to 1.
 */
final class Growth {
  /** So many sizes below the largest possible one are tried one by one. */
  private static final int NEAR = 4;

  /** What all attempts together may cost, in replicas × zones × zones, beside the first few. */
  private static final long MOST_COST = 6_000_000;

  /** So many attempts are made whatever they cost. */
  private static final int FEW = 48;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final RoomLadder ladder;

  Growth(PlanState planState, ReplicaPlacer placer, RoomLadder ladder) {
    this.planState = planState;
    this.placer = placer;
    this.ladder = ladder;
  }

  /** Places so many replicas and counts them; false: all as before. */
  interface Attempt {
    boolean place(int replicas);
  }

  /** Grows a workload that is out of the room by as many replicas as fit. */
  void grow(WorkloadState workloadState, int most, Attempt attempt) {
    search(workloadState, most, true, attempt);
  }

  /**
   * Moves as many replicas as fit, of those that have to leave their zone, of a workload that is
   * out of the room.
   */
  void move(WorkloadState workloadState, int most, Attempt attempt) {
    workloadState.moving(true, () -> search(workloadState, most, false, attempt));
  }

  /** Whether any were placed. */
  private boolean search(WorkloadState workloadState, int most, boolean more, Attempt attempt) {
    boolean any = false;
    Effort effort = new Effort();
    int top = most;
    while (top > 0 && effort.allowsOne()) {
      Sizes sizes = new Sizes(workloadState, top, more, effort);
      int placed = sizes.first(attempt);
      any |= placed > 0;
      top = placed == 0 ? 0 : sizes.leastFailed - 1 - placed;
    }
    return any;
  }

  /** What the attempts took so far. */
  private static final class Effort {
    private long cost;
    private int attempts;

    boolean allowsOne() {
      return attempts < FEW || allowsMany();
    }

    boolean allowsMany() {
      return cost < MOST_COST;
    }

    void take(long more) {
      cost += more;
      attempts++;
    }
  }

  /** The sizes up to one, in the order in which they are tried. */
  private final class Sizes {
    private final int top;
    private final int total;
    private final Bound bound;
    private final BitSet tried = new BitSet();
    private final Effort effort;

    /** The least size above what was placed that is known not to be possible. */
    private int leastFailed;

    Sizes(WorkloadState workloadState, int top, boolean more, Effort effort) {
      this.top = top;
      this.effort = effort;
      this.total = workloadState.total();
      this.bound = ladder.vacated(workloadState, () -> new Bound(workloadState, more));
    }

    /** The first size that can be placed, which is placed then; 0 for none. */
    int first(Attempt attempt) {
      leastFailed = top + 1;
      for (int n = 1; n <= top; n++) {
        tried.set(n, !bound.allows(n));
      }
      int left = NEAR;
      int step = 1;
      for (int n = top; n > 0 && effort.allowsOne(); n -= step) {
        if (!tried.get(n)) {
          if (tries(attempt, n)) {
            return n;
          }
          step = left-- > 0 ? 1 : step * 2;
        }
      }
      for (int n = top; n > 0 && effort.allowsMany(); n--) {
        if (!tried.get(n) && tries(attempt, n)) {
          return n;
        }
      }
      for (int n = top / 2; n > 0 && effort.allowsOne(); n /= 2) {
        if (!tried.get(n) && tries(attempt, n)) {
          return n;
        }
      }
      return 0;
    }

    private boolean tries(Attempt attempt, int n) {
      tried.set(n);
      effort.take((long) (total + n) * planState.zones() * planState.zones());
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
    private final PlacementTrial trial = placer.trial;
    private final CompiledWorkload compiled;
    private final int ran;
    private final int total;
    private final boolean more;
    private final int[] fixed;
    private final int[] most;

    /**
     * By protected event: replicas that stand outside it after its loss, at most; where it is
     * asked.
     */
    private final long[] outside;

    /** By protected event: replicas that must outlive it. */
    private final int[] keep;

    Bound(WorkloadState workloadState, boolean more) {
      this.more = more;
      placer.start(workloadState);
      compiled = workloadState.compiled;
      ran = workloadState.places().totalBefore();
      total = workloadState.total();
      fixed = workloadState.counts().clone();
      most = new int[fixed.length];
      for (int z = 0; z < fixed.length; z++) {
        most[z] = trial.most(z);
      }
      ProtectedEvent[] protectedEvents = compiled.protectedEvents.list;
      outside = new long[protectedEvents.length];
      keep = new int[protectedEvents.length];
      for (int g = 0; g < protectedEvents.length; g++) {
        keep[g] = trial.keep(protectedEvents[g]);
        outside[g] =
            trial.asksRecovery(protectedEvents[g]) ? outside(protectedEvents[g]) : Long.MAX_VALUE;
      }
    }

    private long outside(ProtectedEvent protectedEvent) {
      long outside = 0;
      for (int z = 0; z < fixed.length; z++) {
        if (protectedEvent.holds(z)) {
          continue;
        }
        boolean open = z < planState.topology.known && compiled.allowed.open[z];
        int fit =
            open
                ? Math.min(
                    compiled.perZoneMax, trial.headroom.fit(protectedEvent.ofEstate, z, false))
                : 0;
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
      ProtectedEvent[] protectedEvents = compiled.protectedEvents.list;
      for (int g = 0; g < protectedEvents.length; g++) {
        int inside = protectedEvents[g].count(fixed);
        if (inside > 0 && (outside[g] < then || then - inside < keep[g])) {
          return false;
        }
      }
      return true;
    }

    private int most(int zone, int then, boolean grows) {
      int most = this.most[zone];
      ProtectedEvent[] protectedEvents = compiled.protectedEvents.list;
      for (int g = 0; g < protectedEvents.length && grows && most > fixed[zone]; g++) {
        if (protectedEvents[g].holds(zone)) {
          int elsewhere = protectedEvents[g].count(fixed) - fixed[zone];
          most = outside[g] < then ? 0 : Math.min(most, then - keep[g] - elsewhere);
        }
      }
      return most;
    }
  }
}
