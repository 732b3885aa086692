package cloud.bleu.placement;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.Topology;
import cloud.bleu.placement.rules.DecisionWindow;
import cloud.bleu.placement.state.PlanState;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers from one plan to the next: the plan itself, answers of rules about what
 * has not changed, how the zones lie, and what workloads ask for. A plan is the same with it and
 * without. For one thread at a time; it holds on to the estate planned last and to a bounded number
 * of answers.
 */
public final class PlannerMemory {
  private @Nullable Topology topology;
  private @Nullable CompiledEstate compiledEstate;
  private @Nullable Kept kept;

  /** A checked plan, and when it is the plan of the same objects. */
  private record Kept(Estate estate, Plan plan, Window window) {}

  /** The plan of the same objects at an instant that makes no difference; null when not known. */
  @Nullable Plan recall(Estate estate) {
    Kept last = kept;
    return last != null && last.window.holds(estate.now()) && last.estate.sameObjects(estate)
        ? last.plan
        : null;
  }

  /** Remembers a checked plan. One that a failure of the engine had a part in is made anew. */
  void keep(Estate estate, Plan plan) {
    kept = null;
    for (Decision decision : plan.decisions()) {
      if (decision.outcome() instanceof Decision.Outcome.Kept) {
        return;
      }
    }
    try {
      kept = new Kept(estate, plan, DecisionWindow.of(estate));
    } catch (DateTimeException | ArithmeticException beyondTime) {
      // Dates at the end of time cannot be added to: such an estate is planned anew each time.
      kept = null;
    }
  }

  /** An estate compiled to numbers, with what is remembered of the one before. */
  PlanState world(Estate estate) {
    Topology zonesBefore = topology;
    CompiledEstate before = compiledEstate;
    // Should this fail, nothing half renewed is used again.
    topology = null;
    compiledEstate = null;
    Topology zones = new Topology(estate, zonesBefore);
    boolean same = zonesBefore != null && zones.liesAs(zonesBefore);
    CompiledEstate now = new CompiledEstate(zones, same ? before : null);
    topology = zones;
    compiledEstate = now;
    return new PlanState(zones, now);
  }
}
