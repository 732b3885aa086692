package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns that can be taken back, with all that was evicted or promised in them, and with the steps
 * of search that they took.
 */
final class ReversibleTurns {
  private final PlanState planState;
  private final List<WorkloadSnapshot> ours;
  private final List<WorkloadSnapshot> others;
  private final Decision.Outcome[] outcomes;
  private final Decision.Outcome[] before;
  private final SearchTrace trace;

  /**
   * Remembers what is before the turns.
   *
   * @param members whose turns they are, all of one priority
   * @param outcomes by workload: what came of the last turn
   */
  ReversibleTurns(PlanState planState, List<WorkloadState> members, Decision.Outcome[] outcomes) {
    this.planState = planState;
    this.ours = members.stream().map(WorkloadSnapshot::new).toList();
    this.others = WorkloadSnapshot.around(planState, members.get(0).compiled);
    others.removeIf(snapshot -> members.contains(snapshot.workloadState));
    this.outcomes = outcomes;
    this.before = outcomes.clone();
    this.trace = new SearchTrace(planState, members);
  }

  /** Whether somebody whose turn it was has other counts or promises than before. */
  boolean moved() {
    return ours.stream().anyMatch(snapshot -> !snapshot.same());
  }

  /** Steps that those whose turns they are have taken in them. */
  long steps() {
    return trace.steps();
  }

  /** All as before; the turns may be tried another way then. */
  void takeBack() {
    List<WorkloadSnapshot> changed = new ArrayList<>(others);
    changed.removeIf(WorkloadSnapshot::same);
    changed.addAll(ours);
    WorkloadSnapshot.putBack(planState, changed);
    System.arraycopy(before, 0, outcomes, 0, before.length);
    trace.takeBack();
  }
}
