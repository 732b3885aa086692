package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;

/** Plans an estate and lets nothing pass that the checker objects to. */
public final class Specified {
  private Specified() {}

  static Plan plan(EstateBuilder estate) {
    return plan(estate.build());
  }

  static Plan plan(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    for (Decision decision : plan.decisions()) {
      assertFalse(decision.outcome() instanceof Decision.Outcome.Kept, decision.toString());
    }
    return plan;
  }

  /** The decision for the workload {@code a}. */
  static Decision a(EstateBuilder estate) {
    return Estates.of(plan(estate), "a");
  }

  /** {@code z1=2, z3=1} for the workload {@code a}, empty when nothing is placed. */
  public static String where(EstateBuilder estate) {
    return Estates.zones(a(estate));
  }

  public static WorkloadBuilder a(int replicas) {
    return Estates.workload("a").replicas(replicas);
  }

  static int placed(Decision d) {
    return d.assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  /** The reason of a refusal; {@code Placed} when there is none. */
  static String code(Decision d) {
    if (d.outcome() instanceof Decision.Outcome.Unplaceable u) {
      return u.reason().code();
    }
    return d.outcome() instanceof Decision.Outcome.PartlyPlaced p ? p.reason().code() : "Placed";
  }

  static List<String> shortfalls(Decision d) {
    return d.shortfalls().stream().map(Decision.Reason::code).toList();
  }

  /** {@code z1>z3 2}: what is published for an event, {@code none} when nothing is. */
  static String moves(Decision d, Scope scope, String value) {
    for (Contingency c : d.contingency()) {
      if (c.event().equals(new Contingency.Event(scope, value))) {
        return String.join(
            ", ",
            c.moves().stream().map(m -> m.from() + ">" + m.to() + " " + m.replicas()).toList());
      }
    }
    return "none";
  }

  static List<String> tolerated(Decision d) {
    return d.tolerates().stream().map(t -> t.scope().name()).sorted().toList();
  }

  /** The estate as it is after the plan took effect. */
  static EstateBuilder then(EstateBuilder next, Plan plan) {
    return next.placement(Estates.inForce(plan).toArray(Placement[]::new));
  }
}
