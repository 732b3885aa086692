package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.CapacityOverflow;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everybody's turn, in the order of decisions. Who lacks something has another turn when somebody
 * who came later gave up room, and those that need each other have when one of them changed, so
 * that the next plan finds nothing that this one left.
 */
public final class SchedulingCycle {
  private static final int MOST_ROUNDS = 3;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final WorkloadTurn deciding;
  private final List<List<CompiledWorkload>> order;
  private final Consumer<CompiledWorkload> listener;
  private final Decision.Outcome[] outcomes;
  private final SettledTurns.Pass settled;

  /**
   * Tells the listener whose turn it is.
   *
   * @param settled turns that need not be taken
   */
  public SchedulingCycle(
      PlanState planState,
      ReplicaPlacer placer,
      List<List<CompiledWorkload>> order,
      SettledTurns.Pass settled,
      Consumer<CompiledWorkload> listener) {
    this.planState = planState;
    this.settled = settled;
    this.listener = listener;
    this.placer = placer;
    this.deciding = new WorkloadTurn(planState, placer);
    this.order = order;
    this.outcomes = new Decision.Outcome[planState.compiledWorkloads.size()];
  }

  /** Decides for all; the outcomes by workload. */
  public Decision.Outcome[] take() {
    List<WorkloadState> all = new ArrayList<>();
    order.forEach(group -> group.forEach(s -> all.add(planState.workloadStates[s.number])));
    for (WorkloadState workloadState : all) {
      listener.accept(workloadState.compiled);
      deciding.shrink(workloadState);
    }
    CapacityOverflow.mark(planState, order);
    int giver = -1;
    int turn = 0;
    for (List<CompiledWorkload> group : order) {
      if (group.size() > 1) {
        listener.accept(group.get(0));
        GroupPlacer.place(planState, placer, group);
      }
      giver = Math.max(giver, together(group, turn));
      turn += group.size();
    }
    for (int round = 1; round < MOST_ROUNDS && giver > 0; round++) {
      int until = giver;
      giver = -1;
      for (int i = 0; i < until; i++) {
        giver = lacks(all.get(i)) && decide(all.get(i)) ? i : giver;
      }
    }
    return outcomes;
  }

  /**
   * The turns of a group. Whoever came first of those that need each other saw the others as they
   * were, so all have another turn while some change; until then nobody's is over.
   *
   * @param first the number of the first turn
   * @return the number of the last turn in which somebody gave up room, -1 for none
   */
  private int together(List<CompiledWorkload> group, int first) {
    int giver = -1;
    boolean changes = true;
    for (int round = 0; round < MOST_ROUNDS && changes; round++) {
      changes = false;
      group.forEach(compiled -> planState.workloadStates[compiled.number].decided = false);
      for (int i = 0; i < group.size(); i++) {
        WorkloadState workloadState = planState.workloadStates[group.get(i).number];
        int[] x = workloadState.x.clone();
        giver = decide(workloadState) ? Math.max(giver, first + i) : giver;
        changes |= group.size() > 1 && !Arrays.equals(x, workloadState.x);
      }
    }
    return giver;
  }

  /** Whether it gave up room in its turn. */
  private boolean decide(WorkloadState workloadState) {
    listener.accept(workloadState.compiled);
    Decision.Outcome known = settled.spare(workloadState, deciding);
    if (known != null) {
      outcomes[workloadState.compiled.number] = known;
      return false;
    }
    int[] x = workloadState.x.clone();
    boolean guarded =
        workloadState.reserved && workloadState.compiled.protectedEvents.list.length > 0;
    EvacuationPlan held = workloadState.evacuation.copy();
    outcomes[workloadState.compiled.number] = settled.take(workloadState, deciding);
    boolean gave = false;
    for (int z = 0; z < x.length; z++) {
      gave |= workloadState.x[z] < x[z];
    }
    return gave || guarded && (!workloadState.reserved || workloadState.evacuation.lacks(held));
  }

  private static boolean lacks(WorkloadState workloadState) {
    if (workloadState.compiled.workload.suspended()) {
      return false;
    }
    boolean away = false;
    for (int z = 0; z < workloadState.x.length; z++) {
      away |= workloadState.home[z] > workloadState.x[z];
    }
    return away || workloadState.total() < workloadState.compiled.replicas();
  }
}
