package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes room for a workload in the order in which it may: what is free, then the reserve of lower
 * priorities. Never of an equal.
 */
final class Taking {
  private final World world;
  private final Placing placing;

  Taking(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /** Places so many more replicas of a workload in the trial; its own room must be given back. */
  boolean place(Standing standing, int replicas) {
    placing.start(standing);
    if (placing.place(replicas)) {
      return true;
    }
    return fromReserves(standing, replicas);
  }

  private boolean fromReserves(Standing standing, int replicas) {
    List<Standing> lower = lower(standing);
    lower.removeIf(s -> !s.reserved);
    if (lower.isEmpty()) {
      return false;
    }
    lower.forEach(world::release);
    placing.start(standing);
    boolean placed = placing.place(replicas);
    if (placed) {
      commit(standing);
    }
    for (Standing other : lower) {
      world.hold(other);
      if (placed && !world.fits(other)) {
        world.release(other);
      }
    }
    if (placed) {
      withdraw(standing);
    }
    return placed;
  }

  /** Workloads of strictly lower priority whose turn has not come, the highest first. */
  private List<Standing> lower(Standing standing) {
    List<Standing> lower = new ArrayList<>();
    for (Standing other : world.standings) {
      if (!other.decided && other.subject.priority < standing.subject.priority) {
        lower.add(other);
      }
    }
    lower.sort(
        Comparator.<Standing>comparingInt(s -> -s.subject.priority)
            .thenComparingInt(s -> s.subject.number));
    return lower;
  }

  /** Counts what was tried, so that others can be tested against it. */
  private void commit(Standing standing) {
    Trial trial = placing.trial;
    System.arraycopy(trial.x, 0, standing.x, 0, standing.x.length);
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(trial.moves[g]);
    }
    world.room.use(standing, true);
    world.hold(standing);
  }

  private void withdraw(Standing standing) {
    world.release(standing);
    world.room.use(standing, false);
    System.arraycopy(placing.trial.fixed, 0, standing.x, 0, standing.x.length);
  }
}
