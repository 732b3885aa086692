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

  /**
   * Counts workloads in the room, one after another, and promises to the moves of each the
   * evictions that they need, as few as can be, those of the last victims first.
   *
   * @return whether there is room for all of them then, in every event
   */
  boolean secure(List<Standing> members, List<Standing> victims) {
    members.forEach(member -> world.room.use(member, true));
    return cover(members, victims);
  }

  private boolean cover(List<Standing> members, List<Standing> victims) {
    boolean covered = true;
    for (Standing member : members) {
      member.evicts.forEach(List::clear);
      world.hold(member);
      Guard[] guards = member.subject.guards.list;
      for (int g = 0; g < guards.length && !victims.isEmpty(); g++) {
        for (int z = 0; z < world.zones(); z++) {
          if (member.moves[g].into(z) > 0) {
            choose(member, g, z, victims);
          }
        }
      }
    }
    for (Standing member : members) {
      covered &= world.fits(member);
    }
    return covered;
  }

  private void choose(Standing member, int guard, int zone, List<Standing> victims) {
    int event = member.subject.guards.list[guard].event;
    List<Standing> chosen = new ArrayList<>();
    for (int i = victims.size() - 1; i >= 0; i--) {
      Standing victim = victims.get(i);
      int left = world.evictions.left(victim, event, zone);
      boolean taken = false;
      for (; left > 0 && !world.room.within(member.subject, event, zone); left--) {
        world.evictions.promise(member, guard, victim, zone, 1);
        taken = true;
      }
      if (taken) {
        chosen.add(victim);
      }
    }
    // Those that free another resource than the one that lacks go for nothing.
    for (int i = chosen.size() - 1; i >= 0; i--) {
      spare(member, guard, zone, chosen.get(i));
    }
  }

  private void spare(Standing member, int guard, int zone, Standing victim) {
    int event = member.subject.guards.list[guard].event;
    int left = member.evicts(guard, victim.subject.number, zone);
    while (left > 0 && world.room.within(member.subject, event, zone)) {
      world.evictions.promise(member, guard, victim, zone, -1);
      left--;
      if (!world.room.within(member.subject, event, zone)) {
        world.evictions.promise(member, guard, victim, zone, 1);
        return;
      }
    }
  }

  /**
   * Puts back of those that were withdrawn what may stay beside the members, who are counted in the
   * room; the rest is evicted now. What is in the way of the members at a loss only stays and is
   * promised to them.
   *
   * @param before counts of the members before they were placed
   * @param victims those that may be promised, the withdrawn among them
   */
  void bringBack(
      List<Standing> members,
      List<int[]> before,
      List<Standing> withdrawn,
      List<Standing> victims) {
    boolean[] touched = touched(members, before);
    if (!bringBack(members, touched, withdrawn, victims, true)) {
      bringBack(members, touched, withdrawn, victims, false);
    }
  }

  private boolean bringBack(
      List<Standing> members,
      boolean[] touched,
      List<Standing> withdrawn,
      List<Standing> victims,
      boolean promised) {
    List<Snapshot> gone = withdrawn.stream().map(Snapshot::new).toList();
    List<Snapshot> claimants = new ArrayList<>();
    for (int i = withdrawn.size() - 1; i >= 0; i--) {
      Standing victim = withdrawn.get(i);
      world.evictions.putBack(victim);
      for (int z = 0; z < touched.length; z++) {
        while (touched[z]
            && victim.x[z] > 0
            && !within(victim.subject, z, promised ? members : List.of())) {
          world.change(victim, z, -1);
          claimants.addAll(world.evictions.honour(victim));
        }
      }
    }
    members.forEach(world::release);
    if (cover(members, victims)) {
      gone.forEach(this::evict);
      return true;
    }
    members.forEach(world::release);
    withdrawn.forEach(victim -> world.room.use(victim, false));
    gone.forEach(Snapshot::restore);
    withdrawn.forEach(victim -> world.room.use(victim, true));
    world.evictions.promiseAgain(claimants);
    withdrawn.forEach(world.evictions::withdraw);
    cover(members, victims.stream().filter(victim -> !withdrawn.contains(victim)).toList());
    return false;
  }

  /** By zone: whether members came there, or would at a loss. */
  private boolean[] touched(List<Standing> members, List<int[]> before) {
    boolean[] touched = new boolean[world.zones()];
    for (int m = 0; m < members.size(); m++) {
      for (int z = 0; z < touched.length; z++) {
        touched[z] |= members.get(m).x[z] > before.get(m)[z];
        for (Moves moves : members.get(m).moves) {
          touched[z] |= moves.into(z) > 0;
        }
      }
    }
    return touched;
  }

  /**
   * Whether there is room in a zone for what a workload uses of it, now and in every event.
   *
   * @param members those to whose moves it may be promised, so that it is no matter in their events
   */
  private boolean within(Subject subject, int zone, List<Standing> members) {
    boolean within = world.room.withinUsed(subject, zone);
    for (int e = 0; e < world.events.count() && within; e++) {
      within =
          world.events.holds(e, zone)
              || comes(members, e, zone)
              || world.room.within(subject, e, zone);
    }
    return within;
  }

  private static boolean comes(List<Standing> members, int event, int zone) {
    for (Standing member : members) {
      for (int g = 0; g < member.moves.length; g++) {
        if (member.subject.guards.list[g].event == event && member.moves[g].into(zone) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Settles the books of a workload that has less than before because it was evicted. */
  private void evict(Snapshot before) {
    Standing victim = before.standing;
    int[] stays = victim.x.clone();
    boolean evicted = false;
    world.room.use(victim, false);
    for (int z = 0; z < stays.length; z++) {
      int gone = before.count(z) - stays[z];
      if (gone > 0) {
        evicted = true;
        int sent = sendBack(victim, z, gone);
        int refugees = Math.max(0, before.count(z) - victim.home[z] - sent);
        // Where its data is, a replica keeps its home.
        int homes = victim.subject.dataBound() ? 0 : Math.max(0, gone - sent - refugees);
        victim.home[z] -= Math.min(victim.home[z], homes);
      }
    }
    world.room.use(victim, true);
    if (evicted) {
      victim.cause = Decision.Cause.Preempted;
      Motion.trim(victim);
    }
  }

  /** What came from a drained or silent zone in this plan stays there rather than going nowhere. */
  private int sendBack(Standing victim, int zone, int replicas) {
    int left = replicas;
    Moves moved = victim.moved;
    for (int i = 0; i < moved.size() && left > 0; i++) {
      int from = moved.from(i);
      if (moved.to(i) == zone && !LostZones.gone(world, from)) {
        int back = Math.min(left, moved.count(i));
        victim.x[from] += back;
        left -= back;
        moved.add(from, zone, -back);
      }
    }
    moved.pack();
    return replicas - left;
  }
}
