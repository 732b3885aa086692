package cloud.bleu.operator.reconciler;

import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the decision in force for a workload may be delivered now.
 *
 * @param why what keeps it from being delivered, beside what its delivery finds
 */
record DeliveryScope(Extent extent, List<Problem> why) {

  /** What is done, from nothing to everything. */
  enum Extent {
    /** Nothing is decided: there is nothing to look at. */
    NOTHING,
    /** The decision is not published: what stands by the one before stands on. */
    BEFORE,
    /** Something has to come first: what stands is looked at. */
    HELD,
    /** Nothing may be changed in the namespace: what stands is looked at. */
    LOOK,
    /** What stands there stands on; pods that others create are let in within the decision. */
    FROZEN,
    /** All of it. */
    WHOLE
  }

  /**
   * What may stand in the way of a decision.
   *
   * @param served whether objects may be changed in its namespace
   * @param frozen whether the workload has errors, or is suspended
   * @param notWritten why its WorkloadPlacement is not as decided
   * @param notHeld why the workload cannot be held back from deletion
   * @param open whether the gate of its namespace has the decision
   * @param closed why the gate does not have it; none: it is on its way there
   */
  record Obstacles(
      boolean served,
      boolean frozen,
      List<Problem> notWritten,
      List<Problem> notHeld,
      boolean open,
      List<Problem> closed) {}

  DeliveryScope {
    why = List.copyOf(why);
  }

  /**
   * The scope of a decision.
   *
   * @param inForce the decision, null: there is none
   */
  static DeliveryScope of(@Nullable DecisionInForce inForce, Obstacles obstacles) {
    List<Problem> why = new ArrayList<>();
    if (obstacles.served()) {
      why.addAll(obstacles.notWritten());
    }
    return new DeliveryScope(extent(inForce, obstacles, why), why);
  }

  private static Extent extent(
      @Nullable DecisionInForce inForce, Obstacles obstacles, List<Problem> why) {
    if (inForce == null) {
      return Extent.NOTHING;
    }
    if (!inForce.published()) {
      return Extent.BEFORE;
    }
    if (!obstacles.served()) {
      return Extent.LOOK;
    }
    if (!obstacles.notHeld().isEmpty()) {
      why.addAll(obstacles.notHeld());
      return Extent.HELD;
    }
    if (!obstacles.open()) {
      why.addAll(obstacles.closed());
      return Extent.HELD;
    }
    return obstacles.frozen() ? Extent.FROZEN : Extent.WHOLE;
  }

  /**
   * Whether the report says what of it the API server refuses: nothing was tried where something
   * has to come first, so what was refused before is not over for that.
   */
  boolean isTried() {
    return extent != Extent.BEFORE && extent != Extent.HELD;
  }
}
