package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a workload stands while the plan is made: replicas by zone, the count before a loss, and
 * the moves held for each of its guards.
 */
final class Standing {
  final Subject subject;
  final int[] x;
  final int[] home;

  /** By guard. */
  final Moves[] moves;

  /** Whether a placement of it is in force, be it of no replicas. */
  boolean known;

  /** The assignments of the placement in force. */
  List<Assignment> assignmentsBefore = List.of();

  /** The contingency of the placement in force. */
  List<Contingency> contingencyBefore = List.of();

  /** By guard: whether the placement in force names it. */
  final boolean[] inForce;

  /** By guard: running workloads of lower priority that make room if the event happens. */
  final List<List<Victim>> evicts = new ArrayList<>();

  /** Whether its reserve is counted in the room. */
  boolean reserved;

  /** Whether it is taken out of the room to see whether evicting it now would help. */
  boolean withdrawn;

  /** Whether its turn has come. */
  boolean decided;

  /** Replicas moved for a better state within the hour before this plan. */
  int movedInLastHour;

  /** What it had when the plan began. */
  final int[] before;

  final int[] homeBefore;

  /** Whether a zone is gone that is, in the placement in force, home to replicas elsewhere. */
  boolean homeGone;

  /** Moves that this plan makes, as far as they are known pair by pair. */
  final Moves moved = new Moves();

  /** Replicas moved for a better state in this plan. */
  int movedNow;

  /** Whether its moves were searched in this plan, together with its counts. */
  boolean fresh;

  /** Whether replicas were moved for a better state since. */
  boolean shifted;

  /** By zone: the most replicas that a degraded zone has room for beside those of others. */
  final int[] ceiling;

  /** By zone: room held for replicas that wait to go home. */
  final int[] held;

  /** Replicas that are lost and stay down. */
  int down;

  /** The only zone that may take what is placed, -1 for any. */
  int only = -1;

  /** Whether replicas had to leave a zone that they were in. */
  boolean displaced;

  /** Whether not all cliques of zones were tried for it. */
  boolean cliquesCut;

  Decision.Cause cause = Decision.Cause.SpecChanged;

  /** So many replicas of another workload in a zone. */
  record Victim(int workload, int zone, int replicas) {
    Victim with(int other) {
      return new Victim(workload, zone, other);
    }
  }

  Standing(Subject subject, int zones) {
    this.subject = subject;
    this.x = new int[zones];
    this.home = new int[zones];
    this.before = new int[zones];
    this.homeBefore = new int[zones];
    this.held = new int[zones];
    this.ceiling = new int[zones];
    java.util.Arrays.fill(ceiling, Subject.UNBOUNDED);
    this.inForce = new boolean[subject.guards.list.length];
    this.moves = new Moves[subject.guards.list.length];
    for (int g = 0; g < moves.length; g++) {
      moves[g] = new Moves();
      evicts.add(new ArrayList<>());
    }
  }

  /** Replicas of a victim in a zone that the moves of a guard count on. */
  int evicts(int guard, int workload, int zone) {
    int replicas = 0;
    for (Victim victim : evicts.get(guard)) {
      replicas += victim.workload() == workload && victim.zone() == zone ? victim.replicas() : 0;
    }
    return replicas;
  }

  /** Whether its moves count on evictions of a workload. */
  boolean evicts(int workload) {
    for (List<Victim> victims : evicts) {
      for (Victim victim : victims) {
        if (victim.workload() == workload) {
          return true;
        }
      }
    }
    return false;
  }

  /** Has the moves of a guard count on so many more replicas of a victim; negative: fewer. */
  void evict(int guard, int workload, int zone, int replicas) {
    List<Victim> victims = evicts.get(guard);
    int left = replicas;
    for (int i = victims.size() - 1; i >= 0 && left != 0; i--) {
      Victim victim = victims.get(i);
      if (victim.workload() == workload && victim.zone() == zone) {
        int counts = Math.max(0, victim.replicas() + left);
        left -= counts - victim.replicas();
        victims.set(i, victim.with(counts));
      }
    }
    victims.removeIf(victim -> victim.replicas() == 0);
    if (left > 0) {
      victims.add(new Victim(workload, zone, left));
    }
  }

  /** Whether its moves count on evictions. */
  boolean evicts() {
    for (List<Victim> victims : evicts) {
      if (!victims.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Why it is decided anew; that somebody took its room outweighs the rest. */
  void because(Decision.Cause why) {
    if (cause != Decision.Cause.Preempted) {
      cause = why;
    }
  }

  /**
   * While a zone that the workload uses, did use when the plan began, or may use is out of service,
   * survival is PlaceAnyway.
   */
  boolean incident(int known) {
    for (int z = 0; z < known; z++) {
      boolean uses = x[z] + before[z] + homeBefore[z] > 0 || subject.allowed.mayUse[z];
      if (uses && subject.down(z)) {
        return true;
      }
    }
    return false;
  }

  /** Replicas that are to leave a zone because a part of its nodes is out of service. */
  int overflow(int zone) {
    return Math.max(0, x[zone] - ceiling[zone]);
  }

  int total() {
    return sum(x);
  }

  static int sum(int[] counts) {
    int sum = 0;
    for (int c : counts) {
      sum += c;
    }
    return sum;
  }

  /** Replicas in a zone after an event of the estate, by the moves that answer for it. */
  int after(int event, Events events, int zone) {
    int count = events.holds(event, zone) ? 0 : x[zone];
    int guard = subject.guards.answering(event);
    return guard < 0 ? count : count + moves[guard].into(zone, event, events);
  }
}
