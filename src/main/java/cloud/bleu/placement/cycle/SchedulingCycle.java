package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.CapacityOverflow;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelationConstraint;
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
  /** How often who lacks something looks for room that was given up after its turn, and once. */
  private static final int MOST_ROUNDS = 3;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final WorkloadTurn deciding;
  private final List<List<CompiledWorkload>> order;
  private final Consumer<CompiledWorkload> listener;
  private final GrowthProof proof;
  private final Decision.Outcome[] outcomes;
  private final SettledTurns.Pass settled;
  private long turns;

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
    this.proof = new GrowthProof(planState, placer, listener);
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
    for (int g = 0; g < order.size(); g++) {
      giver = together(order.get(g), true) ? g : giver;
    }
    for (int round = 1; round < MOST_ROUNDS && giver > 0; round++) {
      int until = giver;
      giver = -1;
      for (int g = 0; g < until; g++) {
        giver = lacks(order.get(g)) && together(order.get(g), false) ? g : giver;
      }
    }
    return outcomes;
  }

  /** Whether somebody of a group gave up room in the turns of it, in which growth is proven. */
  private boolean together(List<CompiledWorkload> group, boolean first) {
    List<WorkloadState> members = new ArrayList<>();
    group.forEach(compiled -> members.add(planState.workloadStates[compiled.number]));
    if (group.size() == 1 || members.stream().noneMatch(SchedulingCycle::mayHaveGrown)) {
      return turns(members, first);
    }
    ProvenTurns.Pass pass =
        new ProvenTurns.Pass() {
          @Override
          public boolean take(boolean together) {
            return turns(members, together);
          }

          @Override
          public long taken() {
            return turns;
          }
        };
    return new ProvenTurns(planState, proof, members, outcomes, pass).take(first);
  }

  /** Whether it has more than when the plan began once it had its turn, or may have. */
  private static boolean mayHaveGrown(WorkloadState member) {
    return !member.compiled.workload.suspended()
        && (member.grew() || member.total() < member.compiled.replicas());
  }

  private boolean turns(List<WorkloadState> members, boolean first) {
    if (first && members.size() > 1) {
      listener.accept(members.get(0).compiled);
      GroupPlacer.place(planState, placer, members);
    }
    return new GroupTurns(planState, deciding, members, outcomes, this::decide).take();
  }

  /** Whether it gave up room in its turn. */
  private boolean decide(WorkloadState workloadState) {
    listener.accept(workloadState.compiled);
    turns++;
    if (!staysForOthers(workloadState)) {
      return take(workloadState);
    }
    int[] x = workloadState.x.clone();
    ReversibleTurns turns = new ReversibleTurns(planState, List.of(workloadState), outcomes);
    boolean gave = take(workloadState);
    if (RelationConstraint.leavesThoseThatCame(
        planState, workloadState.compiled, x, workloadState.x)) {
      turns.takeBack();
      return false;
    }
    return gave;
  }

  /** Whether it stays where it has to leave, and somebody came in this plan who counts on that. */
  private boolean staysForOthers(WorkloadState workloadState) {
    if (!workloadState.stays || workloadState.compiled.relations.length == 0) {
      return false;
    }
    int[] then = workloadState.x.clone();
    Arrays.setAll(then, z -> then[z] - LostZones.leaving(planState, workloadState, z));
    return RelationConstraint.leavesThoseThatCame(
        planState, workloadState.compiled, workloadState.x, then);
  }

  private boolean take(WorkloadState workloadState) {
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

  private boolean lacks(List<CompiledWorkload> group) {
    return group.stream().anyMatch(each -> lacks(planState.workloadStates[each.number]));
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
