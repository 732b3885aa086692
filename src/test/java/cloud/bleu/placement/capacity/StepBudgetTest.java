package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.api.Test;

/** What the search finds where there are too many ways to try all, and what it says if nothing. */
class StepBudgetTest {

  /** Two zones near each other with room, and two far away with less. */
  private static EstateBuilder twoRegions(long far) {
    return estate()
        .zone(zone("a").cpu(100).at(48.0, 2.0), zone("b").cpu(100).at(48.1, 2.1))
        .zone(zone("c").cpu(far).at(43.3, 5.4), zone("d").cpu(far).at(43.4, 5.5));
  }

  private static WorkloadBuilder asynchronous() {
    return asynchronous("a");
  }

  private static WorkloadBuilder asynchronous(String name) {
    return workload(name)
        .replicas(100)
        .perZone(0, 45)
        .replication(null, 200_000L)
        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, Workload.DataCopy.Asynchronous, true);
  }

  /** Of 176,851 ways a few hundred do, 40, 40, 10 and 10 among them. */
  @Test
  void whatOnlyFewDistributionsMeetIsFound() {
    Estate estate = twoRegions(31).workload(asynchronous()).build();
    Plan plan = Planner.propose(estate, java.util.Map.of());
    assertEquals(java.util.List.of(), Checker.check(estate, plan));
    assertTrue(of(plan, "a").placed(), () -> of(plan, "a").outcome().toString());
  }

  /** The refusal does not say that there is no way when not all were tried. */
  @Test
  void aRefusalSaysThatItIsNotProven() {
    Estate estate = twoRegions(29).workload(asynchronous()).build();
    Decision decision = of(Planner.plan(estate), "a");
    assertFalse(decision.placed());
    String message = reason(decision).message();
    assertEquals("SurvivalUnsatisfiable", reason(decision).code());
    assertTrue(message.contains("no way was found"), message);
    assertTrue(message.contains("not proven"), message);
  }

  /** Three replicas in three zones: all ways were tried. */
  @Test
  void aRefusalAfterAWholeSearchIsAProof() {
    Estate estate =
        estate()
            .zones(2, "z1", "z2")
            .workload(workload("a").replicas(3).tolerate(Scope.ZONE))
            .build();
    String message = reason(of(Planner.plan(estate), "a")).message();
    assertTrue(message.contains("not so that every loss"), message);
    assertFalse(message.contains("proven"), message);
  }

  private static Decision.Reason reason(Decision decision) {
    return ((Decision.Outcome.Unplaceable) decision.outcome()).reason();
  }

  /** What one workload takes of the steps leaves those of the others as they were. */
  @Test
  void stepsAreCountedByWorkload() {
    StepBudget steps = new StepBudget(2);
    steps.charge(0);
    steps.count(StepBudget.OF_A_WORKLOAD);
    assertTrue(steps.spent());
    steps.charge(1);
    assertFalse(steps.spent());
    steps.start(1);
    assertTrue(steps.take());
    assertFalse(steps.cut());
    assertFalse(steps.take());
    assertTrue(steps.cut());
    steps.mark();
    assertFalse(steps.cut());
  }

  /** Forty that are hard do not change what the search finds for the one after them. */
  @Test
  void hardWorkloadsTakeNoStepsOfOthers() {
    EstateBuilder builder = twoRegions(31);
    for (int i = 0; i < 40; i++) {
      builder.workload(asynchronous("hard" + i).replicas(106).priority(10));
    }
    Plan plan = Planner.propose(builder.workload(asynchronous()).build(), java.util.Map.of());
    assertEquals(100, of(plan, "a").assignments().stream().mapToInt(Assignment::replicas).sum());
    assertTrue(zones(of(plan, "hard0")).isEmpty());
  }
}
