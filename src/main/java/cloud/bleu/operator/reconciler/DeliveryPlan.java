package cloud.bleu.operator.reconciler;

import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.gate.Gates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the decision in force for a workload is delivered now, and what is reported of it.
 *
 * @param facts that it follows from
 * @param scope what is delivered, or looked at
 * @param held whether something has to come first, so that nothing is as decided
 * @param problems that are known before anything is delivered
 */
record DeliveryPlan(Facts facts, Scope scope, boolean held, List<DeliveryProblem> problems) {

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
   * @param frozen whether it is in error or suspended: what stands there stands on
   * @param hold what came of holding it back from deletion
   * @param notWritten why its WorkloadPlacement cannot be written
   * @param gate what the gate of its namespace lets through
   */
  record Facts(
      @Nullable DecisionInForce inForce,
      boolean served,
      boolean others,
      boolean frozen,
      HoldOutcome hold,
      List<DeliveryProblem> notWritten,
      Gates.Passage gate) {

    Facts {
      notWritten = List.copyOf(notWritten);
    }

    /** Nothing acts on a decision that is not published. */
    boolean isPublished() {
      return inForce != null && inForce.published();
    }

    /** Whether the gate has the decision, and the pods that it lets in. */
    boolean isOpen() {
      return gate.open() && !(others && gate.pods() == null);
    }

    /** Returns every problem that keeps a published decision from being delivered. */
    List<DeliveryProblem> obstacles() {
      List<DeliveryProblem> all = new ArrayList<>(hold.refused());
      if (!isOpen()) {
        all.addAll(gate.problems());
      }
      all.addAll(notWritten);
      return all;
    }

    /** What cannot be taken out of zones that it has left: it leaves them once it is published. */
    List<DeliveryProblem> left() {
      return isPublished() ? hold.left() : List.of();
    }

    /**
     * Whether something is written for the decision, now or once nothing has to come first. Pods
     * within it are let in though it is frozen: what is frozen is the decision.
     */
    boolean isWanted() {
      return inForce != null && served && (others || !frozen);
    }
  }

  DeliveryPlan {
    problems = List.copyOf(problems);
  }

  /** Returns the plan that follows from what is known. */
  static DeliveryPlan of(Facts facts) {
    if (!facts.isPublished()) {
      // Until it is written only that is said: what zones say is about what stands there.
      return new DeliveryPlan(
          facts, standing(facts), true, facts.served() ? facts.notWritten() : List.of());
    }
    if (!facts.served()) {
      return new DeliveryPlan(facts, observed(facts), facts.others(), List.of());
    }
    if (!facts.isOpen() || !facts.hold().refused().isEmpty()) {
      return new DeliveryPlan(facts, observed(facts), true, facts.obstacles());
    }
    return new DeliveryPlan(facts, delivered(facts), false, facts.notWritten());
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

  private static Scope delivered(Facts facts) {
    if (!facts.isWanted()) {
      return Scope.OBSERVATION;
    }
    return facts.others() ? Scope.PODS : Scope.ZONES;
  }

  /** The number of the decision that is delivered; -1: none is, even if one is looked at. */
  long delivered() {
    DecisionInForce inForce = facts.inForce();
    boolean writes = scope == Scope.ZONES || scope == Scope.PODS;
    return inForce != null && writes ? inForce.sequence() : -1;
  }

  /** Whether the workload is in error or suspended: what stands there stands on. */
  boolean frozen() {
    return facts.frozen();
  }

  /**
   * Returns the report of the delivery with the problems of this plan. Problems of zones that the
   * decision has left come last: they keep nothing from being delivered.
   *
   * @param seen what became of the delivery, or was looked at
   */
  DeliveryReport report(DeliveryReport seen) {
    if (!held) {
      return seen.plus(problems).leaving(facts.left());
    }
    List<DeliveryProblem> all = new ArrayList<>(problems);
    if (scope == Scope.OBSERVATION) {
      // Whatever comes first, somebody may have to act on a zone as well.
      all.addAll(seen.problems());
    }
    return seen.held(all).leaving(facts.left());
  }

  /** Whether something is written: only then is it known whether the API server refuses it. */
  boolean isTried() {
    return scope == Scope.PODS || scope == Scope.ZONES;
  }

  /**
   * Whether a refusal of before is over unless it is met again: nothing was left to write in any
   * zone, or nothing is wanted any more. What waits for something else, and what is written where
   * nothing is seen, may be refused still.
   *
   * @param seen what became of the delivery, or was looked at
   */
  boolean endsRefusals(DeliveryReport seen) {
    return isTried() ? seen.complete() && seen.unseen().isEmpty() : !facts.isWanted();
  }

  /** Whether nothing is left to write for the decision. */
  boolean isDelivered(DeliveryReport report) {
    return isTried() && !frozen() && report.complete();
  }

  /** Whether something is left to write for the decision, and is to be written. */
  boolean isUndelivered(DeliveryReport report) {
    return isTried() && !frozen() && !report.complete();
  }
}
