package cloud.bleu.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A zone that lost a part of its nodes has less room. What runs beyond that room is to move, the
 * lowest priority first, once a workload has waited as long as it waits for the loss of a zone.
 */
final class Overflow {
  private Overflow() {}

  /** Marks in the standings what is to move, given the order of decisions. */
  static void mark(World world, List<List<Subject>> order) {
    for (int z = 0; z < world.topology.known; z++) {
      Instant since = world.topology.zone(z).health().degradedSince();
      if (since != null && !world.topology.inDoubt) {
        mark(world, order, z, since);
      }
    }
  }

  private static void mark(World world, List<List<Subject>> order, int zone, Instant since) {
    long[] excess = world.room.excess(zone);
    for (int group = order.size() - 1; group >= 0; group--) {
      List<Subject> subjects = order.get(group);
      for (int i = subjects.size() - 1; i >= 0; i--) {
        Subject subject = subjects.get(i);
        Standing standing = world.standings[subject.number];
        int most = waited(world, subject, since) ? standing.x[zone] : 0;
        int leaving = 0;
        while (leaving < most && relieves(subject, excess)) {
          leaving++;
        }
        if (leaving > 0) {
          standing.ceiling[zone] = standing.x[zone] - leaving;
        }
      }
    }
  }

  /** Whether one replica less brings a resource nearer to what there is; then it is taken off. */
  private static boolean relieves(Subject subject, long[] excess) {
    boolean relieves = false;
    for (int i = 0; i < subject.columns.length; i++) {
      relieves |= excess[subject.columns[i]] > 0 && subject.amounts[i] > 0;
    }
    for (int i = 0; i < subject.columns.length && relieves; i++) {
      excess[subject.columns[i]] -= subject.amounts[i];
    }
    return relieves;
  }

  private static boolean waited(World world, Subject subject, Instant since) {
    @Nullable Duration after = subject.workload.failoverAfter();
    return after != null
        && !subject.workload.suspended()
        && !subject.movesOnlyWhenTold()
        && !since.plus(after).isAfter(world.topology.estate.now());
  }
}
