package cloud.bleu.placement;

/**
 * An estate loaded once, in which one workload after another can be tried without a plan for all:
 * what a benchmark of the single decision measures.
 */
final class Session {
  private final World world;
  private final Placing placing;

  /** With everything that the placements say counted and held; of at least one workload. */
  Session(Estate estate) {
    world = new World(estate);
    Loading.load(world, estate);
    for (Standing standing : world.standings) {
      world.room.use(standing, true);
      world.hold(standing);
    }
    placing = new Placing(world);
  }

  /**
   * Finds zones and an evacuation plan for all replicas of a workload that has none yet, and leaves
   * the room as it was.
   *
   * @param workload its position in the estate
   * @return whether there are such
   */
  boolean places(int workload) {
    Standing standing = world.standings[workload];
    placing.start(standing);
    return placing.place(standing.subject.replicas());
  }

  /** As {@link #places(int)}, without the exact search that repairs what the greedy ways miss. */
  boolean placesGreedily(int workload) {
    placing.exactly = false;
    boolean places = places(workload);
    placing.exactly = true;
    return places;
  }

  /** As {@link #places(int)}, and counts what was found as used and held, then takes it back. */
  boolean placesAndLeaves(int workload) {
    Standing standing = world.standings[workload];
    if (!places(workload)) {
      return false;
    }
    Trial trial = placing.trial;
    System.arraycopy(trial.x, 0, standing.x, 0, standing.x.length);
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(trial.moves[g]);
    }
    world.room.use(standing, true);
    world.hold(standing);
    world.release(standing);
    world.room.use(standing, false);
    java.util.Arrays.fill(standing.x, 0);
    return true;
  }
}
