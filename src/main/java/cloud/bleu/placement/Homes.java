package cloud.bleu.placement;

/** The books of where replicas belong, when what moved them was no loss. */
final class Homes {
  private Homes() {}

  /** What left a zone because of a rule has its home where it is now; it is no refugee. */
  static void settle(World world, Standing standing, int[] displaced) {
    for (int z = 0; z < displaced.length; z++) {
      if (displaced[z] == 0
          || LostZones.leaves(world, standing.subject, z)
          || standing.ceiling[z] != Subject.UNBOUNDED && !standing.subject.allowed.moveNow[z]) {
        continue;
      }
      int homes = Math.min(displaced[z], standing.home[z] - standing.x[z]);
      for (int to = 0; to < displaced.length && homes > 0; to++) {
        int settled = Math.min(homes, Math.max(0, standing.x[to] - standing.home[to]));
        standing.home[to] += settled;
        standing.home[z] -= settled;
        homes -= settled;
      }
      int away = Math.max(0, standing.homeBefore[z] - standing.before[z]);
      standing.home[z] = Math.min(standing.home[z], standing.x[z] + away);
    }
  }

  /** No more replicas have a home than there should be. */
  static void forget(Standing standing) {
    int most = Math.max(standing.total(), standing.subject.replicas());
    int surplus = Standing.sum(standing.home) - most;
    for (int z = standing.home.length - 1; z >= 0 && surplus > 0; z--) {
      int less = Math.min(surplus, Math.max(0, standing.home[z] - standing.x[z]));
      standing.home[z] -= less;
      surplus -= less;
    }
  }
}
