package cloud.bleu.placement;

/**
 * Brings replicas home after a loss, within the budget, once the zone has been back long enough.
 */
final class Returning {
  private final World world;
  private final Placing placing;

  Returning(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /** Moves of a better state that the hour has left. */
  static int budget(Standing standing) {
    Workload.Rebalance rebalance = standing.subject.workload.rebalance();
    return rebalance.mode() == Workload.Rebalance.Mode.Never || standing.subject.viewInDoubt()
        ? 0
        : Math.max(0, rebalance.maxMovesPerHour() - standing.movedInLastHour - standing.movedNow);
  }

  /** Whether any went home. */
  boolean goHome(Standing standing) {
    if (standing.subject.dataBound()) {
      return false;
    }
    boolean went = false;
    for (int home = 0; home < world.topology.known; home++) {
      while (standing.home[home] > standing.x[home]
          && budget(standing) > 0
          && standing.subject.allowed.open[home]
          && standing.subject.allowed.calm[home]
          && bring(standing, home)) {
        standing.movedNow++;
        standing.because(Decision.Cause.Returned);
        went = true;
      }
    }
    return went;
  }

  /** Takes one replica from the zone with most refugees to its home. */
  private boolean bring(Standing standing, int home) {
    boolean[] tried = new boolean[world.zones()];
    for (int attempt = 0; attempt < tried.length; attempt++) {
      int from = -1;
      for (int z = 0; z < tried.length; z++) {
        int refugees = standing.x[z] - standing.home[z];
        if (!tried[z]
            && refugees > 0
            && !standing.subject.pinned(z)
            && (from < 0 || refugees >= standing.x[from] - standing.home[from])) {
          from = z;
        }
      }
      if (from < 0) {
        return false;
      }
      tried[from] = true;
      if (Rebalance.move(world, placing, standing, from, home)) {
        return true;
      }
    }
    return false;
  }
}
