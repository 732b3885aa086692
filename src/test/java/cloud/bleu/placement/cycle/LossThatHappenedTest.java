package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
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
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of moves for a zone and for a larger loss, those are made that were proven for what happened. */
class LossThatHappenedTest {

  /** In z2 of site s, w has moves of its own for z2 and for a larger loss. */
  private static EstateBuilder nested(ZoneState first, String forZone, Scope scope, String value) {
    return estate()
        .zone(zone("z1").site("s").region("r").cpu(5).state(first))
        .zone(zone("z2").site("s").region("r").cpu(8).state(ZoneState.Lost))
        .zone(zone("z3").cpu(4), zone("z4").cpu(4), zone("z5").site("t").region("r").cpu(1))
        .workload(workload("w").cpu(4).tolerate(scope))
        .placement(
            in("w", "z2", loss(scope, value, "z2", "z4"), loss(Scope.ZONE, "z2", "z2", forZone)));
  }

  /** In z1 and z2 of site s that is lost as a whole; what is in z1 goes to z3 then. */
  private static EstateBuilder site(WorkloadBuilder w) {
    return estate()
        .zone(zone("z1").site("s").cpu(8).state(ZoneState.Lost))
        .zone(zone("z2").site("s").cpu(8).state(ZoneState.Lost))
        .zone(zone("z3").cpu(4), zone("z4").cpu(4))
        .workload(w, workload("x").cpu(4).only("z1", "z3", "z4").tolerate(Scope.SITE));
  }

  private static Placement x(String to) {
    return in("x", "z1", loss(Scope.SITE, "s", "z1", to), loss(Scope.ZONE, "z1", "z1", to));
  }

  private static Placement in(String name, String zone, Contingency... contingency) {
    return new Placement(id(name), null, List.of(Assignment.of(zone, 1)), List.of(contingency), 0);
  }

  private static Contingency loss(Scope scope, String value, String from, String to) {
    return loss(scope, value, Plans.move(from, to, 1));
  }

  private static Contingency loss(Scope scope, String value, Contingency.Move... moves) {
    return new Contingency(new Contingency.Event(scope, value), List.of(moves), List.of(), 0);
  }

  private static Contingency nothing(Scope scope, String value) {
    return new Contingency(new Contingency.Event(scope, value), List.of(), List.of(), 0);
  }

  private static Plan sound(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    return plan;
  }

  /** What was proven together at the loss of the site is carried out together. */
  @ParameterizedTest
  @CsvSource({"Site, s", "Region, r"})
  void ofALossInWhichOthersRunToTheMovesAreMadeThatWereProvenForIt(String scope, String value) {
    Plan plan =
        sound(
            nested(ZoneState.Lost, "z3", new Scope(scope), value)
                .workload(
                    workload("x").cpu(4).only("z1", "z3").tolerate(Scope.SITE),
                    workload("n").cpu(4).only("z4").priority(10, false))
                .placement(x("z3")));
    assertEquals("z4=1", zones(of(plan, "w")));
    assertEquals("z3=1", zones(of(plan, "x")));
  }

  /** Nobody runs in z1, and the moves for z2 alone lead there: z1 is lost with z2. */
  @Test
  void whereMovesLeadToAZoneThatIsLostThatZoneIsLostAsWell() {
    Plan plan =
        sound(
            nested(ZoneState.Lost, "z1", Scope.SITE, "s")
                .workload(workload("n").cpu(4).only("z4").priority(10, false)));
    assertEquals("z4=1", zones(of(plan, "w")));
  }

  /** No moves lead out of z1, nor there: z2 alone is lost, as it was proven with y. */
  @ParameterizedTest
  @CsvSource({
    "Lost, nobody",
    "Drained, nobody",
    "Drained, bound",
    "Drained, bound and protected",
    "Drained, waiting",
    "Lost, waiting"
  })
  void aZoneThatWasEmptyBeforeIsNotOfTheLoss(ZoneState first, String there) {
    EstateBuilder builder =
        nested(first, "z3", Scope.SITE, "s")
            .workload(workload("y").cpu(4).only("z2", "z4").tolerate(Scope.ZONE))
            .placement(in("y", "z2", loss(Scope.ZONE, "z2", "z2", "z4")));
    WorkloadBuilder d = workload("d").cpu(1).only("z1");
    d = there.contains("bound") ? d.dataBound() : d;
    d = there.contains("protected") ? d.tolerate(Scope.ZONE) : d;
    Plan plan = sound(there.equals("nobody") ? builder : builder.workload(d).running("d", "z1", 1));
    assertEquals("z3=1", zones(of(plan, "w")));
    assertEquals("z4=1", zones(of(plan, "y")));
  }

  /**
   * The loss of z2 is survived for certain, that of the site is not: t, beside which w is, is gone.
   */
  @Test
  void whereTheLargerLossMovesNothingTheMovesOfASmallerOneAreMade() {
    Plan plan =
        sound(site(zonesOnly().affinity("t", Scope.ZONE, true)).placement(forZone(), x("z4")));
    assertEquals("z3=1", zones(of(plan, "w")));
    assertEquals("z4=1", zones(of(plan, "x")));
  }

  private static WorkloadBuilder zonesOnly() {
    return workload("w")
        .cpu(4)
        .only("z2", "z3")
        .priority(10, false)
        .tolerate(Scope.ZONE, 0, Recover.Reserved, true)
        .tolerate(Scope.SITE, 0, Recover.BestEffort, false);
  }

  private static Placement forZone() {
    return in("w", "z2", nothing(Scope.SITE, "s"), loss(Scope.ZONE, "z2", "z2", "z3"));
  }

  /** They were not proven beside those of the larger loss, to whom the room is left. */
  @Test
  void movesOfASmallerLossComeAfterThoseThatWereProvenForAllOfIt() {
    Plan plan = sound(site(zonesOnly()).placement(forZone(), x("z3")));
    assertEquals("", zones(of(plan, "w")));
    assertEquals("z3=1", zones(of(plan, "x")));
    WorkloadBuilder names =
        workload("w").cpu(4).only("z2", "z3").priority(10, false).tolerate(Scope.ZONE);
    plan = sound(site(names).placement(in("w", "z2", loss(Scope.ZONE, "z2", "z2", "z3")), x("z3")));
    assertEquals("", zones(of(plan, "w")));
    assertEquals("z3=1", zones(of(plan, "x")));
  }

  /** The site of z4 is left by y, whose moves were proven for z2 alone; n is new. */
  @Test
  void whoWaitsForOneOfASmallerLossComesOnceThatHasLeft() {
    Plan plan =
        sound(
            estate()
                .zone(zone("z1").site("a").region("r").cpu(4).state(ZoneState.Drained))
                .zone(zone("z2").site("b").region("r").cpu(4).state(ZoneState.Drained))
                .zone(zone("z4").site("b").region("q").cpu(4))
                .zone(zone("z5").site("c").region("q").cpu(4))
                .workload(
                    workload("x")
                        .cpu(4)
                        .only("z1", "z4")
                        .antiAffinity("y", Scope.SITE, true)
                        .tolerate(Scope.REGION),
                    workload("y").cpu(4).only("z2", "z5").tolerate(Scope.ZONE),
                    workload("n").cpu(4).only("z4").priority(10, false))
                .placement(
                    in(
                        "x",
                        "z1",
                        loss(Scope.REGION, "r", "z1", "z4"),
                        loss(Scope.ZONE, "z1", "z1", "z4")),
                    in("y", "z2", loss(Scope.ZONE, "z2", "z2", "z5"))));
    assertEquals("z4=1", zones(of(plan, "x")));
    assertEquals("z5=1", zones(of(plan, "y")));
    assertEquals("", zones(of(plan, "n")));
  }

  /** That z1 is lost w would not say for long, and x who runs there does. */
  @ParameterizedTest
  @CsvSource({"1", "10"})
  void aZoneThatOthersLeaveIsLostForWhoWaitsLonger(int minutes) {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").site("s").cpu(4).unhealthySince(NOW.minusSeconds(180)))
            .zone(zone("z2").site("s").cpu(8).state(ZoneState.Lost))
            .zone(zone("z3").cpu(4), zone("z4").cpu(4))
            .workload(
                workload("w")
                    .cpu(4)
                    .failover(Duration.ofMinutes(minutes), Duration.ofMinutes(1))
                    .priority(10)
                    .tolerate(Scope.SITE),
                workload("x")
                    .cpu(4)
                    .only("z1", "z3")
                    .failover(Duration.ofMinutes(1), Duration.ofMinutes(1))
                    .tolerate(Scope.SITE))
            .placement(
                in(
                    "w",
                    "z2",
                    loss(Scope.SITE, "s", "z2", "z4"),
                    loss(Scope.ZONE, "z2", "z2", "z3")),
                x("z3"));
    Plan plan = sound(builder);
    assertEquals("z4=1", zones(of(plan, "w")));
    assertEquals("z3=1", zones(of(plan, "x")));
  }

  /**
   * Zone z6 alone is lost. What comes by its entry to z1 and z4 beside what goes to z4 anew looks
   * like the entry of its site: the check counts by what is out of service, not by what came.
   */
  @Test
  void movesForOneZoneBesideOthersAreNotTakenForThoseOfItsSite() {
    Plan plan =
        sound(
            estate()
                .zone(zone("z0").site("s0").cpu(5), zone("z1").site("s0").cpu(5))
                .zone(zone("z2").site("s1").cpu(7), zone("z3").site("s1").cpu(7))
                .zone(zone("z4").site("s1").cpu(4), zone("z5").site("s0").cpu(4))
                .zone(zone("z6").site("s0").cpu(5).state(ZoneState.Lost))
                .workload(
                    workload("w1")
                        .cpu(1)
                        .replicas(4)
                        .surges()
                        .only("z0", "z1", "z2", "z4", "z6")
                        .affinity("w2", Scope.SITE, true)
                        .tolerate(Scope.SITE, 0, Recover.Reserved, true),
                    workload("w2").cpu(4).replicas(3))
                .running("w2", "z0", 1, "z1", 1, "z2", 1)
                .placement(
                    new Placement(
                        id("w1"),
                        null,
                        List.of(Assignment.of("z2", 1), Assignment.of("z6", 3)),
                        List.of(
                            loss(Scope.SITE, "s0", Plans.move("z6", "z4", 3)),
                            loss(Scope.SITE, "s1", Plans.move("z2", "z1", 1)),
                            loss(Scope.ZONE, "z2", Plans.move("z2", "z1", 1)),
                            loss(
                                Scope.ZONE,
                                "z6",
                                Plans.move("z6", "z1", 1),
                                Plans.move("z6", "z2", 1),
                                Plans.move("z6", "z4", 1))),
                        0)));
    assertEquals("z1=1, z4=3", zones(of(plan, "w1")));
  }

  /** A flood takes z1, z2 and z5, and not all of site s: the moves for the flood come first. */
  @Test
  void movesOfALossThatHappenedComeBeforeThoseOfNone() {
    Scope flood = new Scope("failureDomains/flood");
    Plan plan =
        sound(
            estate()
                .zone(flooded("z1", "s").cpu(8), flooded("z2", "s").cpu(8))
                .zone(flooded("z5", "t").cpu(0))
                .zone(zone("z4").site("s").hazard("flood", "None").cpu(0))
                .zone(zone("z3").hazard("flood", "None").cpu(8))
                .workload(
                    workload("a").cpu(4).replicas(2).tolerate(Scope.SITE).only("z1", "z2", "z3"),
                    workload("b").cpu(4).only("z1", "z3").tolerate(flood))
                .placement(
                    new Placement(
                        id("a"),
                        null,
                        List.of(Assignment.of("z1", 1), Assignment.of("z2", 1)),
                        List.of(
                            loss(
                                Scope.SITE,
                                "s",
                                Plans.move("z1", "z3", 1),
                                Plans.move("z2", "z3", 1)),
                            loss(Scope.ZONE, "z1", "z1", "z3"),
                            loss(Scope.ZONE, "z2", "z2", "z3")),
                        0))
                .placement(
                    in(
                        "b",
                        "z1",
                        loss(flood, "f", "z1", "z3"),
                        loss(Scope.ZONE, "z1", "z1", "z3"))));
    assertEquals("z3=1", zones(of(plan, "b")));
    assertEquals("z3=1", zones(of(plan, "a")));
  }

  /**
   * Room is held in z4 for the loss of the region, and z5 keeps that from having happened. Of a
   * flood of z1 and z2, which w does not name, is asked what is asked of the region around it,
   * whether or not another workload names it.
   */
  @ParameterizedTest
  @CsvSource({"f, true, z4=2", "f, false, z4=2", "g, true, ''", "g, false, ''"})
  void movesOfTheRegionAnswerAFloodInItThatNobodyNames(
      String second, boolean others, String comes) {
    Scope flood = new Scope("failureDomains/flood");
    WorkloadBuilder o = workload("o").cpu(1).only("z6");
    Placement before =
        new Placement(
            id("w"),
            null,
            List.of(Assignment.of("z1", 2)),
            List.of(loss(Scope.REGION, "r", Plans.move("z1", "z4", 2)), nothing(Scope.ZONE, "z1")),
            0);
    Plan plan =
        sound(
            estate()
                .zone(flooded("z1", "s").region("r").cpu(2))
                .zone(flooded("z2", "t").region("r").cpu(2).hazard("flood", second))
                .zone(zone("z4").hazard("flood", "None").region("q").cpu(2))
                .zone(zone("z5").hazard("flood", "None").region("r").cpu(2))
                .zone(zone("z6").hazard("flood", "None").region("q").cpu(2))
                .workload(
                    workload("w")
                        .cpu(1)
                        .replicas(2)
                        .only("z1", "z2", "z4")
                        .tolerate(Scope.ZONE, 0, Recover.None, false)
                        .tolerate(Scope.REGION, 0, Recover.Reserved, false),
                    others ? o.tolerate(flood) : o)
                .placement(before));
    assertEquals(comes, zones(of(plan, "w")));
  }

  private static ZoneBuilder flooded(String name, String site) {
    return zone(name).site(site).hazard("flood", "f").state(ZoneState.Lost);
  }
}
