package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.LoadedState;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.UntouchedStates;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns of the plan before that changed nothing, so that they need not be taken again. A turn
 * depends on what was compiled, on what the workload stands with, and on what it asks of the room.
 * A turn is kept if all that it asked was whether the moves in force have their room, and the
 * answer was yes. It is the same again where the parts and the state are the same, and that
 * question, asked again, has that answer. So no plan depends on what is kept here.
 *
 * <p>Workloads with relations look at others, and those with evictions at promises: they always
 * have their turn.
 */
public final class UnchangedTurns {
  /** Of no plan. */
  public static final UnchangedTurns NONE = new UnchangedTurns(null, false, 0);

  private final @Nullable PlanState planState;
  private final boolean adorned;

  /** By the number of the workload in that plan; null for those that have none. */
  private final @Nullable Settled[] turns;

  private UnchangedTurns(@Nullable PlanState planState, boolean adorned, int workloads) {
    this.planState = planState;
    this.adorned = adorned;
    this.turns = new Settled[workloads];
  }

  /**
   * A turn that changed nothing, and what was decided.
   *
   * @param asks whether it asked if the moves in force have their room
   */
  private record Settled(
      CompiledWorkload compiled,
      LoadedState state,
      boolean asks,
      Decision.Outcome outcome,
      @Nullable Decision decision) {}

  /** Those who had such a turn and are as is in force, as that plan left them; null of no plan. */
  public @Nullable UntouchedStates standing() {
    PlanState plan = planState;
    if (plan == null) {
      return null;
    }
    BitSet standing = new BitSet();
    for (int number = 0; number < turns.length; number++) {
      Settled turn = turns[number];
      Decision decision = turn == null ? null : turn.decision;
      // Else some moves were left out, which loading the placement in force would hold again.
      standing.set(number, decision != null && decision.cause() == Decision.Cause.Unchanged);
    }
    return new UntouchedStates(plan, standing);
  }

  /**
   * The next plan.
   *
   * @param decorated as for {@link DecisionAssembly}
   */
  public Pass pass(PlanState next, boolean decorated) {
    boolean same =
        planState != null
            && adorned == decorated
            && next.compiledEstate.tookFrom(planState.compiledEstate);
    return new Pass(next, decorated, same ? this : NONE);
  }

  /** Turns of one plan. */
  public static final class Pass {
    private final PlanState planState;
    private final UnchangedTurns before;
    private final UnchangedTurns kept;

    /** By workload: its turn if it changed nothing, spared or taken; null for others. */
    private final @Nullable Settled[] settled;

    private int spared;

    private Pass(PlanState planState, boolean adorned, UnchangedTurns before) {
      this.planState = planState;
      this.before = before;
      this.kept = new UnchangedTurns(planState, adorned, planState.workloadStates.length);
      this.settled = new Settled[planState.workloadStates.length];
    }

    /** What comes of a turn that need not be taken; null when it must be. */
    Decision.@Nullable Outcome spare(WorkloadState workloadState, WorkloadTurn turn) {
      CompiledWorkload compiled = workloadState.compiled;
      Settled last = last(compiled.number);
      if (last == null
          || !compiled.isAs(last.compiled)
          || !last.state.is(planState, workloadState)
          || last.asks && !turn.allHaveRoom(workloadState)) {
        return null;
      }
      spared++;
      workloadState.turnRole().takeTurn();
      settled[compiled.number] =
          new Settled(compiled, last.state, last.asks, last.outcome, last.decision);
      return last.outcome;
    }

    private @Nullable Settled last(int number) {
      int numberBefore = before == NONE ? -1 : planState.compiledEstate.before(number);
      return numberBefore < 0 ? null : before.turns[numberBefore];
    }

    /** Takes a turn, and notes it if it changes nothing. */
    Decision.Outcome take(WorkloadState workloadState, WorkloadTurn turn) {
      CompiledWorkload compiled = workloadState.compiled;
      boolean untouched =
          compiled.relations().length == 0 && LoadedState.untouched(planState, workloadState);
      LoadedState loaded = untouched ? new LoadedState(workloadState) : null;
      long asked = turn.readsForCovered();
      long read = planState.ledger.reads();
      Decision.Outcome outcome = turn.decide(workloadState);
      asked = turn.readsForCovered() - asked;
      read = planState.ledger.reads() - read;
      settled[compiled.number] =
          loaded != null && asked == read && loaded.is(planState, workloadState)
              ? new Settled(compiled, loaded, asked > 0, outcome, null)
              : null;
      return outcome;
    }

    /**
     * What is decided for a workload once all turns are over: as in the plan before, if nothing
     * happened to it since. What is decided after a turn that changed nothing is kept.
     */
    public Decision decision(WorkloadState workloadState, Supplier<Decision> assembly) {
      CompiledWorkload compiled = workloadState.compiled;
      Settled turn = settled[compiled.number];
      if (turn == null || !turn.state.is(planState, workloadState)) {
        return assembly.get();
      }
      Decision decision = turn.decision == null ? assembly.get() : turn.decision;
      kept.turns[compiled.number] =
          turn.decision == null
              ? new Settled(compiled, turn.state, turn.asks, turn.outcome, decision)
              : turn;
      return decision;
    }

    /** What is kept for the plan after this. */
    public UnchangedTurns kept() {
      return kept;
    }

    /** How many turns were not taken. */
    public int spared() {
      return spared;
    }
  }
}
