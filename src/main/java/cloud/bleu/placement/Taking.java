package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes room for a workload in the order in which it may: what is free; the reserve of lower
 * priorities; with preemption, running workloads of lower priority at a loss; and now. Never of an
 * equal.
 */
final class Taking {
  private final World world;
  private final Placing placing;
  private final Preemption preemption;

  Taking(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
    this.preemption = new Preemption(world);
  }

  /**
   * Places so many more replicas of a workload, whose room must be given back, and leaves counts,
   * moves and evictions in its standing; false when none was placed.
   */
  boolean place(Standing standing, int replicas) {
    placing.start(standing);
    if (placing.place(replicas)) {
      adopt(standing);
      return true;
    }
    List<Standing> lower = preemption.lower(standing);
    if (lower.isEmpty()) {
      return false;
    }
    List<Standing> reserved = new ArrayList<>(lower);
    reserved.removeIf(s -> !s.reserved);
    reserved.forEach(world::release);
    boolean placed =
        !reserved.isEmpty() && attempt(standing, replicas)
            || standing.subject.workload.priority().preempts()
                && preempt(standing, replicas, lower);
    if (placed) {
      world.room.use(standing, true);
      world.hold(standing);
    }
    for (Standing other : reserved) {
      world.hold(other);
      if (placed && !world.fits(other)) {
        world.release(other);
      }
    }
    if (placed) {
      world.release(standing);
      world.room.use(standing, false);
    }
    return placed;
  }

  private boolean attempt(Standing standing, int replicas) {
    placing.start(standing);
    if (!placing.place(replicas)) {
      return false;
    }
    adopt(standing);
    return true;
  }

  private boolean preempt(Standing standing, int replicas, List<Standing> lower) {
    if (evictingAtLoss(standing, replicas, lower)) {
      preemption.chooseAtLoss(standing, lower);
      return true;
    }
    List<Standing> gone = new ArrayList<>();
    boolean placed = false;
    for (int i = lower.size() - 1; i >= 0 && !placed; i--) {
      Standing victim = lower.get(i);
      if (victim.total() == 0) {
        continue;
      }
      gone.add(victim);
      world.room.use(victim, false);
      boolean last = i == 0 || lower.get(i - 1).subject.priority > victim.subject.priority;
      placed = last && evictingAtLoss(standing, replicas, lower.subList(0, i));
    }
    if (!placed) {
      gone.forEach(victim -> world.room.use(victim, true));
      return false;
    }
    preemption.bringBack(standing, placing.trial.fixed, gone);
    preemption.chooseAtLoss(standing, lower);
    return true;
  }

  private boolean evictingAtLoss(Standing standing, int replicas, List<Standing> lower) {
    world.room.evictable(preemption.evictable(lower));
    placing.start(standing);
    placing.trial.evicting = true;
    boolean placed = placing.place(replicas);
    placing.trial.evicting = false;
    world.room.evictable(null);
    if (placed) {
      adopt(standing);
    }
    return placed;
  }

  private void adopt(Standing standing) {
    Trial trial = placing.trial;
    standing.cliquesCut = placing.cliquesCut();
    System.arraycopy(trial.x, 0, standing.x, 0, standing.x.length);
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(trial.moves[g]);
      standing.evicts.get(g).clear();
    }
  }
}
