package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
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
}
