package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes room for workloads that are placed together, one or several, in the order in which they
 * may: what is free; the reserve of lower priorities; with preemption, running workloads of lower
 * priority at a loss; and now. Never of an equal.
 */
final class RoomLadder {
  private final World world;
  private final Preemption preemption;

  RoomLadder(World world) {
    this.world = world;
    this.preemption = new Preemption(world);
  }

  /** A way to place the workloads in the room as it is. */
  interface Search {
    /**
     * Leaves counts and moves in the standings, and nothing in the room; false: all as before.
     *
     * @param victims running workloads that may be evicted at a loss, the last first
     */
    boolean place(List<Standing> victims);
  }

  /** Places so many more replicas of a workload that is out of the room, and leaves it out. */
  boolean place(Placing placing, Standing standing, int replicas) {
    return climb(
        List.of(standing),
        victims ->
            placing.evicting(
                victims,
                () -> {
                  placing.start(standing);
                  boolean placed = placing.place(replicas);
                  if (placed) {
                    placing.adopt(standing);
                  }
                  return placed;
                }));
  }

  /** Answers something as if all that a workload might take were free. */
  <T> T vacated(Standing standing, Supplier<T> question) {
    List<Standing> lower = preemption.lower(standing);
    List<Standing> reserved = lower.stream().filter(other -> other.reserved).toList();
    reserved.forEach(world::release);
    List<Standing> victims = standing.subject.preempts ? lower : List.of();
    victims.forEach(victim -> world.room.use(victim, false));
    T answer = question.get();
    victims.forEach(victim -> world.room.use(victim, true));
    reserved.forEach(world::hold);
    return answer;
  }

  /**
   * Places workloads that are out of the room, and leaves them out. Counts, moves and evictions are
   * in their standings then, and fit into the room; what others lose by it is settled.
   *
   * @return whether they were placed; if not, all is as before
   */
  boolean climb(List<Standing> members, Search search) {
    if (step(members, search, List.of())) {
      return true;
    }
    List<Standing> lower = preemption.lower(members.get(0));
    if (lower.isEmpty()) {
      return false;
    }
    List<Standing> reserved = new ArrayList<>(lower);
    reserved.removeIf(standing -> !standing.reserved);
    reserved.forEach(world::release);
    boolean placed =
        !reserved.isEmpty() && step(members, search, List.of())
            || members.stream().allMatch(member -> member.subject.preempts)
                && (step(members, search, lower) || evictNow(members, search, lower));
    if (placed) {
      members.forEach(world::enter);
    }
    for (Standing other : reserved) {
      world.hold(other);
      if (placed && !world.fits(other)) {
        world.release(other);
      }
    }
    if (placed) {
      members.forEach(world::leave);
    }
    return placed;
  }

  private boolean step(List<Standing> members, Search search, List<Standing> victims) {
    List<Snapshot> before = members.stream().map(Snapshot::new).toList();
    if (!search.place(victims)) {
      return false;
    }
    List<Snapshot> claimants = honour(members);
    boolean secure = preemption.secure(members, victims) && within(before);
    members.forEach(world::leave);
    if (!secure) {
      before.forEach(Snapshot::restore);
      world.evictions.promiseAgain(claimants);
    }
    return secure;
  }

  private boolean evictNow(List<Standing> members, Search search, List<Standing> lower) {
    List<Snapshot> before = members.stream().map(Snapshot::new).toList();
    List<int[]> counts = members.stream().map(member -> member.x.clone()).toList();
    List<Standing> gone = new ArrayList<>();
    for (int i = lower.size() - 1; i >= 0; i--) {
      Standing victim = lower.get(i);
      if (victim.total() == 0) {
        continue;
      }
      gone.add(victim);
      world.evictions.withdraw(victim);
      boolean last = i == 0 || lower.get(i - 1).subject.priority > victim.subject.priority;
      List<Standing> others = lower.subList(0, i);
      if (last && search.place(others)) {
        List<Snapshot> claimants = honour(members);
        boolean secure = preemption.secure(members, others) && within(before);
        if (secure) {
          preemption.bringBack(members, counts, gone, lower);
        }
        members.forEach(world::leave);
        if (secure) {
          return true;
        }
        before.forEach(Snapshot::restore);
        world.evictions.promiseAgain(claimants);
      }
    }
    gone.forEach(world.evictions::putBack);
    return false;
  }

  /** Members may have left zones in which they were promised to others. */
  private List<Snapshot> honour(List<Standing> members) {
    List<Snapshot> claimants = new ArrayList<>();
    members.forEach(member -> claimants.addAll(world.evictions.honour(member)));
    return claimants;
  }

  /** Whether zones to which something came hold no more than they have, in every event. */
  private boolean within(List<Snapshot> before) {
    boolean within = true;
    for (Snapshot member : before) {
      for (int z = 0; z < world.zones(); z++) {
        within &=
            member.standing.x[z] <= member.count(z)
                || world.room.within(member.standing.subject, z);
      }
    }
    return within;
  }
}
