package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.placed;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Evictions that are promised to a loss: in each event no more than the victim has there, and
 * events exclude one another.
 */
class EvictionPromisesOfPlansTest {

  /** A plan of which the checker says nothing, and which changes nothing when it is made again. */
  private static Plan sound(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Specified.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    return plan;
  }

  private static Contingency.Eviction evict(String name, String zone, int replicas) {
    return new Contingency.Eviction(Estates.id(name), zone, replicas);
  }

  private static List<Contingency.Eviction> evicted(Plan plan, String name, String zone) {
    return of(plan, name).contingency().stream()
        .filter(c -> c.event().equals(new Contingency.Event(Scope.ZONE, zone)))
        .flatMap(c -> c.evicts().stream())
        .toList();
  }

  private static Placement held(String name, String zone, String to, Contingency.Eviction... gone) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(Assignment.of(zone, 1)),
        List.of(
            new Contingency(
                new Contingency.Event(Scope.ZONE, zone),
                List.of(Plans.move(zone, to, 1)),
                List.of(gone),
                0)),
        0);
  }

  @Test
  void lossesThatExcludeOneAnotherMayCountOnTheSameVictim() {
    Plan plan =
        sound(
            estate()
                .zones(4, "z1", "z2", "z3")
                .workload(
                    workload("v").cpu(4).only("z3"),
                    workload("s1").cpu(4).only("z1", "z3").priority(10).tolerate(Scope.ZONE),
                    workload("s2").cpu(4).only("z2", "z3").priority(10).tolerate(Scope.ZONE))
                .running("v", "z3", 1));
    assertEquals("z1=1", zones(of(plan, "s1")));
    assertEquals("z2=1", zones(of(plan, "s2")));
    assertEquals("z3=1", zones(of(plan, "v")));
    assertEquals(List.of(evict("v", "z3", 1)), evicted(plan, "s1", "z1"));
    assertEquals(List.of(evict("v", "z3", 1)), evicted(plan, "s2", "z2"));
  }

  /** At the loss of z1 both come to z2: one in the place of v, the other beside it. */
  private static Plan bothCome(long spare, String a, String c) {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(20).state(ZoneState.Lost), zone("z2").cpu(8 + spare))
            .workload(
                workload("v").cpu(1).replicas(4).only("z2"),
                workload(a).cpu(3).only("z1", "z2").priority(10).tolerate(Scope.ZONE),
                workload(c).cpu(4).only("z1", "z2").priority(10, false).tolerate(Scope.ZONE))
            .running("v", "z2", 4)
            .placement(held(a, "z1", "z2", evict("v", "z2", 3)))
            .placement(held(c, "z1", "z2"));
    return sound(builder);
  }

  @Test
  void whoEvictsLeavesTheFreeRoomToWhoWasCountedInIt() {
    for (Plan plan : List.of(bothCome(0, "a", "c"), bothCome(0, "c", "a"))) {
      assertEquals("z2=1", zones(of(plan, "a")));
      assertEquals("z2=1", zones(of(plan, "c")));
      assertEquals("z2=1", zones(of(plan, "v")));
    }
  }

  @Test
  void whoWasPromisedStaysWhereAllThatComesFitsBesideIt() {
    assertEquals("z2=2", zones(of(bothCome(1, "a", "c"), "v")));
    assertEquals("z2=4", zones(of(bothCome(3, "a", "c"), "v")));
  }

  @Test
  void whoEvictsMoreThanItNeedsFirstLeavesTheRestToTheOther() {
    // Of 1 free each was counted in what its own evictions lack: nothing for a, and 1 for b.
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(20).state(ZoneState.Lost), zone("z2").cpu(6))
            .workload(
                workload("v").cpu(1).replicas(3).only("z2").priority(10),
                workload("w").cpu(1).replicas(2).only("z2"),
                workload("a").cpu(3).only("z1", "z2").priority(20).tolerate(Scope.ZONE),
                workload("b").cpu(3).only("z1", "z2").priority(10).tolerate(Scope.ZONE))
            .running("v", "z2", 3)
            .running("w", "z2", 2)
            .placement(held("a", "z1", "z2", evict("v", "z2", 3)))
            .placement(held("b", "z1", "z2", evict("w", "z2", 2)));
    Plan plan = sound(builder);
    assertEquals("z2=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
  }

  @Test
  void aPromiseToALowerPriorityFalls() {
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").cpu(8), zone("z2").cpu(4))
                .workload(
                    workload("v").cpu(4).only("z2"),
                    workload("l").cpu(4).priority(5).tolerate(Scope.ZONE),
                    workload("s").cpu(4).priority(10).tolerate(Scope.ZONE))
                .running("v", "z2", 1)
                .placement(held("l", "z1", "z2", evict("v", "z2", 1))));
    assertEquals("z1=1", zones(of(plan, "s")));
    assertEquals(List.of(evict("v", "z2", 1)), evicted(plan, "s", "z1"));
    assertEquals("z1=1", zones(of(plan, "l")));
    assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(of(plan, "l")));
    assertEquals("z2=1", zones(of(plan, "v")));
  }

  @Test
  void aPromiseToAnEqualIsHonouredByWhoEvictsNow() {
    // To evict v now would leave t in the room that z2 has for s when z1 is lost.
    Plan plan =
        sound(
            estate()
                .zones(4, "z1", "z2")
                .workload(
                    workload("v").cpu(4).only("z2"),
                    workload("s").cpu(4).priority(10).tolerate(Scope.ZONE),
                    workload("t").cpu(4).priority(10).only("z2"))
                .running("v", "z2", 1)
                .placement(held("s", "z1", "z2", evict("v", "z2", 1))));
    assertEquals("z1=1", zones(of(plan, "s")));
    assertEquals(List.of(), shortfalls(of(plan, "s")));
    assertFalse(of(plan, "t").placed());
    assertEquals("z2=1", zones(of(plan, "v")), "nobody is evicted for nothing");
  }

  @Test
  void twoPromisesOfOneEventShareWhatTheVictimHas() {
    // z1 holds both; its loss frees two cpus of v in z2, and both need two.
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").cpu(4), zone("z2").cpu(2))
                .workload(
                    workload("v").replicas(2).only("z2"),
                    workload("s").cpu(2).only("z1", "z2").priority(10).tolerate(Scope.ZONE),
                    workload("t").cpu(2).only("z1", "z2").priority(10).tolerate(Scope.ZONE))
                .running("v", "z2", 2));
    assertEquals(1, placed(of(plan, "s")) + placed(of(plan, "t")));
    assertEquals(List.of(evict("v", "z2", 2)), evicted(plan, "s", "z1"));
  }

  @Test
  void aVictimThatGoesLeavesItsRoomToWhomItWasPromised() {
    // v gives up its only replica; u, which is last, may not have the room that s holds in z2.
    Plan plan =
        sound(
            estate()
                .zones(4, "z1", "z2")
                .workload(
                    workload("v").cpu(4).replicas(0),
                    workload("s").cpu(4).priority(10).tolerate(Scope.ZONE),
                    workload("u").cpu(4).only("z2"))
                .running("v", "z2", 1)
                .placement(held("s", "z1", "z2", evict("v", "z2", 1))));
    assertEquals(List.of(), shortfalls(of(plan, "s")));
    assertEquals(List.of(), evicted(plan, "s", "z1"));
    assertFalse(of(plan, "u").placed());
  }

  @Test
  void aVictimThatIsNoLongerLowerIsNoVictim() {
    Plan plan =
        sound(
            estate()
                .zones(4, "z1", "z2")
                .workload(
                    workload("v").cpu(4).only("z2").priority(10),
                    workload("s").cpu(4).priority(10).tolerate(Scope.ZONE))
                .running("v", "z2", 1)
                .placement(held("s", "z1", "z2", evict("v", "z2", 1))));
    assertEquals("z2=1", zones(of(plan, "v")));
    assertEquals(List.of(), evicted(plan, "s", "z1"));
    assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(of(plan, "s")));
  }

  @Test
  void whatAnEvictionFreesBeyondTheNeedIsNotSold() {
    // v has three cpus and s needs one of them: t may not live on the rest of a promise to s.
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(3))
                .workload(
                    workload("v").cpu(3).only("z2"),
                    workload("s").cpu(1).priority(10).only("z1", "z2").tolerate(Scope.ZONE),
                    workload("t").cpu(1).priority(0).only("z1", "z2").tolerate(Scope.ZONE))
                .running("v", "z2", 1));
    assertEquals(List.of(evict("v", "z2", 1)), evicted(plan, "s", "z1"));
    assertFalse(of(plan, "t").placed());
  }

  @Test
  void onlyThoseAreEvictedThatFreeWhatLacks() {
    // Of z2 the memory is used up: whoever has cpu only goes for nothing.
    Plan plan =
        sound(
            estate()
                .zone(
                    zone("z1").cpu(9).resource("memory", 4),
                    zone("z2").cpu(9).resource("memory", 4))
                .workload(
                    workload("a").cpu(2).only("z2"),
                    workload("b").cpu(2).request("memory", 4).only("z2"),
                    workload("s").request("memory", 4).priority(10).tolerate(Scope.ZONE))
                .running("a", "z2", 1)
                .running("b", "z2", 1));
    assertEquals("z1=1", zones(of(plan, "s")));
    assertEquals(List.of(evict("b", "z2", 1)), evicted(plan, "s", "z1"));
  }

  @Test
  void aMoveForABetterStateKeepsTheReserveThatEvictionsGive() {
    Estate estate =
        estate()
            .zones(2, "z1", "z2", "z3")
            .workload(
                workload("v").replicas(4).only("z2", "z3"),
                workload("s").replicas(2).only("z1", "z2").priority(10).tolerate(Scope.ZONE))
            .running("v", "z2", 2, "z3", 2)
            .build();
    Plan plan = Specified.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals("z1=2", zones(of(plan, "s")));
    Plan again = Specified.plan(Estates.with(estate, Estates.inForce(plan)));
    for (Decision d : again.decisions()) {
      assertEquals(Decision.Cause.Unchanged, d.cause(), d.toString());
    }
    assertTrue(evicted(again, "s", "z1").contains(evict("v", "z2", 2)));
  }
}
