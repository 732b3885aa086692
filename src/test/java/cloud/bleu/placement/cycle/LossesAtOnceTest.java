package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.inForce;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves in force were proven for one loss each, and for what was asked then. */
class LossesAtOnceTest {

  /** In a zone, with a move of all of it to another if that zone is lost. */
  private static Placement leaving(String name, String from, String to, int replicas) {
    Contingency loss =
        new Contingency(
            new Contingency.Event(Scope.ZONE, from),
            List.of(Plans.move(from, to, replicas)),
            List.of(),
            0);
    return new Placement(id(name), null, List.of(Assignment.of(from, replicas)), List.of(loss), 0);
  }

  private static Plan decided(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    for (Decision decision : plan.decisions()) {
      assertEquals(
          "", decision.outcome() instanceof Decision.Outcome.Kept kept ? kept.toString() : "");
    }
    return plan;
  }

  private static EstateBuilder twoLost(WorkloadBuilder second) {
    return estate()
        .zone(
            zone("z1").state(ZoneState.Lost), zone("z2").state(ZoneState.Lost),
            zone("z3"), zone("z4"))
        .workload(workload("a").tolerate(Scope.ZONE), second.tolerate(Scope.ZONE))
        .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1));
  }

  @Test
  void whoIsApartFromAnotherDoesNotFollowItToOneZone() {
    Plan plan = decided(twoLost(workload("b").antiAffinity("a", Scope.ZONE, true)).build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z4=1", zones(of(plan, "b")));
  }

  /** At the loss of z1, z2 and z5 all go to z3; y leaves the site of z3. */
  private static EstateBuilder waiting() {
    return estate()
        .zone(zone("z1").state(ZoneState.Drained), zone("z2").state(ZoneState.Drained))
        .zone(zone("z3").cpu(4).site("d"), zone("z4"), zone("z5").state(ZoneState.Drained))
        .zone(zone("zs").site("d").state(ZoneState.Drained))
        .workload(
            workload("b")
                .cpu(4)
                .only("z2", "z3")
                .antiAffinity("y", Scope.SITE, true)
                .antiAffinity("a", Scope.ZONE, true)
                .tolerate(Scope.ZONE),
            workload("c").noRequests().only("z3", "z5").priority(15, false).tolerate(Scope.ZONE),
            workload("n").cpu(4).only("z3").priority(20, false),
            workload("y").only("z4", "zs").tolerate(Scope.ZONE))
        .placement(leaving("b", "z2", "z3", 1), leaving("c", "z5", "z3", 1))
        .placement(leaving("y", "zs", "z4", 1));
  }

  /** It has to be apart from c, who came: b waits for y alone. */
  @Test
  void whoCannotComeForWhoIsThereKeepsNobodyAway() {
    Plan plan =
        decided(
            waiting()
                .workload(
                    workload("a")
                        .noRequests()
                        .only("z1", "z3")
                        .antiAffinity("c", Scope.ZONE, true)
                        .priority(10, false)
                        .tolerate(Scope.ZONE))
                .placement(leaving("a", "z1", "z3", 1))
                .build());
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z3=1", zones(of(plan, "b")));
    assertEquals("z3=1", zones(of(plan, "c")));
    assertEquals("z4=1", zones(of(plan, "y")));
  }

  /** Of two that wait the first comes, and who is in nobody's way then comes as well. */
  @Test
  void ofTwoThatWaitTheFirstComes() {
    Plan plan =
        decided(
            waiting()
                .workload(
                    workload("a")
                        .noRequests()
                        .only("z1", "z3")
                        .antiAffinity("y", Scope.SITE, true)
                        .priority(10, false)
                        .tolerate(Scope.ZONE))
                .placement(leaving("a", "z1", "z3", 1))
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
    assertEquals("z4=1", zones(of(plan, "y")));
  }

  /** There is no other zone: the second one waits. */
  @Test
  void whoIsApartFromAnotherWaitsWhereThereIsNoOtherZone() {
    Plan plan =
        decided(
            twoLost(workload("b").antiAffinity("a", Scope.ZONE, true).only("z2", "z3")).build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("", zones(of(plan, "b")));
    assertEquals(1, of(plan, "b").missing());
  }

  @Test
  void whoMayNotMoveFurtherIsPlacedApartAtOnce() {
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Lost),
                    zone("z2").state(ZoneState.Lost),
                    zone("z3"),
                    zone("z4"))
                .workload(
                    workload("a").tolerate(Scope.ZONE).rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b")
                        .antiAffinity("a", Scope.ZONE, true)
                        .tolerate(Scope.ZONE)
                        .rebalance(Workload.Rebalance.Mode.Never, 0))
                .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1))
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z4=1", zones(of(plan, "b")));
  }

  /** What is asked became another with the loss: no more in a zone than this. */
  @Test
  void aMoveThatBringsTooManyToAZoneIsMadeAsFarAsItMay() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z3"), zone("z4"))
                .workload(
                    workload("a")
                        .replicas(3)
                        .perZone(0, 2)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false))
                .placement(leaving("a", "z1", "z3", 3))
                .build());
    assertEquals("z3=2, z4=1", zones(of(plan, "a")));
  }

  /** The same of one who came to stand apart from who runs there. */
  @Test
  void aMoveToWhomItCameToBeApartFromIsNotMade() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z3"), zone("z4"))
                .workload(
                    workload("a")
                        .antiAffinity("h", Scope.ZONE, true)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false),
                    workload("h").only("z3"))
                .placement(leaving("a", "z1", "z3", 1))
                .running("h", "z3", 1)
                .build());
    assertEquals("z4=1", zones(of(plan, "a")));
  }

  /** z2 and z3 are one site; a is to go to z3 from z1, which is lost, and stands apart from h. */
  private static Estate site(ZoneState second, WorkloadBuilder other) {
    return estate()
        .zone(
            zone("z1").state(ZoneState.Lost),
            zone("z2").site("s").state(second),
            zone("z3").site("s"),
            zone("z4"),
            zone("z5"))
        .workload(
            workload("a")
                .antiAffinity("h", Scope.SITE, true)
                .rebalance(Workload.Rebalance.Mode.Never, 0)
                .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false),
            other)
        .placement(leaving("a", "z1", "z3", 1))
        .running("h", "z2", 1)
        .build();
  }

  @Test
  void whoIsInADrainedZoneAndCannotLeaveItIsStillThere() {
    Plan plan = decided(site(ZoneState.Drained, workload("h").only("z2")));
    assertEquals("z4=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "h")));
  }

  @Test
  void whoIsLostWithItsZoneIsInNobodysWay() {
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Lost),
                    zone("z2").site("s").state(ZoneState.Lost),
                    zone("z3").site("s").cpu(4),
                    zone("z5"))
                .workload(
                    workload("a")
                        .cpu(4)
                        .only("z1", "z3")
                        .antiAffinity("h", Scope.SITE, true)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.Reserved, false),
                    workload("h").only("z2", "z5"),
                    workload("n").cpu(4).only("z3").priority(20, false))
                .placement(leaving("a", "z1", "z3", 1))
                .running("h", "z2", 1)
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z5=1", zones(of(plan, "h")));
    assertEquals("", zones(of(plan, "n")), "whose turn comes first");
  }

  @Test
  void whoIsSuspendedStaysWhereItIs() {
    Plan plan = decided(site(ZoneState.Lost, workload("h").suspended()));
    assertEquals("z4=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "h")));
  }

  /** Where one comes to, another was to go at a loss that did not happen. */
  @Test
  void aMoveForANextLossDoesNotLeadToWhoCame() {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"), zone("z4"))
                .workload(
                    workload("a").tolerate(Scope.ZONE).rebalance(Workload.Rebalance.Mode.Never, 0),
                    workload("b").antiAffinity("a", Scope.ZONE, true).tolerate(Scope.ZONE))
                .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1))
                .build());
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
    assertEquals(List.of(Plans.move("z2", "z4", 1)), of(plan, "b").contingency().get(0).moves());
  }

  /** c is apart from y, who waits for its turn; n is new, and only where c is to go. */
  @ParameterizedTest
  @EnumSource(
      value = ZoneState.class,
      names = {"Lost", "Drained"})
  void whoHasMovesKeepsThemWhileAnotherWaitsForAPlace(ZoneState state) {
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").state(state),
                    zone("z2").state(state),
                    zone("z3"),
                    zone("z4").cpu(4),
                    zone("z5"),
                    zone("z6"))
                .workload(
                    workload("a").only("z1", "z3").tolerate(Scope.ZONE),
                    workload("c")
                        .cpu(4)
                        .only("z4", "z5")
                        .antiAffinity("y", Scope.ZONE, true)
                        .tolerate(Scope.ZONE)
                        .priority(10, false),
                    workload("n").cpu(4).only("z4"),
                    workload("y")
                        .only("z2", "z3", "z6")
                        .antiAffinity("a", Scope.ZONE, true)
                        .tolerate(Scope.ZONE))
                .placement(
                    leaving("a", "z1", "z3", 1),
                    leaving("c", "z5", "z4", 1),
                    leaving("y", "z2", "z3", 1))
                .build());
    assertEquals("z6=1", zones(of(plan, "y")));
    assertEquals(List.of(Plans.move("z5", "z4", 1)), of(plan, "c").contingency().get(0).moves());
    assertEquals("", zones(of(plan, "n")));
  }

  /** Two of provider P, each of which goes to the site of Q that the other one leaves in P. */
  private static EstateBuilder exchanging(UnaryOperator<ZoneBuilder> ofP) {
    EstateBuilder estate =
        estate()
            .zone(
                zone("z3").provider("Q").site("s2"), zone("z4").provider("Q").site("s1"),
                zone("z7").provider("Q"), zone("z8").provider("Q"));
    Map<String, String> sites = Map.of("z1", "s1", "z2", "s2", "z5", "s5", "z6", "s6");
    sites.forEach((name, site) -> estate.zone(ofP.apply(zone(name).provider("P").site(site))));
    Duration after = Duration.ofMinutes(5);
    return estate.workload(
        workload("a")
            .replicas(2)
            .perZone(0, 1)
            .only("z1", "z5", "z3", "z7")
            .antiAffinity("b", Scope.SITE, true)
            .failover(after, after)
            .tolerate(Scope.PROVIDER),
        workload("b")
            .replicas(2)
            .perZone(0, 1)
            .only("z2", "z6", "z4", "z8")
            .failover(after, after)
            .tolerate(Scope.PROVIDER));
  }

  private static Plan exchanged(UnaryOperator<ZoneBuilder> ofP) {
    EstateBuilder before = exchanging(zone -> zone);
    before.running("a", "z1", 1, "z5", 1).running("b", "z2", 1, "z6", 1);
    EstateBuilder then = exchanging(ofP);
    inForce(decided(before.build())).forEach(then::placement);
    return decided(then.build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lost", "Drained", "silent"})
  void thoseWhoseMovesWereProvenTogetherMakeWayForEachOther(String state) {
    Iterator<Integer> minutes = List.of(60, 65, 70, 75).iterator();
    Plan plan =
        exchanged(
            zone ->
                state.equals("silent")
                    ? zone.unhealthySince(NOW.minus(Duration.ofMinutes(minutes.next())))
                    : zone.state(ZoneState.valueOf(state)));
    assertEquals("z3=1, z7=1", zones(of(plan, "a")));
    assertEquals("z4=1, z8=1", zones(of(plan, "b")));
  }

  /** z1 and z2 are drained: a goes where b leaves, who goes where x is, or where nobody is. */
  private static Plan following(WorkloadBuilder... more) {
    return decided(
        estate()
            .zone(
                zone("z1").state(ZoneState.Drained),
                zone("z2").site("s").state(ZoneState.Drained),
                zone("z3").site("s").cpu(4),
                zone("z4"))
            .workload(
                workload("a")
                    .cpu(4)
                    .only("z1", "z3")
                    .antiAffinity("b", Scope.SITE, true)
                    .tolerate(Scope.ZONE),
                workload("b")
                    .only("z2", "z4")
                    .antiAffinity("x", Scope.ZONE, true)
                    .tolerate(Scope.ZONE),
                workload("n").cpu(4).only("z3").priority(20, false))
            .workload(more)
            .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z4", 1))
            .running("x", "z4", 1)
            .build());
  }

  @Test
  void whoLeavesIsFollowedByWhoIsApartFromIt() {
    Plan plan = following();
    assertEquals("z3=1", zones(of(plan, "a")));
    assertEquals("z4=1", zones(of(plan, "b")));
    assertEquals("", zones(of(plan, "n")), "whose turn comes first");
  }

  @Test
  void whoCannotLeaveIsFollowedByNobody() {
    Plan plan = following(workload("x").only("z4"));
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
    assertEquals("z3=1", zones(of(plan, "n")));
  }

  /** If b has no room in z4, a does not come to where b stays, and nobody is evicted for it. */
  @ParameterizedTest
  @CsvSource({"4, z1=1, z2=1, z3=1", "8, z3=1, z4=1, ''"})
  void thoseWhoExchangeEvictOnlyIfBothFindRoom(long cpus, String a, String b, String evicted) {
    Contingency evicting =
        new Contingency(
            new Contingency.Event(Scope.ZONE, "z1"),
            List.of(Plans.move("z1", "z3", 1)),
            List.of(new Contingency.Eviction(id("v"), "z3", 1)),
            0);
    Plan plan =
        decided(
            estate()
                .zone(
                    zone("z1").site("s1").state(ZoneState.Drained),
                    zone("z2").site("s2").state(ZoneState.Drained),
                    zone("z3").site("s2").cpu(4),
                    zone("z4").site("s1").cpu(cpus))
                .workload(
                    workload("a")
                        .cpu(4)
                        .only("z1", "z3")
                        .priority(10)
                        .antiAffinity("b", Scope.SITE, true)
                        .tolerate(Scope.ZONE),
                    workload("b").cpu(4).only("z2", "z4").tolerate(Scope.ZONE),
                    workload("o").cpu(4).only("z4"),
                    workload("v").cpu(4).only("z3"))
                .placement(
                    new Placement(
                        id("a"), null, List.of(Assignment.of("z1", 1)), List.of(evicting), 0),
                    leaving("b", "z2", "z4", 1))
                .running("o", "z4", 1)
                .running("v", "z3", 1)
                .build());
    assertEquals(a, zones(of(plan, "a")));
    assertEquals(b, zones(of(plan, "b")));
    assertEquals(evicted, zones(of(plan, "v")));
    assertEquals(
        evicted.isEmpty() ? Decision.Cause.Preempted : Decision.Cause.Unchanged,
        of(plan, "v").cause());
  }

  /** a is to go to z3 when z1 is lost, and so is b, which is suspended, when z2 is. */
  @ParameterizedTest
  @CsvSource({"z3, z3=1", "z4, z4=1"})
  void theMovesOfASuspendedOneKeepNobodyAway(String other, String place) {
    Plan plan =
        decided(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"), zone("z4"))
                .workload(
                    workload("a")
                        .only("z1", "z3", other)
                        .antiAffinity("b", Scope.ZONE, true)
                        .tolerate(Scope.ZONE),
                    workload("b").tolerate(Scope.ZONE).suspended())
                .placement(leaving("a", "z1", "z3", 1), leaving("b", "z2", "z3", 1))
                .build());
    assertEquals(place, zones(of(plan, "a")));
    assertEquals(List.of(Plans.move("z2", "z3", 1)), of(plan, "b").contingency().get(0).moves());
  }
}
