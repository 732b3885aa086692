package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.SortedMap;

/**
 * Room that a workload holds beyond that of its replicas, so that who comes after it does not take
 * it: of replicas that are to go home to a zone that is not back for long enough, and of those that
 * run though no decision counts them. In its own turn it may use that room.
 */
public final class RoomBeyond {
  private RoomBeyond() {}

  /** Holds it after the turn of a workload. */
  public static void hold(PlanState planState, WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      int standing = uncounted(planState, workloadState, z);
      hold(planState, workloadState, z, Math.max(awaited(workloadState, z), standing));
    }
  }

  /** Holds, before anybody's turn, that of replicas that run though no decision counts them. */
  public static void holdUncounted(PlanState planState, WorkloadState workloadState) {
    for (String zone : workloadState.compiled.workload.standing().keySet()) {
      int z = planState.topology.number(zone);
      if (z >= 0 && z < planState.topology.known) {
        hold(planState, workloadState, z, uncounted(planState, workloadState, z));
      }
    }
  }

  /** Gives all of it back. */
  public static void release(PlanState planState, WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.held(z) > 0) {
        planState.ledger.use(workloadState.compiled, z, -workloadState.held(z));
        workloadState.hold(z, 0);
      }
    }
  }

  private static void hold(PlanState planState, WorkloadState workloadState, int zone, int most) {
    if (most > 0) {
      CompiledWorkload compiled = workloadState.compiled;
      int held = planState.ledger.fitUsed(compiled, zone, most, compiled.workload.surges());
      workloadState.hold(zone, held);
      planState.ledger.use(compiled, zone, held);
    }
  }

  /** Replicas that wait until they may go home to a zone. */
  private static int awaited(WorkloadState workloadState, int zone) {
    CompiledWorkload compiled = workloadState.compiled;
    boolean waits =
        compiled.allowed.open[zone] && !compiled.allowed.calm[zone] && !compiled.dataBound();
    return waits ? workloadState.home[zone] - workloadState.x[zone] : 0;
  }

  /** Replicas that run in a zone beyond those that are decided there. */
  private static int uncounted(PlanState planState, WorkloadState workloadState, int zone) {
    SortedMap<String, Integer> standing = workloadState.compiled.workload.standing();
    return standing.isEmpty()
        ? 0
        : standing.getOrDefault(planState.topology.zone(zone).name(), 0) - workloadState.x[zone];
  }
}
