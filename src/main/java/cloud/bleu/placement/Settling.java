package cloud.bleu.placement;

import java.util.List;

/**
 * The last look over all workloads: a promise to evict somebody who has gone since is void, and its
 * moves are searched again in the room that there is now.
 */
final class Settling {
  private final World world;
  private final Placing placing;

  Settling(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  void settle(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      if (!standing.evicts.get(g).isEmpty() && !kept(standing.evicts.get(g))) {
        world.release(standing);
        world.room.use(standing, false);
        standing.evicts.get(g).clear();
        placing.start(standing);
        Moves found = new Moves();
        placing.recover(g, found);
        standing.moves[g].copy(found);
        world.room.use(standing, true);
        world.hold(standing);
      }
    }
  }

  private boolean kept(List<Standing.Victim> victims) {
    for (Standing.Victim victim : victims) {
      if (world.standings[victim.workload()].x[victim.zone()] < victim.replicas()) {
        return false;
      }
    }
    return true;
  }
}
