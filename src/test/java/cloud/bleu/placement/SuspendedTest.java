package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A suspended workload keeps what is in force, whatever its spec says meanwhile. */
class SuspendedTest {

  private static Placement inForce(WorkloadBuilder a) {
    Decision d =
        Estates.of(Planner.plan(estate().zones(9, "z1", "z2", "z3").workload(a).build()), "a");
    return new Placement(d.id(), null, d.assignments(), d.contingency(), 0);
  }

  private static Decision decided(Placement before, WorkloadBuilder now) {
    Plan plan =
        Planner.plan(estate().zones(9, "z1", "z2", "z3").workload(now).placement(before).build());
    return Estates.of(plan, "a");
  }

  @Test
  void lossesThatItsSpecNoLongerNamesStayInForce() {
    Placement before = inForce(workload("a").replicas(3).tolerate(Scope.ZONE));
    Decision now = decided(before, workload("a").replicas(3).suspended());

    assertInstanceOf(Decision.Outcome.Suspended.class, now.outcome());
    assertEquals(before.contingency(), now.contingency());
    assertEquals(before.assignments(), now.assignments());
  }

  @Test
  void lossesThatItsSpecNamesAnewAreNotDecided() {
    Placement before = inForce(workload("a").replicas(3));
    Decision now = decided(before, workload("a").replicas(3).tolerate(Scope.ZONE).suspended());

    assertInstanceOf(Decision.Outcome.Suspended.class, now.outcome());
    assertEquals(List.of(), now.contingency());
  }
}
