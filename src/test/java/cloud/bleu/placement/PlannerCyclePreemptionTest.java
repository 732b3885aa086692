package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.placed;
import static cloud.bleu.placement.Specified.plan;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workloads that need each other take room in the order in which one workload may. */
class PlannerCyclePreemptionTest {

  @Test
  void theReserveOfLowerPriorities() {
    EstateBuilder low =
        estate().zones(4, "z1", "z2").workload(workload("low").replicas(4).tolerate(Scope.ZONE));
    Plan before = plan(low);
    assertEquals("z1=2, z2=2", zones(of(before, "low")));
    Plan after =
        plan(
            Estates.with(
                low.workload(a(2).priority(10, false), b(2)).build(), Estates.inForce(before)));
    assertEquals(2, placed(of(after, "a")));
    assertEquals(2, placed(of(after, "b")));
    assertEquals("z1=2, z2=2", zones(of(after, "low")), "nothing that runs moves");
    assertTrue(shortfalls(of(after, "low")).contains("SurvivalUnsatisfiable"));
  }

  @Test
  void thenVictimsAtTheLoss() {
    Plan plan =
        plan(
            estate()
                .zones(2, "z1", "z2")
                .workload(
                    workload("low").replicas(2),
                    a(1).priority(10).tolerate(Scope.ZONE),
                    b(1).priority(10).tolerate(Scope.ZONE))
                .running("low", "z2", 2));
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("z2=2", zones(of(plan, "low")));
    for (String name : List.of("a", "b")) {
      assertEquals(
          List.of(new Contingency.Eviction(Estates.id("low"), "z2", 1)),
          of(plan, name).contingency().get(0).evicts(),
          "one each, none of them promised twice");
    }
  }

  @Test
  void thenEvictionNowOfTheLowestAndFewest() {
    EstateBuilder estate =
        estate()
            .zones(5, "z1")
            .workload(
                workload("mid").replicas(2).priority(5),
                workload("low").replicas(3),
                a(1).priority(10),
                b(1))
            .running("mid", "z1", 2)
            .running("low", "z1", 3);
    Plan plan = plan(estate);
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("z1=2", zones(of(plan, "mid")));
    assertEquals("z1=1", zones(of(plan, "low")));
    assertEquals(Decision.Cause.Preempted, of(plan, "low").cause());
    Plan again = plan(Estates.with(estate.build(), Estates.inForce(plan)));
    for (Decision decision : again.decisions()) {
      assertEquals(zones(of(plan, decision.id().name())), zones(decision));
      assertEquals(Decision.Cause.Unchanged, decision.cause(), decision.id().name());
    }
  }

  @Test
  void whatRunsElsewhereIsLeftAlone() {
    Plan plan =
        plan(
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2))
                .workload(
                    workload("low").replicas(3),
                    a(1).only("z2").priority(10),
                    b(1).only("z2").priority(10))
                .running("low", "z1", 2, "z2", 1));
    assertEquals("z2=1", zones(of(plan, "a")));
    assertEquals("z1=2", zones(of(plan, "low")));
  }

  @Test
  void neverOfAnEqualAndNeverWithoutPreemption() {
    Plan equal =
        plan(
            estate()
                .zones(2, "z1")
                .workload(workload("low").replicas(2).priority(10), a(1).priority(10), b(1))
                .running("low", "z1", 2));
    assertFalse(of(equal, "a").placed());
    assertEquals("z1=2", zones(of(equal, "low")));
    Plan never =
        plan(
            estate()
                .zones(2, "z1")
                .workload(workload("low").replicas(2), a(1).priority(10, false), b(1))
                .running("low", "z1", 2));
    assertFalse(of(never, "a").placed());
    assertEquals("z1=2", zones(of(never, "low")));
  }

  @Test
  void whatCannotBePlacedEvictsNobody() {
    Plan plan =
        plan(
            estate()
                .zones(2, "z1")
                .workload(workload("low").replicas(2), a(2).priority(10), b(1))
                .running("low", "z1", 2));
    assertFalse(of(plan, "a").placed());
    assertFalse(of(plan, "b").placed());
    assertEquals("z1=2", zones(of(plan, "low")));
  }

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).affinity("b", Scope.ZONE, true);
  }

  private static WorkloadBuilder b(int replicas) {
    return workload("b").replicas(replicas).affinity("a", Scope.ZONE, true);
  }
}
