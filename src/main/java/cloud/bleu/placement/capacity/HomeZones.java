package cloud.bleu.placement.capacity;

/** Where replicas have their home after moves that no loss caused. */
public final class HomeZones {
  private HomeZones() {}

  /** What left a zone because of a rule has its home where it is now; it is no refugee. */
  public static void settle(PlanState planState, WorkloadState workloadState, int[] displaced) {
    for (int z = 0; z < displaced.length; z++) {
      if (displaced[z] == 0
          || VacatedZones.leaves(planState, workloadState.compiled, z)
          || workloadState.room().bounded(z) && !workloadState.compiled.allowed.moveNow[z]) {
        continue;
      }
      workloadState.motion().resettle(z, displaced[z]);
    }
  }

  /** No more replicas have a home than there should be. */
  public static void forget(WorkloadState workloadState) {
    int most = Math.max(workloadState.total(), workloadState.compiled.replicas());
    workloadState.motion().forgetHomes(most);
  }
}
