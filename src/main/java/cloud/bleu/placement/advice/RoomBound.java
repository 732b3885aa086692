package cloud.bleu.placement.advice;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * How many replicas of one workload there is room for at most, whatever it gives up. What asks for
 * more than that need not be tried.
 */
final class RoomBound {
  private final PlanState planState;
  private final ChangedZones zones;
  private final WorkloadState workloadState;

  /** By zone: replicas that it holds without reserves, and without those of lower priority. */
  private final int[] room;

  /** Of a workload with everybody in the room. */
  RoomBound(PlanState planState, ChangedZones zones, int number) {
    this.planState = planState;
    this.zones = zones;
    workloadState = planState.workloadStates[number];
    room = most();
  }

  private int[] most() {
    CompiledWorkload compiled = workloadState.compiled;
    List<WorkloadState> away = new ArrayList<>(List.of(workloadState));
    boolean none = compiled.priority() <= planState.lowestPriority;
    for (WorkloadState other : none ? new WorkloadState[0] : planState.workloadStates) {
      // Its own priority: what it inherits may be what is given up.
      if (other.compiled.workload.priority().value() < compiled.priority()
          && other != workloadState) {
        away.add(other);
      }
    }
    return planState.roomScope.unused(away, () -> fits(compiled));
  }

  private int[] fits(CompiledWorkload compiled) {
    int[] most = new int[planState.zones()];
    for (int z = 0; z < planState.topology.known; z++) {
      most[z] =
          planState.ledger.fitUsed(compiled, z, compiled.replicas(), compiled.workload.surges());
    }
    return most;
  }

  /** Whether the zones that a change of it may use hold as many replicas as that asks for. */
  boolean allows(Workload changed) {
    AllowedZones allowed = zones.of(changed);
    int perZone = changed.perZoneMax() == null ? CompiledWorkload.UNBOUNDED : changed.perZoneMax();
    long all = 0;
    for (int z = 0; z < planState.zones(); z++) {
      boolean weighted =
          changed.weights().isEmpty()
              || changed.weights().getOrDefault(planState.topology.names[z], 0) > 0;
      int more = allowed.open[z] && weighted ? Math.min(perZone, room[z]) : 0;
      all += Math.max(workloadState.replicas(z), more);
    }
    return all >= changed.replicas();
  }
}
