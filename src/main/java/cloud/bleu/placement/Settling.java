package cloud.bleu.placement;

/**
 * The last look over all workloads: moves that no longer do what is required are searched again in
 * the room that there is now; so are moves that were not found, for those who came later may have
 * given up room.
 */
final class Settling {
  private final World world;
  private final Placing placing;

  Settling(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /** Searches again what is void or missing for one workload. */
  void settle(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    boolean tied = standing.subject.has(Tie.Kind.Needs) || standing.subject.has(Tie.Kind.Apart);
    if (standing.subject.workload.suspended()) {
      return;
    }
    for (int g = 0; g < guards.length; g++) {
      boolean empty = tied && !related(standing, g);
      if (empty || uncovered(standing, g) > 0) {
        search(standing, g, empty);
      }
    }
  }

  private void search(Standing standing, int guard, boolean empty) {
    world.without(standing, () -> replace(standing, guard, empty));
  }

  private boolean replace(Standing standing, int guard, boolean empty) {
    placing.start(standing);
    placing.trial.onlyBack = !standing.fresh;
    Moves found = new Moves();
    int uncovered = placing.recover(guard, found);
    boolean better = empty || uncovered < uncovered(standing, guard);
    if (better) {
      standing.evicts.get(guard).clear();
      standing.moves[guard].copy(found);
    }
    return better;
  }

  /** Replicas that have nowhere to go at a loss, though somewhere is asked. */
  private static int uncovered(Standing standing, int guard) {
    Guard event = standing.subject.guards.list[guard];
    if (!event.reserved() || standing.subject.dataBound()) {
      return 0;
    }
    int uncovered = event.count(standing.x);
    for (int z : event.members) {
      uncovered -= standing.moves[guard].leaving(z);
    }
    return uncovered;
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
}
