package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.List;

/**
 * A plan in the groups alone. What is stored falls back to moves where they say something else, so
 * that it is always read back: a fault in them would only be seen by its size.
 */
public final class GroupedPlan {

  private GroupedPlan() {}

  /**
   * What the groups of a plan say.
   *
   * @param contingency sorted by event, each of which is there once
   */
  public static List<Contingency> readBack(
      List<Contingency> contingency, List<Assignment> assignments) {
    return WrittenPlan.contingency(PlanGroups.grouped(contingency, assignments), assignments);
  }

  /** The same of a plan that is long enough to be written in the order of choice. */
  public static List<Contingency> readInOrder(
      List<Contingency> contingency, List<Assignment> assignments) {
    return WrittenPlan.contingency(PlanGroups.inOrder(contingency, assignments), assignments);
  }
}
