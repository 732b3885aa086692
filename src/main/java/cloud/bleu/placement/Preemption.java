package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which running workloads of lower priority make room, at a loss or now. */
final class Preemption {
  private final World world;

  Preemption(World world) {
    this.world = world;
  }

  /**
   * Workloads of strictly lower priority whose turn has not come: the last gives first, that is the
   * one of the lowest priority, with fewest replicas, by name.
   */
  List<Standing> lower(Standing standing) {
    List<Standing> lower = new ArrayList<>();
    for (Standing other : world.standings) {
      if (!other.decided
          && !other.subject.workload.suspended()
          && other.subject.priority < standing.subject.priority) {
        lower.add(other);
      }
    }
    lower.sort(
        Comparator.<Standing>comparingInt(s -> -s.subject.priority)
            .thenComparingInt(s -> -s.total())
            .thenComparingInt(s -> -s.subject.number));
    return lower;
  }

  /** By zone and column: what those use, less what is promised to somebody's loss already. */
  long[] evictable(List<Standing> lower) {
    long[] amounts = new long[world.zones() * world.columns.count];
    int[] promised = promised();
    for (Standing victim : lower) {
      for (int z = 0; z < world.zones(); z++) {
        int count = victim.x[z] - promised[victim.subject.number * world.zones() + z];
        for (int i = 0; i < victim.subject.columns.length && count > 0; i++) {
          amounts[z * world.columns.count + victim.subject.columns[i]] +=
              Columns.times(count, victim.subject.amounts[i]);
        }
      }
    }
    return amounts;
  }

  /** By workload and zone: what is promised to the losses of others. */
  private int[] promised() {
    int[] promised = new int[world.standings.length * world.zones()];
    for (Standing standing : world.standings) {
      for (List<Standing.Victim> victims : standing.evicts) {
        for (Standing.Victim victim : victims) {
          if (standing.reserved) {
            promised[victim.workload() * world.zones() + victim.zone()] += victim.replicas();
          }
        }
      }
    }
    return promised;
  }

  private int promised(int workload, int zone) {
    int most = 0;
    for (Standing standing : world.standings) {
      for (List<Standing.Victim> victims : standing.evicts) {
        for (Standing.Victim victim : victims) {
          if (standing.reserved && victim.workload() == workload && victim.zone() == zone) {
            most += victim.replicas();
          }
        }
      }
    }
    return most;
  }

  /** Chooses for each guard what is evicted at the loss, as little as its moves need. */
  void chooseAtLoss(Standing standing, List<Standing> lower) {
    world.room.use(standing, true);
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      List<Standing.Victim> chosen = standing.evicts.get(g);
      chosen.clear();
      for (int z = 0; z < world.zones(); z++) {
        int into = standing.moves[g].into(z);
        if (into > 0) {
          choose(standing, guards[g].event, z, into, lower, chosen);
        }
      }
      for (Standing.Victim victim : chosen) {
        world.room.hold(
            world.subjects.get(victim.workload()),
            guards[g].event,
            victim.zone(),
            victim.replicas());
      }
    }
    world.room.use(standing, false);
  }

  private void choose(
      Standing standing,
      int event,
      int zone,
      int into,
      List<Standing> lower,
      List<Standing.Victim> chosen) {
    for (int i = lower.size() - 1; i >= 0; i--) {
      Standing victim = lower.get(i);
      int left = victim.x[zone] - promised(victim.subject.number, zone);
      int taken = 0;
      while (taken < left && world.room.fit(standing.subject, event, zone, into, false) < into) {
        world.room.hold(victim.subject, event, zone, -1);
        taken++;
      }
      if (taken > 0) {
        chosen.add(new Standing.Victim(victim.subject.number, zone, taken));
      }
    }
  }

  /** Puts back what may stay beside the workload that was placed; the rest is evicted now. */
  void bringBack(Standing standing, int[] before, List<Standing> evictable) {
    world.room.use(standing, true);
    boolean[] touched = new boolean[world.zones()];
    for (int z = 0; z < touched.length; z++) {
      touched[z] = standing.x[z] > before[z];
    }
    bringBack(touched, List.of(standing), evictable);
    world.room.use(standing, false);
  }

  /**
   * Puts back what may stay beside what was placed and is used; the rest is evicted now.
   *
   * @param touched by zone, whether something was placed there
   * @param open those of the placed whose moves are not held yet: the evictable may still make room
   *     for them at a loss
   */
  void bringBack(boolean[] touched, List<Standing> open, List<Standing> evictable) {
    for (int i = evictable.size() - 1; i >= 0; i--) {
      Standing victim = evictable.get(i);
      Subject subject = victim.subject;
      boolean evicted = false;
      for (int z = 0; z < touched.length; z++) {
        if (victim.x[z] == 0) {
          continue;
        }
        int stays =
            touched[z]
                ? world.room.fit(subject, z, victim.x[z], subject.workload.surges())
                : victim.x[z];
        for (Standing standing : open) {
          stays = stays > 0 && !coverable(standing, victim, z, stays) ? 0 : stays;
        }
        evicted |= stays < victim.x[z];
        int gone = victim.x[z] - stays;
        int refugees = Math.max(0, victim.x[z] - victim.home[z]);
        victim.x[z] = stays;
        int sent = sendBack(victim, z, gone);
        gone -= sent;
        refugees = Math.max(0, refugees - sent);
        // Where its data is, a replica keeps its home.
        int homes = subject.dataBound() ? 0 : Math.max(0, gone - refugees);
        victim.home[z] -= Math.min(victim.home[z], homes);
      }
      world.room.use(victim, true);
      if (evicted) {
        victim.cause = Decision.Cause.Preempted;
        Motion.trim(victim);
      }
    }
  }

  /** What came from a drained or silent zone in this plan stays there rather than going nowhere. */
  private int sendBack(Standing victim, int zone, int replicas) {
    int left = replicas;
    Moves moved = victim.moved;
    for (int i = 0; i < moved.size() && left > 0; i++) {
      int from = moved.from(i);
      if (moved.to(i) == zone && !Motion.gone(world, from)) {
        int back = Math.min(left, moved.count(i));
        victim.x[from] += back;
        left -= back;
        moved.add(from, zone, -back);
      }
    }
    moved.pack();
    return replicas - left;
  }

  /** Whether evicting a victim at a loss would still make the room for what comes into a zone. */
  private boolean coverable(Standing standing, Standing victim, int zone, int stays) {
    Guard[] guards = standing.subject.guards.list;
    boolean surges = victim.subject.workload.surges();
    boolean coverable = true;
    for (int g = 0; g < guards.length; g++) {
      int into = standing.moves[g].into(zone);
      int event = guards[g].event;
      if (into == 0 || world.room.fit(standing.subject, event, zone, into, false) < into) {
        continue;
      }
      world.room.use(victim.subject, zone, stays);
      world.room.hold(victim.subject, event, zone, -stays);
      if (surges) {
        world.room.surge(victim.subject, zone, true);
      }
      coverable &= world.room.fit(standing.subject, event, zone, into, false) >= into;
      if (surges) {
        world.room.surge(victim.subject, zone, false);
      }
      world.room.hold(victim.subject, event, zone, stays);
      world.room.use(victim.subject, zone, -stays);
    }
    return coverable;
  }
}
