package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.SurvivalConstraint;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Brings replicas with volumes to their data: those that are down back to where they were, and
 * those that are added to volumes that nobody uses, before any of them starts on empty ones. All of
 * them come together if they can: {@code keep} may refuse each of them alone. What such zones do
 * not take stays down: its data is there.
 */
final class VolumeRecall {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final Growth growth;

  VolumeRecall(PlanState planState, ReplicaPlacer placer, Growth growth) {
    this.planState = planState;
    this.placer = placer;
    this.growth = growth;
  }

  /**
   * Places what has its data somewhere, as far as the zones take it, of a workload that is out of
   * the room, and leaves it out.
   *
   * @return whether any is left for which a zone is open that has its data
   */
  boolean recall(WorkloadState workloadState, Growth.Attempt placing) {
    int[] come = open(workloadState);
    int lacking = workloadState.asked() - workloadState.total();
    int most = Math.min(lacking, WorkloadState.sum(come));
    if (most <= 0) {
      return false;
    }
    int others = lacking - DownReplicas.count(planState, workloadState);
    int before = workloadState.total();
    if (!within(workloadState, come, () -> placing.place(most))
        && !withOthers(workloadState, come, others, placing)) {
      within(
          workloadState,
          come,
          () -> {
            growth.grow(workloadState, most - 1, placing);
            return true;
          });
    }
    return workloadState.total() - before < most;
  }

  /** Asks something while replicas may come only to where their data is; the answer. */
  <T> T within(WorkloadState workloadState, Supplier<T> question) {
    return within(workloadState, DownReplicas.byZone(planState, workloadState), question);
  }

  private static <T> T within(WorkloadState workloadState, int[] come, Supplier<T> question) {
    int[] bounds = workloadState.counts().clone();
    Arrays.setAll(bounds, z -> bounds[z] + come[z]);
    return workloadState.bounded(bounds, question);
  }

  /** By zone that may take replicas, how many may come to their data there. */
  private int[] open(WorkloadState workloadState) {
    int[] come = DownReplicas.byZone(planState, workloadState);
    for (int z = 0; z < come.length; z++) {
      come[z] = workloadState.compiled.candidate(z) ? come[z] : 0;
    }
    return come;
  }

  /**
   * Places those with data together with others that start empty: {@code keep} may ask for more
   * survivors than those with data alone would leave.
   */
  private boolean withOthers(
      WorkloadState workloadState, int[] come, int others, Growth.Attempt placing) {
    if (others <= 0) {
      return false;
    }
    placer.start(workloadState);
    for (int z = 0; z < come.length; z++) {
      if (come[z] > 0
          && (!placer.trial.may[z] || placer.trial.most(z) < workloadState.replicas(z) + come[z])) {
        return false;
      }
    }
    for (int z = 0; z < come.length; z++) {
      workloadState.motion().run(z, come[z], 0);
    }
    boolean placed = !isUneven(workloadState) && placing.place(others);
    for (int z = 0; z < come.length; z++) {
      if (!placed) {
        workloadState.motion().run(z, -come[z], 0);
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
