package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.CapacityOverflow;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Dependents;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives each workload its turn, in the order of decisions. A workload that lacks something has
 * another turn when a later one gave up room. Workloads that need each other have another turn when
 * one of them changed. So the next plan finds nothing that this one left undone, unless room is
 * handed on more often than there are rounds.
 */
public final class SchedulingCycle {
  /** How often who lacks something looks for room that was given up after its turn, and once. */
  private static final int MOST_ROUNDS = 3;

  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final WorkloadTurn turn;
  private final List<List<CompiledWorkload>> order;
  private final Consumer<CompiledWorkload> listener;
  private final GrowthProof proof;
  private final Decision.Outcome[] outcomes;
  private final UnchangedTurns.Pass settled;
  private long taken;

  /**
   * Tells the listener whose turn it is.
   *
   * @param settled turns that need not be taken
   */
  public SchedulingCycle(
      PlanState planState,
      ReplicaPlacer placer,
      List<List<CompiledWorkload>> order,
      UnchangedTurns.Pass settled,
      Consumer<CompiledWorkload> listener) {
    this.planState = planState;
    this.settled = settled;
    this.listener = listener;
    this.placer = placer;
    this.turn = new WorkloadTurn(planState, placer);
    this.proof = new GrowthProof(planState, placer, listener);
    this.order = order;
    this.outcomes = new Decision.Outcome[planState.compiledWorkloads.size()];
  }

  /** Decides for all; the outcomes by workload. */
  public Decision.Outcome[] run() {
    giveUpSurplus();
    CapacityOverflow.mark(planState, order);
    int giver = everybody();
    for (int round = 1; round < MOST_ROUNDS && giver > 0; round++) {
      giver = lookAgain(giver);
    }
    return outcomes;
  }

  /** What is too many goes before anybody grows. */
  private void giveUpSurplus() {
    for (List<CompiledWorkload> group : order) {
      for (CompiledWorkload compiled : group) {
        listener.accept(compiled);
        turn.shrink(planState.workloadStates[compiled.number]);
      }
    }
  }

  /** Everybody's first turn; the last group that gave up room, -1 for none. */
  private int everybody() {
    int giver = -1;
    for (int g = 0; g < order.size(); g++) {
      giver = decide(order.get(g), true) ? g : giver;
    }
    return giver;
  }

  /** Another turn for those who lack something and came before who gave up room; as above. */
  private int lookAgain(int until) {
    int giver = -1;
    for (int g = 0; g < until; g++) {
      giver = lacks(order.get(g)) && decide(order.get(g), false) ? g : giver;
    }
    return giver;
  }

  /** Whether somebody of a group gave up room in the turns of it, in which growth is proven. */
  private boolean decide(List<CompiledWorkload> group, boolean first) {
    if (group.size() == 1) {
      return alone(planState.workloadStates[group.get(0).number]);
    }
    List<WorkloadState> members = new ArrayList<>();
    group.forEach(compiled -> members.add(planState.workloadStates[compiled.number]));
    if (members.stream().noneMatch(SchedulingCycle::mayHaveGrown)) {
      return takeTurns(members, first);
    }
    ProvenTurns.Pass pass =
        new ProvenTurns.Pass() {
          @Override
          public boolean take(boolean together) {
            return takeTurns(members, together);
          }

          @Override
          public long taken() {
            return taken;
          }
        };
    return new ProvenTurns(planState, proof, members, outcomes, pass).take(first);
  }

  /** The turn of one that needs nobody who needs it; whether it gave up room. */
  private boolean alone(WorkloadState workloadState) {
    workloadState.turnRole().takeTurn();
    workloadState.notes().tryAgain();
    boolean gave = takeTurn(workloadState);
    workloadState.turnRole().stay();
    return gave;
  }

  /** Whether it has more than when the plan began once it had its turn, or may have. */
  private static boolean mayHaveGrown(WorkloadState member) {
    return !member.compiled.workload.suspended()
        && (member.grew() || member.total() < member.compiled.replicas());
  }

  private boolean takeTurns(List<WorkloadState> members, boolean first) {
    if (first) {
      listener.accept(members.get(0).compiled);
      GroupPlacer.place(planState, placer, members);
    }
    return new GroupTurns(planState, turn, members, outcomes, this::takeTurn).take();
  }

  /** Whether it gave up room in its turn, which is taken back where it leaves somebody alone. */
  private boolean takeTurn(WorkloadState workloadState) {
    listener.accept(workloadState.compiled);
    taken++;
    if (!staysForOthers(workloadState)) {
      return gives(workloadState);
    }
    int[] x = workloadState.counts().clone();
    ReversibleTurns reversible = new ReversibleTurns(planState, List.of(workloadState), outcomes);
    boolean gave = gives(workloadState);
    if (Dependents.leavesThoseThatCame(
        planState, workloadState.compiled, x, workloadState.counts())) {
      reversible.takeBack();
      return false;
    }
    return gave;
  }

  /** Whether it stays where it has to leave, and somebody came in this plan who counts on that. */
  private boolean staysForOthers(WorkloadState workloadState) {
    if (!workloadState.turnRole().stays() || workloadState.compiled.relations().length == 0) {
      return false;
    }
    int[] then = workloadState.counts().clone();
    Arrays.setAll(then, z -> then[z] - VacatedZones.leaving(planState, workloadState, z));
    return Dependents.leavesThoseThatCame(
        planState, workloadState.compiled, workloadState.counts(), then);
  }

  /** Takes its turn unless that is known to change nothing; whether it gave up room. */
  private boolean gives(WorkloadState workloadState) {
    Decision.Outcome known = settled.spare(workloadState, turn);
    if (known != null) {
      outcomes[workloadState.compiled.number] = known;
      return false;
    }
    int[] x = workloadState.counts().clone();
    boolean guarded =
        workloadState.reserved() && workloadState.compiled.protectedEvents.list.length > 0;
    EvacuationPlan held = workloadState.evacuation().copy();
    outcomes[workloadState.compiled.number] = settled.take(workloadState, turn);
    boolean gave = false;
    for (int z = 0; z < x.length; z++) {
      gave |= workloadState.replicas(z) < x[z];
    }
    return gave || guarded && (!workloadState.reserved() || workloadState.evacuation().lacks(held));
  }

  private boolean lacks(List<CompiledWorkload> group) {
    for (CompiledWorkload each : group) {
      if (lacks(planState.workloadStates[each.number])) {
        return true;
      }
    }
    return false;
  }

  private static boolean lacks(WorkloadState workloadState) {
    if (workloadState.compiled.workload.suspended()) {
      return false;
    }
    if (workloadState.total() < workloadState.compiled.replicas()) {
      return true;
    }
    for (int z = 0; z < workloadState.zones(); z++) {
      if (workloadState.homes(z) > workloadState.replicas(z)) {
        return true;
      }
    }
    return false;
  }
}
