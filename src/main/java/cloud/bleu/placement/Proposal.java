package cloud.bleu.placement;

import cloud.bleu.placement.capacity.OutgrownRoom;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.cycle.DecisionAssembly;
import cloud.bleu.placement.cycle.Evacuation;
import cloud.bleu.placement.cycle.MoveRepair;
import cloud.bleu.placement.cycle.SchedulingCycle;
import cloud.bleu.placement.cycle.SchedulingOrder;
import cloud.bleu.placement.cycle.UnchangedTurns;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan in the making, before it is checked. */
class Proposal implements CheckedPlanner.Attempt {
  private final Estate estate;
  private final Map<WorkloadId, String> quarantined;
  private final PlannerMemory memory;
  private final boolean adorned;
  private @Nullable WorkloadId turn;

  /** Of an estate, with nothing remembered and all that decisions say of themselves. */
  Proposal(Estate estate, Map<WorkloadId, String> quarantined) {
    this(estate, quarantined, new PlannerMemory(), true);
  }

  /**
   * Of an estate.
   *
   * @param quarantined workloads for which nothing new is decided, with the finding that says why
   * @param adorned whether decisions say of themselves what they tolerate, which zones are
   *     rejected, and what fails or warns where replicas are
   */
  Proposal(
      Estate estate, Map<WorkloadId, String> quarantined, PlannerMemory memory, boolean adorned) {
    this.estate = estate;
    this.quarantined = Map.copyOf(quarantined);
    this.memory = memory;
    this.adorned = adorned;
  }

  @Override
  public Plan make() {
    Estate still = KeptDecisions.of(estate, quarantined.keySet());
    PlanState planState = memory.planState(still);
    List<WorkloadId> orphans = StateLoader.load(planState, still);
    List<Decision> decisions =
        planState.compiledWorkloads.isEmpty() ? new ArrayList<>() : decide(planState);
    turn = null;
    return KeptDecisions.exactly(estate, new Plan(decisions, orphans), quarantined);
  }

  @Override
  public @Nullable WorkloadId turn() {
    return turn;
  }

  /**
   * What runs, what a loss moves, what is held for losses, everybody's turn, and what came of it.
   */
  private List<Decision> decide(PlanState planState) {
    begin(planState);
    countWhatRuns(planState);
    List<List<CompiledWorkload>> groups = SchedulingOrder.of(planState);
    List<CompiledWorkload> order = new ArrayList<>(planState.compiledWorkloads.size());
    groups.forEach(order::addAll);
    List<WorkloadState> all = new ArrayList<>(order.size());
    order.forEach(each -> all.add(stateOf(planState, each)));
    OutgrownRoom outgrown = new OutgrownRoom(planState);
    outgrown.bound(all);
    evacuate(planState, all);
    outgrown.moved(all);
    holdReserves(planState, order);
    outgrown.close();
    ReplicaPlacer placer = new ReplicaPlacer(planState);
    UnchangedTurns.Pass settled = memory.settledTurns(planState, adorned);
    Decision.Outcome[] outcomes =
        new SchedulingCycle(planState, placer, groups, settled, each -> turnOf(planState, each))
            .run();
    repair(planState, placer, all);
    List<Decision> decisions = assemble(planState, settled, outcomes);
    memory.keep(settled);
    return decisions;
  }

  /** Who is taken over from the plan before is counted already. */
  private static void countWhatRuns(PlanState planState) {
    for (WorkloadState workloadState : planState.workloadStates) {
      if (!workloadState.reserved()) {
        planState.ledger.use(workloadState, true);
      }
    }
  }

  /** The current state is loaded, and nothing is decided yet. */
  void begin(PlanState planState) {}

  /** Carries out what plans in force say of zones that are lost or drained. */
  private void evacuate(PlanState planState, List<WorkloadState> all) {
    new Evacuation(planState, compiled -> turnOf(planState, compiled)).evacuate(all);
  }

  /**
   * Adds the reserve again from the plan in force, except where movements have taken its room. The
   * reserve of suspended workloads stays in force, and takes no room from the others.
   */
  private void holdReserves(PlanState planState, List<CompiledWorkload> order) {
    List<WorkloadState> suspended = new ArrayList<>();
    for (CompiledWorkload compiled : order) {
      WorkloadState workloadState = turnOf(planState, compiled);
      if (compiled.workload.suspended()) {
        suspended.add(workloadState);
        continue;
      }
      boolean whole = planState.hold(workloadState);
      if (planState.crowded(workloadState) || !whole && !planState.fits(workloadState)) {
        planState.release(workloadState);
      }
    }
    suspended.forEach(planState::hold);
  }

  /** Looks at the moves of all once more, in the order of decisions. */
  void repair(PlanState planState, ReplicaPlacer placer, List<WorkloadState> all) {
    new MoveRepair(planState, placer, compiled -> turnOf(planState, compiled)).settle(all);
  }

  /** In the order of workloads, which is that of their names. */
  private List<Decision> assemble(
      PlanState planState, UnchangedTurns.Pass settled, Decision.Outcome[] outcomes) {
    DecisionAssembly assembly = new DecisionAssembly(planState, adorned);
    List<Decision> decisions = new ArrayList<>();
    for (WorkloadState workloadState : planState.workloadStates) {
      turnOf(planState, workloadState.compiled);
      Decision.Outcome outcome = outcomes[workloadState.compiled.number];
      decisions.add(
          settled.decision(workloadState, () -> assembly.decision(workloadState, outcome)));
    }
    return decisions;
  }

  /** Whose turn it is: if the engine fails now, it fails for this workload. */
  private WorkloadState turnOf(PlanState planState, CompiledWorkload compiled) {
    turn = compiled.workload.id();
    return stateOf(planState, compiled);
  }

  private static WorkloadState stateOf(PlanState planState, CompiledWorkload compiled) {
    return planState.workloadStates[compiled.number];
  }
}
