package cloud.bleu.placement;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides for a whole estate. Pure: the same estate gives the same plan, whatever the order of its
 * lists.
 */
public final class Planner {

  /**
   * The version of what is decided: it changes whenever the same estate may get another decision,
   * so that recorded decisions are computed again by the engine that made them only.
   */
  public static final String ENGINE = "bleu-placement/23";

  private Planner() {}

  /**
   * The decisions for every workload of the estate, given what runs. The whole plan is computed
   * again by the {@link Checker} before it is used. A workload for which the engine fails, or whose
   * decision fails the check, keeps what it has, with {@link Decision.Outcome.Kept} and the
   * finding; the others are decided. Never throws for an estate.
   */
  public static Plan plan(Estate estate) {
    return checked(estate, new PlannerMemory(), Checker::check).plan();
  }

  /**
   * Plans with what is remembered of the plans before. It returns the last plan where nothing
   * differs from the estate of that plan but the instant, and no date lies between. In each plan
   * what changed is checked. The whole is checked when that may not be enough, and once in an hour:
   * then the plan is made and checked again, whatever changed.
   */
  public static Plan plan(Estate estate, PlannerMemory memory) {
    Estate own = memory.sharing(estate);
    memory.plans(own);
    Plan known = memory.recall(own);
    if (known != null) {
      return known;
    }
    Plan plan = checked(own, memory, memory::check).plan();
    memory.keep(own, plan);
    return plan;
  }

  /**
   * The decisions of {@link #plan} without advice on what to relax, for who only compares
   * decisions.
   */
  public static Plan decisions(Estate estate) {
    return checked(estate, new PlannerMemory(), Checker::check).decisions();
  }

  private static CheckedPlanner checked(
      Estate estate, PlannerMemory memory, CheckedPlanner.PlanCheck check) {
    return new CheckedPlanner(
        estate, (of, quarantined) -> new Proposal(of, quarantined, memory, true), check);
  }

  /**
   * What the engine proposes for a whole estate, without what decisions say of themselves, without
   * advice and before the check. It is enough to compare a decision with what it should be. Where
   * the two differ, {@link #decisions} says what came of the check. Null where the engine fails.
   *
   * @param memory of the plans before
   */
  public static @Nullable Plan unadorned(Estate estate, PlannerMemory memory) {
    try {
      return new Proposal(estate, Map.of(), memory, false).make();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * The plan before it is checked.
   *
   * @param quarantined workloads for which nothing new is decided, with the finding that says why
   */
  public static Plan propose(Estate estate, Map<WorkloadId, String> quarantined) {
    return new Proposal(estate, quarantined).make();
  }
}
