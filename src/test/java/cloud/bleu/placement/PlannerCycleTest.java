package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workloads that need each other. */
class PlannerCycleTest {

  @Test
  void twoThatNeedEachOtherStandInTheSameZones() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(10, "z1", "z2", "z3")
                .workload(
                    workload("a").replicas(4).affinity("b", Scope.ZONE, true),
                    workload("b").replicas(3).only("z1", "z3").affinity("a", Scope.ZONE, true))
                .build());
    assertEquals("z1=2, z3=2", zones(of(plan, "a")));
    assertEquals("z1=2, z3=1", zones(of(plan, "b")));
  }

  @Test
  void theyMoveTogetherWhenAZoneIsLost() {
    Plan plan =
        Planner.plan(
            estate()
                .zones(4, "z1", "z2", "z3")
                .workload(
                    workload("a").replicas(2).affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                    workload("b").replicas(2).affinity("a", Scope.ZONE, true).tolerate(Scope.ZONE))
                .build());
    assertTrue(of(plan, "a").placed(), of(plan, "a").toString());
    assertTrue(of(plan, "b").placed());
    assertEquals(
        of(plan, "a").contingency().stream().map(Contingency::moves).toList(),
        of(plan, "b").contingency().stream().map(Contingency::moves).toList());
  }

  @Test
  void roomForOneOfThemOnlyIsRoomForNone() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").cpu(3))
                .workload(
                    workload("a").replicas(2).affinity("b", Scope.ZONE, true),
                    workload("b").replicas(2).affinity("a", Scope.ZONE, true))
                .build());
    assertFalse(of(plan, "a").placed());
    assertFalse(of(plan, "b").placed());
  }

  @Test
  void aCycleOfThreeOverSites() {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").site("s1").cpu(3), zone("z2").site("s1").cpu(3), zone("z3").cpu(5))
                .workload(
                    workload("a").replicas(2).affinity("b", Scope.SITE, true),
                    workload("b").replicas(2).affinity("c", Scope.SITE, true),
                    workload("c").replicas(2).affinity("a", Scope.SITE, true))
                .build());
    for (String name : new String[] {"a", "b", "c"}) {
      assertTrue(of(plan, name).placed(), name);
    }
  }

  /** While a zone is lost an even number is placed; no counts of it are a quorum. */
  @Test
  void anEvenQuorumIsMendedByNoMoveThatLeavesTheOtherAlone() {
    Plan plan =
        proven(
            estate()
                .zone(
                    zone("z0").site("s0").region("r0").state(ZoneState.Lost),
                    zone("z1").site("s0").region("r1"),
                    zone("z3").site("s1").region("r1"))
                .workload(
                    workload("a").affinity("b", Scope.SITE, true),
                    workload("b")
                        .replicas(2)
                        .quorum()
                        .tolerate(Scope.SITE, 0, Recover.Reserved, false)
                        .affinity("a", Scope.REGION, true)));
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z3=2", zones(of(plan, "b")));
  }

  /** What came in this plan for another is not left by it, though that would mend the other's. */
  @Test
  void whoIsCountedOnInThisPlanStays() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z3").region("r1"), zone("z4").region("r0"))
                .workload(
                    workload("a").affinity("b", Scope.SITE, true),
                    workload("b").affinity("c", Scope.REGION, true),
                    workload("c").affinity("a", Scope.SITE, true))
                .running("a", "z4", 1)
                .running("c", "z3", 1));
    assertEquals("z3=1", zones(of(plan, "b")));
    assertEquals("z3=1", zones(of(plan, "c")));
  }

  @Test
  void whoIsCountedOnAfterItsGrowthStays() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z0").region("r0"), zone("z3").region("r1"))
                .workload(
                    workload("a").affinity("b", Scope.SITE, true),
                    workload("b").replicas(2).affinity("c", Scope.ZONE, true),
                    workload("c")
                        .affinity("a", Scope.ZONE, true)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 1_000))
                .running("b", "z0", 1)
                .running("c", "z3", 1));
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z3=2", zones(of(plan, "b")));
    assertEquals("z3=1", zones(of(plan, "c")));
  }

  /** Who came first found the other not yet there. */
  @Test
  void whoWaitedForTheOtherGrowsInTheSamePlan() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"))
                .workload(
                    workload("a").replicas(2).affinity("b", Scope.SITE, true),
                    workload("b").affinity("a", Scope.ZONE, true))
                .running("a", "z1", 1));
    assertEquals("z1=2", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  @Test
  void whoHadToLeaveFollowsTheOtherInTheSamePlan() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z3").state(ZoneState.Drained))
                .workload(
                    workload("a").affinity("b", Scope.ZONE, true),
                    workload("b").affinity("a", Scope.REGION, true))
                .running("a", "z3", 1));
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  /** What has to leave a zone in its own turn is not counted on there before. */
  @Test
  void nobodyComesToWhoHasToLeave() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1").region("r1"), zone("z4").region("r0"))
                .workload(
                    workload("a")
                        .replicas(2)
                        .affinity("b", Scope.SITE, true)
                        .rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b")
                        .affinity("c", Scope.ZONE, true)
                        .rule(
                            Estates.rule(
                                "leave",
                                BoundRule.Action.Enforce,
                                BoundRule.OnViolation.MoveNow,
                                Verdict.Result.Reject,
                                "z1")),
                    workload("c").affinity("a", Scope.REGION, true))
                .running("a", "z1", 1)
                .running("b", "z4", 1));
    assertEquals("z1=2", zones(of(plan, "a")));
  }

  /**
   * A plan that the checker takes as it is proposed, before anybody is fenced off, and after which
   * nothing is to be done.
   */
  private static Plan proven(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    Plan second = Planner.propose(Estates.with(estate, Estates.inForce(plan)), Map.of());
    for (Decision then : second.decisions()) {
      assertEquals(Decision.Cause.Unchanged, then.cause(), then.toString());
    }
    return plan;
  }
}
