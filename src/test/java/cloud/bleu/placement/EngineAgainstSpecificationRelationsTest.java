package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.moves;
import static cloud.bleu.placement.Specified.placed;
import static cloud.bleu.placement.Specified.plan;
import static cloud.bleu.placement.Specified.shortfalls;
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections 5 and 6: priority, preemption, affinity, weights, per-zone bounds. */
class EngineAgainstSpecificationRelationsTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  @Test
  void theOrderIsPriorityThenPlacedThenName() {
    Plan byPriority = plan(estate().zones(1, "z1").workload(a(1), workload("b").priority(1)));
    assertEquals("z1=1", zones(of(byPriority, "b")));
    Plan placedFirst =
        plan(
            estate()
                .zones(2, "z1")
                .workload(a(1), workload("b").replicas(2))
                .running("b", "z1", 1));
    assertEquals("z1=2", zones(of(placedFirst, "b")));
    assertEquals("", zones(of(placedFirst, "a")));
    Plan byName = plan(estate().zones(1, "z1").workload(workload("b"), a(1)));
    assertEquals("z1=1", zones(of(byName, "a")));
  }

  @Test
  void freeRoomIsTakenFirst() {
    Plan p =
        plan(
            estate()
                .zones(2, "z1", "z2")
                .workload(workload("low").replicas(2), a(2).priority(10))
                .running("low", "z1", 2));
    assertEquals("z2=2", zones(of(p, "a")));
    assertEquals("z1=2", zones(of(p, "low")));
  }

  @Test
  void thenTheReserveOfLowerPriorities() {
    EstateBuilder low =
        estate().zones(2, "z1", "z2").workload(workload("low").replicas(2).tolerate(Scope.ZONE));
    Plan before = plan(low);
    assertEquals(2, placed(of(before, "low")));
    Plan after =
        plan(Estates.with(low.workload(a(2).priority(10, false)).build(), Estates.inForce(before)));
    assertEquals(2, placed(of(after, "a")));
    assertEquals(
        Estates.zones(of(before, "low")),
        Estates.zones(of(after, "low")),
        "nothing that runs moves");
    assertTrue(shortfalls(of(after, "low")).contains("SurvivalUnsatisfiable"));
  }

  @Test
  void thenVictimsAtTheLoss() {
    Plan p =
        plan(
            estate()
                .zones(2, "z1", "z2")
                .workload(workload("low").replicas(2), a(2).priority(10).tolerate(Scope.ZONE))
                .running("low", "z2", 2));
    Decision a = of(p, "a");
    assertEquals("z1=2", zones(a));
    assertEquals("z2=2", zones(of(p, "low")));
    assertEquals("z1>z2 2", moves(a, Scope.ZONE, "z1"));
    assertEquals(
        List.of(new Contingency.Eviction(Estates.id("low"), "z2", 2)),
        a.contingency().get(0).evicts());
  }

  @Test
  void thenEvictionNowOfTheLowestAndFewest() {
    Plan p =
        plan(
            estate()
                .zones(4, "z1")
                .workload(
                    workload("mid").replicas(2).priority(5),
                    workload("low").replicas(2),
                    a(1).priority(10))
                .running("mid", "z1", 2)
                .running("low", "z1", 2));
    assertEquals("z1=1", zones(of(p, "a")));
    assertEquals("z1=2", zones(of(p, "mid")));
    assertEquals("z1=1", zones(of(p, "low")));
    assertEquals(Decision.Cause.Preempted, of(p, "low").cause());
  }

  @Test
  void neverOfAnEqualAndNeverWithoutPreemption() {
    Plan equal =
        plan(
            estate()
                .zones(2, "z1")
                .workload(workload("b").replicas(2).priority(10), a(1).priority(10))
                .running("b", "z1", 2));
    assertEquals("z1=2", zones(of(equal, "b")));
    assertEquals("InsufficientCapacity", code(of(equal, "a")));
    Plan polite =
        plan(
            estate()
                .zones(2, "z1")
                .workload(workload("b").replicas(2), a(1).priority(10, false))
                .running("b", "z1", 2));
    assertEquals("z1=2", zones(of(polite, "b")));
    assertEquals("", zones(of(polite, "a")));
  }

  @Test
  void aLowerPriorityMayUseRoomThatAPendingHigherOneCannot() {
    Plan p = plan(estate().zones(2, "z1").workload(a(3).priority(10), workload("low").replicas(2)));
    assertEquals("", zones(of(p, "a")));
    assertEquals("z1=2", zones(of(p, "low")));
  }

  @Test
  void everyDomainThatHoldsAHoldsB() {
    Plan p =
        plan(
            three().workload(a(3).affinity("base", Scope.ZONE, true), workload("base").only("z2")));
    assertEquals("z2=3", zones(of(p, "a")));
    // Directed: base may stand where a does not.
    Plan wide =
        plan(
            three()
                .workload(
                    a(1).affinity("base", Scope.ZONE, true),
                    workload("base").replicas(3).spread(Scope.ZONE, 1)));
    assertEquals(3, placed(of(wide, "base")));
    assertEquals(1, placed(of(wide, "a")));
  }

  @Test
  void affinityOverASiteIsMetAnywhereOnIt() {
    Plan p =
        plan(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(
                    a(1).only("z2", "z3").affinity("base", Scope.SITE, true),
                    workload("base").only("z1")));
    assertEquals("z2=1", zones(of(p, "a")));
  }

  @Test
  void affinityHoldsAfterTheLossToo() {
    Plan p =
        plan(
            three()
                .workload(
                    a(1).affinity("base", Scope.ZONE, true).tolerate(Scope.ZONE),
                    workload("base").tolerate(Scope.ZONE)));
    assertEquals(zones(of(p, "base")), zones(of(p, "a")));
    assertEquals(
        of(p, "base").contingency().get(0).moves(), of(p, "a").contingency().get(0).moves());
  }

  @Test
  void antiAffinityIsSymmetric() {
    for (boolean first : new boolean[] {true, false}) {
      WorkloadBuilder a = a(1);
      WorkloadBuilder b = workload("b").only("z1");
      Plan p =
          plan(
              estate()
                  .zones(9, "z1", "z2")
                  .workload(
                      first ? a.antiAffinity("b", Scope.ZONE, true) : a,
                      first ? b : b.antiAffinity("a", Scope.ZONE, true))
                  .running("b", "z1", 1));
      assertEquals("z2=1", zones(of(p, "a")));
      assertEquals("z1=1", zones(of(p, "b")));
    }
  }

  @Test
  void cyclesArePlacedJointly() {
    Plan p =
        plan(
            estate()
                .zone(zone("z1").cpu(1), zone("z2").cpu(2))
                .workload(
                    a(1).affinity("b", Scope.ZONE, true),
                    workload("b").affinity("a", Scope.ZONE, true)));
    assertEquals("z2=1", zones(of(p, "a")));
    assertEquals("z2=1", zones(of(p, "b")));
  }

  @Test
  void aMissingTargetCanPassByItself() {
    Decision d = a(three().workload(a(1).affinity("nobody", Scope.ZONE, true)));
    assertEquals("AffinityTargetMissing", code(d));
    assertTrue(((Decision.Outcome.Unplaceable) d.outcome()).reason().canPassByItself());
    assertEquals(1, placed(a(three().workload(a(1).antiAffinity("nobody", Scope.ZONE, true)))));
  }

  @Test
  void whatStandsWithoutItsTargetDoesNotStopGrowthBesideIt() {
    Plan p =
        plan(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r2"), zone("z3").region("r2"))
                .workload(
                    a(3).affinity("b", Scope.REGION, true)
                        .tolerate(Scope.ZONE)
                        .rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b").replicas(2).rebalance(Workload.Rebalance.Mode.Never, 0))
                .running("a", "z1", 2)
                .running("b", "z2", 1, "z3", 1));
    assertEquals(3, placed(of(p, "a")));
    assertTrue(shortfalls(of(p, "a")).contains("AffinityUnsatisfiable"));
  }

  @Test
  void nothingIsAddedWhileALossWouldLeaveSomeWithoutTheirTarget() {
    Plan p =
        plan(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1"))
                .workload(
                    a(3).affinity("b", Scope.REGION, true)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.BestEffort, true)
                        .rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b"))
                .running("a", "z1", 1, "z2", 1)
                .running("b", "z1", 1));
    assertEquals("z1=1, z2=1", zones(of(p, "a")));
  }

  @Test
  void theEvacuationPlanIsCarriedOutThoughTheTargetIsGone() {
    EstateBuilder runs =
        three()
            .workload(a(2).affinity("nobody", Scope.ZONE, true).tolerate(Scope.ZONE))
            .running("a", "z1", 2);
    Plan before = plan(runs);
    String to = before.decisions().get(0).contingency().get(0).moves().get(0).to();
    Estate calm = runs.build();
    Estate lost =
        new Estate(
            calm.now(),
            calm.providers(),
            calm.zones().stream()
                .map(z -> z.name().equals("z1") ? z.withState(ZoneState.Lost, null, null) : z)
                .toList(),
            calm.workloads(),
            Estates.inForce(before),
            calm.roundTrips());
    Decision d = of(plan(lost), "a");
    assertEquals(2, placed(d));
    assertTrue(zones(d).contains(to), zones(d));
  }

  @Test
  void aTargetInheritsTheHighestPriorityOfItsDependents() {
    Plan p =
        plan(
            estate()
                .zones(2, "z1")
                .workload(
                    a(1).affinity("zbase", Scope.ZONE, true).priority(10),
                    workload("mid").replicas(2).priority(5),
                    workload("zbase")));
    assertEquals("z1=1", zones(of(p, "zbase")));
    assertEquals("z1=1", zones(of(p, "a")));
    assertEquals("", zones(of(p, "mid")));
  }

  @Test
  void perZoneMinIsZeroOrAtLeastMin() {
    assertEquals("z1=2, z2=2", where(three().workload(a(4).perZone(2, null))));
    Decision five = a(three().workload(a(5).perZone(2, null)));
    assertTrue(five.assignments().stream().allMatch(x -> x.replicas() >= 2), zones(five));
    assertEquals("", where(three().workload(a(1).perZone(2, null))));
  }

  @Test
  void perZoneMaxBoundsEveryZone() {
    assertEquals("z1=2, z2=2, z3=2", where(three().workload(a(6).perZone(0, 2))));
    assertEquals("", where(three().workload(a(7).perZone(0, 2))));
  }

  @Test
  void weightsAreWebsters() {
    // Divisors 1, 3, 5: 4:2:1 gives the seats to z1 z2 z1 z1/z3 ... worked out by hand.
    String[] seats = {
      "z1=1",
      "z1=1, z2=1",
      "z1=2, z2=1",
      "z1=2, z2=1, z3=1",
      "z1=3, z2=1, z3=1",
      "z1=3, z2=2, z3=1",
      "z1=4, z2=2, z3=1"
    };
    for (int n = 1; n <= seats.length; n++) {
      assertEquals(
          seats[n - 1],
          where(three().workload(a(n).weight("z1", 4).weight("z2", 2).weight("z3", 1))),
          n + " replicas");
    }
  }

  @Test
  void weightsAreMonotoneAtFixedCaps() {
    EstateBuilder e = estate().zone(zone("z1").cpu(2), zone("z2"), zone("z3"));
    assertEquals(
        "z1=2, z2=3, z3=1",
        where(e.workload(a(6).weight("z1", 4).weight("z2", 2).weight("z3", 1))));
  }
}
