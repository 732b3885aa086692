package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.GrownZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import java.util.List;

/**
 * What searches leave in a plan beside counts and room: steps that workloads have taken, and zones
 * where use grew. It is taken back with a trial. Otherwise the steps of one trial would be missing
 * in the next one, and what is found would depend on who was tried before.
 */
final class SearchTrace {
  private final PlanState planState;
  private final List<WorkloadState> searching;
  private final long[] left;
  private final GrownZones grown;

  /**
   * Remembers what is before a trial.
   *
   * @param searching those whose steps the trial takes
   */
  SearchTrace(PlanState planState, List<WorkloadState> searching) {
    this.planState = planState;
    this.searching = searching;
    left = searching.stream().mapToLong(this::left).toArray();
    grown = planState.grown.copy();
  }

  /** Steps that they have taken since. */
  long steps() {
    long steps = 0;
    for (int i = 0; i < left.length; i++) {
      steps += left[i] - left(searching.get(i));
    }
    return steps;
  }

  /** Puts both back as they were. */
  void takeBack() {
    for (int i = 0; i < left.length; i++) {
      planState.steps.grant(searching.get(i).compiled.number, left[i]);
    }
    planState.grown.putBack(grown);
  }

  private long left(WorkloadState workloadState) {
    return planState.steps.left(workloadState.compiled.number);
  }
}
