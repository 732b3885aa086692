package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.inForce;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.with;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.api.Test;

/** First placement: capacity, rules, spread, survival. */
class PlannerPlaceTest {

  @Test
  void spreadsEvenlyAndEndsTiesByName() {
    Plan plan =
        Planner.plan(
            estate().zones(10, "z1", "z2", "z3").workload(workload("a").replicas(4)).build());
    assertEquals("z1=2, z2=1, z3=1", zones(of(plan, "a")));
    assertInstanceOf(Decision.Outcome.Placed.class, of(plan, "a").outcome());
  }

  @Test
  void roomIsNotSoldTwice() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(2, "z1", "z2")
                .workload(workload("a").replicas(3), workload("b").replicas(2))
                .build());
    assertEquals(3, of(plan, "a").assignments().stream().mapToInt(Assignment::replicas).sum());
    assertFalse(of(plan, "b").placed());
    assertEquals("InsufficientCapacity", code(of(plan, "b")));
  }

  @Test
  void tenNodesOfFourDoNotHoldAPodOfFive() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").nodes(10, 4), zone("z2").nodes(1, 5))
                .workload(workload("a").cpu(5), workload("b").replicas(11).cpu(3))
                .build());
    assertEquals("z2=1", zones(of(plan, "a")));
    assertTrue(of(plan, "a").rejected().containsKey("z1"));
    assertEquals("InsufficientCapacity", code(of(plan, "b")));
  }

  @Test
  void usablePercentLeavesRoomForWhatPackingLoses() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").cpu(10).usablePercent(90))
                .workload(workload("a").replicas(10), workload("b").replicas(9))
                .build());
    assertFalse(of(plan, "a").placed());
    assertEquals("z1=9", zones(of(plan, "b")));
  }

  @Test
  void aRolloutNeedsRoomForOneMore() {
    Plan plan =
        Planner.plan(estate().zones(3, "z1").workload(workload("a").replicas(3).surges()).build());
    assertFalse(of(plan, "a").placed());
    plan =
        Planner.plan(estate().zones(4, "z1").workload(workload("a").replicas(3).surges()).build());
    assertEquals("z1=3", zones(of(plan, "a")));
  }

  @Test
  void everyZoneNotAllowedShowsItsVerdicts() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(10, "z1", "z2", "z3")
                .workload(
                    workload("a")
                        .only("z1")
                        .rule(
                            Estates.rule(
                                "second",
                                BoundRule.Action.Enforce,
                                BoundRule.OnViolation.Report,
                                Verdict.Result.Unknown,
                                "z1",
                                "z3")))
                .build());
    Decision a = of(plan, "a");
    assertEquals("z1=1", zones(a));
    assertEquals(2, a.rejected().get("z2").size());
    assertEquals(1, a.rejected().get("z3").size());
  }

  @Test
  void twoZonesOnOneSiteAreOneSite() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(workload("a").replicas(4).spread(Scope.SITE, 1))
                .build());
    assertEquals("z1=1, z2=1, z3=2", zones(of(plan, "a")));
  }

  @Test
  void roomForALossIsKeptAndPublished() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(2, "z1", "z2", "z3")
                .workload(workload("a").replicas(4).tolerate(Scope.ZONE))
                .build());
    Decision a = of(plan, "a");
    assertEquals("z1=2, z2=1, z3=1", zones(a));
    assertEquals(3, a.contingency().size());
    assertEquals(
        java.util.List.of(
            new Decision.Tolerance(Scope.ZONE, 1, false),
            new Decision.Tolerance(Scope.SITE, 1, false)),
        a.tolerates());
    plan =
        Planner.plan(
            estate()
                .zones(2, "z1", "z2", "z3")
                .workload(workload("a").replicas(5).tolerate(Scope.ZONE))
                .build());
    assertEquals("SurvivalUnsatisfiable", code(of(plan, "a")));
  }

  /**
   * A is protected by site, B by zone, both in z1, both recover in z3 with room for one: the
   * reserve by event says 6 each, the loss of z1 alone needs 12.
   */
  @Test
  void aZonesLossAndItsSitesLossDoNotSellTheSameRoom() {
    for (int room : new int[] {11, 12}) {
      Plan plan =
          Planner.plan(
              estate()
                  .zone(
                      zone("z1").site("s").cpu(12),
                      zone("z2").site("s").cpu(0),
                      zone("z3").cpu(room))
                  .workload(
                      workload("a").cpu(6).tolerate(Scope.SITE),
                      workload("b").cpu(6).tolerate(Scope.ZONE))
                  .running("a", "z1", 1)
                  .running("b", "z1", 1)
                  .build());
      assertTrue(of(plan, "a").tolerates().contains(new Decision.Tolerance(Scope.SITE, 1, false)));
      assertEquals(
          room >= 12,
          of(plan, "b").tolerates().contains(new Decision.Tolerance(Scope.ZONE, 1, false)),
          "room " + room);
    }
  }

  @Test
  void anUnchangedInputMovesNothing() {
    Estate estate =
        estate()
            .zones(4, "z1", "z2", "z3")
            .workload(workload("a").replicas(3).tolerate(Scope.ZONE), workload("b").replicas(2))
            .build();
    Plan first = Planner.plan(estate);
    Plan second = Planner.plan(with(estate, inForce(first)));
    for (Decision decision : first.decisions()) {
      Decision again = of(second, decision.id().name());
      assertEquals(decision.assignments(), again.assignments());
      assertEquals(decision.contingency(), again.contingency());
    }
  }

  static String code(Decision decision) {
    if (decision.outcome() instanceof Decision.Outcome.Unplaceable u) {
      return u.reason().code();
    }
    return decision.outcome() instanceof Decision.Outcome.PartlyPlaced p ? p.reason().code() : "";
  }
}
