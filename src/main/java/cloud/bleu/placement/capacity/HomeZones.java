package cloud.bleu.placement.capacity;

/** The books of where replicas belong, when what moved them was no loss. */
public final class HomeZones {
  private HomeZones() {}

  /** What left a zone because of a rule has its home where it is now; it is no refugee. */
  public static void settle(PlanState planState, WorkloadState workloadState, int[] displaced) {
    for (int z = 0; z < displaced.length; z++) {
      if (displaced[z] == 0
          || LostZones.leaves(planState, workloadState.compiled, z)
          || workloadState.bounded(z) && !workloadState.compiled.allowed.moveNow[z]) {
        continue;
      }
      int homes = Math.min(displaced[z], workloadState.home[z] - workloadState.x[z]);
      for (int to = 0; to < displaced.length && homes > 0; to++) {
        int settled = Math.min(homes, Math.max(0, workloadState.x[to] - workloadState.home[to]));
        workloadState.home[to] += settled;
        workloadState.home[z] -= settled;
        homes -= settled;
      }
      int away = Math.max(0, workloadState.homeBefore[z] - workloadState.before[z]);
      workloadState.home[z] = Math.min(workloadState.home[z], workloadState.x[z] + away);
    }
  }

  /** No more replicas have a home than there should be. */
  public static void forget(WorkloadState workloadState) {
    int most = Math.max(workloadState.total(), workloadState.compiled.replicas());
    int surplus = WorkloadState.sum(workloadState.home) - most;
    for (int z = workloadState.home.length - 1; z >= 0 && surplus > 0; z--) {
      int less = Math.min(surplus, Math.max(0, workloadState.home[z] - workloadState.x[z]));
      workloadState.home[z] -= less;
      surplus -= less;
    }
  }
}
