package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.SurvivalConstraint;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * Brings replicas that are added to volumes that nobody uses, before any of them starts on empty
 * ones. What such a zone does not take stays down: its data is there.
 */
final class VolumeRecall {
  private static final int[] NONE = {};

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final Growth growth;

  VolumeRecall(PlanState planState, ReplicaPlacer placer, Growth growth) {
    this.planState = planState;
    this.placer = placer;
    this.growth = growth;
  }

  /**
   * By zone, volumes that no replica uses, and for which none is down; empty where there are none,
   * or where data does not bind the replicas.
   */
  static int[] unused(PlanState planState, WorkloadState workloadState) {
    SortedMap<String, Integer> known =
        workloadState.compiled.workload.volumes(workloadState.inForce().placement());
    if (known.isEmpty() || !workloadState.compiled.dataBound()) {
      return NONE;
    }
    int[] unused = new int[planState.zones()];
    for (Map.Entry<String, Integer> volumes : known.entrySet()) {
      int zone = planState.topology.number(volumes.getKey());
      if (zone >= 0 && !workloadState.compiled.abandonsVolumesIn(zone)) {
        int used = Math.max(workloadState.replicas(zone), workloadState.homes(zone));
        unused[zone] = Math.max(0, volumes.getValue() - used);
      }
    }
    return WorkloadState.sum(unused) == 0 ? NONE : unused;
  }

  /**
   * Places replicas of a workload that is out of the room, and leaves it out.
   *
   * @param unused by zone, volumes that nobody uses
   * @param lacking how many replicas are to come, with volumes or without
   */
  void recall(WorkloadState workloadState, int[] unused, int lacking, Growth.Attempt placing) {
    int most = Math.min(lacking, WorkloadState.sum(unused));
    if (most <= 0) {
      return;
    }
    int total = workloadState.total();
    int[] bounds = workloadState.counts().clone();
    Arrays.setAll(bounds, z -> bounds[z] + unused[z]);
    if (!workloadState.bounded(bounds, () -> placing.place(most))
        && !withOthers(workloadState, unused, most, lacking - most, placing)) {
      workloadState.bounded(
          bounds,
          () -> {
            growth.grow(workloadState, most - 1, placing);
            return true;
          });
    }
    int down = Math.max(0, most - workloadState.total() + total);
    for (int z = 0; z < unused.length && down > 0; z++) {
      int left = Math.min(unused[z], bounds[z] - workloadState.replicas(z));
      down -= workloadState.motion().settle(z, left, down);
    }
  }

  /**
   * Places those with volumes together with others that start empty: {@code keep} may ask for more
   * survivors than those with volumes alone would leave.
   */
  private boolean withOthers(
      WorkloadState workloadState, int[] unused, int most, int others, Growth.Attempt placing) {
    if (others <= 0) {
      return false;
    }
    placer.start(workloadState);
    int[] come = new int[unused.length];
    int left = most;
    for (int z = 0; z < come.length; z++) {
      int room = Math.max(0, placer.trial.most(z) - workloadState.replicas(z));
      come[z] = Math.min(Math.min(left, unused[z]), room);
      left -= come[z];
    }
    if (left > 0) {
      return false;
    }
    for (int z = 0; z < come.length; z++) {
      workloadState.motion().run(z, come[z], come[z]);
    }
    boolean placed = !isUneven(workloadState) && placing.place(others);
    for (int z = 0; z < come.length; z++) {
      if (!placed) {
        workloadState.motion().run(z, -come[z], -come[z]);
      } else if (come[z] > 0) {
        planState.grown.add(z);
      }
    }
    return placed;
  }

  /** Whether these counts break a hard requirement that is not about survivors of a loss. */
  private boolean isUneven(WorkloadState workloadState) {
    return Constraints.count(planState, workloadState)
        > SurvivalConstraint.INSTANCE.count(planState, workloadState);
  }
}
