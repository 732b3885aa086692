package cloud.bleu.operator.reconciler;

import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the decision in force for a workload is delivered now, and what is said of it.
 *
 * @param scope what is delivered, or looked at
 * @param frozen whether the workload is in error or suspended: what stands there stands on
 * @param held whether something has to come first, so that nothing is as decided
 * @param problems that are known before anything is delivered
 */
record DeliveryPlan(Scope scope, boolean frozen, boolean held, List<Problem> problems) {

  private static final DeliveryReport NOTHING =
      new DeliveryReport(List.of(), List.of(), false, false, false);

  /** What is delivered, or looked at. */
  enum Scope {
    /** Nothing stands that is known. */
    NONE,
    /** What stands by the decision before is looked at. */
    STANDING_DECISION,
    /** What stands by this decision is looked at. */
    OBSERVATION,
    /** Pods that others create are let in. */
    PODS,
    /** Zones are brought to the decision. */
    ZONES
  }

  /**
   * What is known before anything is delivered.
   *
   * @param inForce the decision; null: there is none
   * @param served whether objects may be changed in the namespace
   * @param others whether the workload is about pods that others create
   * @param frozen whether it is in error or suspended
   * @param notHeld why it cannot be held back from deletion
   * @param notWritten why its WorkloadPlacement cannot be written
   * @param gateOpen whether the gate of its namespace has the decision, or there is none
   * @param gate why it does not; empty: it is on its way there
   */
  record Facts(
      @Nullable DecisionInForce inForce,
      boolean served,
      boolean others,
      boolean frozen,
      List<Problem> notHeld,
      List<Problem> notWritten,
      boolean gateOpen,
      List<Problem> gate) {

    /** Nothing acts on a decision that is not published. */
    boolean isPublished() {
      return inForce != null && inForce.published();
    }

    /** What keeps a published decision from being delivered, all of it. */
    List<Problem> obstacles() {
      List<Problem> all = new ArrayList<>(notHeld);
      if (!gateOpen) {
        all.addAll(gate);
      }
      all.addAll(notWritten);
      return all;
    }
  }

  DeliveryPlan {
    problems = List.copyOf(problems);
  }

  /** The plan. */
  static DeliveryPlan of(Facts facts) {
    if (!facts.isPublished()) {
      // Until it is written only that is said: what zones say is about what stands there.
      return new DeliveryPlan(
          standing(facts), facts.frozen(), true, facts.served() ? facts.notWritten() : List.of());
    }
    if (!facts.served()) {
      return new DeliveryPlan(observed(facts), facts.frozen(), facts.others(), List.of());
    }
    if (!facts.gateOpen() || !facts.notHeld().isEmpty()) {
      return new DeliveryPlan(observed(facts), facts.frozen(), true, facts.obstacles());
    }
    return new DeliveryPlan(delivered(facts), facts.frozen(), false, facts.notWritten());
  }

  private static Scope standing(Facts facts) {
    DecisionInForce inForce = facts.inForce();
    return inForce == null || inForce.standing() == null || facts.others()
        ? Scope.NONE
        : Scope.STANDING_DECISION;
  }

  private static Scope observed(Facts facts) {
    return facts.others() ? Scope.NONE : Scope.OBSERVATION;
  }

  /** Pods within the decision are let in though it is frozen: what is frozen is the decision. */
  private static Scope delivered(Facts facts) {
    if (facts.others()) {
      return Scope.PODS;
    }
    return facts.frozen() ? Scope.OBSERVATION : Scope.ZONES;
  }

  /** What is reported where nothing is delivered, nor looked at. */
  DeliveryReport report() {
    return report(NOTHING);
  }

  /**
   * What is reported of it.
   *
   * @param seen what became of the delivery, or was looked at
   */
  DeliveryReport report(DeliveryReport seen) {
    if (!held) {
      return seen.plus(problems);
    }
    List<Problem> all = new ArrayList<>(problems);
    if (scope == Scope.OBSERVATION) {
      // Whatever comes first, somebody may have to act on a zone as well.
      all.addAll(seen.problems());
    }
    return seen.held(all);
  }

  /** Whether something is written: only then is it known whether the API server refuses it. */
  boolean isTried() {
    return scope == Scope.PODS || scope == Scope.ZONES;
  }

  /**
   * Whether a refusal of before is over unless it is met again: what is held was not tried, and
   * what is not wanted any more is refused no more.
   */
  boolean endsRefusals() {
    return isTried() || !held;
  }

  /** Whether nothing is left to write for the decision. */
  boolean isDelivered(DeliveryReport report) {
    return isTried() && !frozen && report.complete();
  }
}
