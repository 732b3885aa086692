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

  /** Searches again what is void for one workload. */
  void settle(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    boolean tied = standing.subject.has(Tie.Kind.Needs) || standing.subject.has(Tie.Kind.Apart);
    if (standing.subject.workload.suspended()) {
      return;
    }
    for (int g = 0; g < guards.length; g++) {
      boolean evicts = !standing.evicts.get(g).isEmpty();
      if (evicts && !kept(standing.evicts.get(g)) || tied && !related(standing, g)) {
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

  /** Whether the relations hold where the moves lead, now that the others stand. */
  private boolean related(Standing standing, int guard) {
    Moves moves = standing.moves[guard];
    Guard event = standing.subject.guards.list[guard];
    for (int i = 0; i < moves.size(); i++) {
      if (!Relations.admitsAfter(world, standing.subject, event, moves.from(i), moves.to(i))) {
        return false;
      }
    }
    return true;
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
