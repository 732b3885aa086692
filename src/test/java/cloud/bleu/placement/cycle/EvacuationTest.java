package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.inForce;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss moves evicts no more than was promised to it. */
class EvacuationTest {

  /** Two zones of one site, and h in the zone that their loss leads to. */
  private static EstateBuilder site(ZoneState state, long asked, int replicas, int room) {
    return estate()
        .zone(
            zone("z1").site("s1").cpu(20).state(state),
            zone("z2").site("s1").cpu(20).state(state),
            zone("z3").site("s3").cpu(room))
        .workload(
            workload("h").cpu(asked).replicas(replicas).only("z3"),
            workload("x").cpu(2).replicas(2).tolerate(Scope.SITE).priority(10));
  }

  private static Estate lost(long asked, int replicas, int room, int promised) {
    Contingency loss =
        new Contingency(
            new Contingency.Event(Scope.SITE, "s1"),
            List.of(Plans.move("z1", "z3", 1), Plans.move("z2", "z3", 1)),
            List.of(new Contingency.Eviction(id("h"), "z3", promised)),
            0);
    return site(ZoneState.Lost, asked, replicas, room)
        .placement(
            running("h", "z3", replicas),
            new Placement(
                id("x"),
                null,
                List.of(Assignment.of("z1", 1), Assignment.of("z2", 1)),
                List.of(loss),
                0))
        .build();
  }

  private static int count(Plan plan, String name) {
    return of(plan, name).assignments().stream().mapToInt(Assignment::replicas).sum();
  }

  /** Two moves of one loss into one zone, and h asks for 9 of its 8 now. */
  @ParameterizedTest
  @CsvSource({"3, 1, 2", "4, 1, 3", "4, 2, 2", "4, 3, 1", "2, 2, 0"})
  void whoHasOutgrownItsZoneIsEvictedOnceForAllMoves(int replicas, int promised, int left) {
    Estate estate = lost(9, replicas, 8, promised);
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(left, count(plan, "h"));
    assertEquals(2, count(plan, "x"));
  }

  /** The same of one whose use is known: where nothing more is promised, a move finds no room. */
  @ParameterizedTest
  @CsvSource({"1, 3, 1", "2, 2, 2", "3, 2, 2"})
  void noMoreIsEvictedThanIsPromised(int promised, int left, int came) {
    PlanState state = new PlanState(lost(2, 4, 8, promised));
    StateLoader.load(state, state.topology.estate);
    for (WorkloadState each : state.workloadStates) {
      state.ledger.use(each, true);
    }
    new Evacuation(state, each -> {}).evacuate(List.of(state.workloadStates[1]));
    assertEquals(left, state.workloadStates[0].replicas(2));
    assertEquals(came, state.workloadStates[1].replicas(2));
  }

  /** At the loss of z3, x of it goes to z2, beside h of which each uses 2 of 10, and others. */
  private static EstateBuilder twoZones(ZoneState state, long asked, int came) {
    return estate()
        .zone(zone("z2").cpu(10), zone("z3").cpu(20).state(state))
        .workload(
            workload("h").cpu(asked).replicas(2).only("z2").priority(5),
            workload("v").cpu(1).only("z2"),
            workload("x").cpu(came).only("z2", "z3").tolerate(Scope.ZONE).priority(10));
  }

  /** The other one of h stays, and uses 2 beside 8 of x. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whoIsPromisedBesideWhatHasOutgrownItsZoneGoesToo(long asked) {
    Estate before =
        twoZones(ZoneState.Active, 2, 8)
            .placement(running("h", "z2", 2), running("v", "z2", 1))
            .build();
    Plan plan = Planner.plan(before);
    assertEquals(2, of(plan, "x").contingency().get(0).evicts().size());
    EstateBuilder lost = twoZones(ZoneState.Lost, asked, 8);
    inForce(plan).forEach(lost::placement);
    Plan after = Planner.plan(lost.build());
    assertEquals(List.of(), Checker.check(lost.build(), after));
    assertEquals(
        List.of(1, 0, 1), List.of(count(after, "h"), count(after, "v"), count(after, "x")));
  }

  /** At the loss of z3, 5 of x and 3 of w go to z2, beside two of h and u; each evicts one. */
  private static List<Integer> both(long asked, int used, int priority, String w, String x) {
    EstateBuilder lost =
        twoZones(ZoneState.Lost, asked, 5)
            .workload(
                workload("u").cpu(used).only("z2").priority(priority),
                workload("w").cpu(3).only("z2", "z3").tolerate(Scope.ZONE).priority(10))
            .placement(running("h", "z2", 2), running("u", "z2", 1), promised("w", w))
            .placement(promised("x", x));
    Plan plan = Planner.plan(lost.build());
    assertEquals(List.of(), Checker.check(lost.build(), plan));
    return Stream.of("h", "u", "w", "x").map(name -> count(plan, name)).toList();
  }

  private static Placement promised(String name, String victim) {
    Contingency loss =
        new Contingency(
            new Contingency.Event(Scope.ZONE, "z3"),
            List.of(Plans.move("z3", "z2", 1)),
            List.of(new Contingency.Eviction(id(victim), "z2", 1)),
            0);
    return new Placement(id(name), null, List.of(Assignment.of("z3", 1)), List.of(loss), 0);
  }

  /** To w only u is promised, and 2 of h stay: 2, 3 and 5 of 10. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whoComesBesideOneThatEvictsItMakesAllItsOwnRoom(long asked) {
    assertEquals(List.of(1, 0, 1, 1), both(asked, 1, 0, "u", "h"));
  }

  /** What was promised to x, 2 of u, has a higher priority now. So x comes once h is gone. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whoHasLostItsPromiseDoesNotComeBesideIt(long asked) {
    assertEquals(List.of(0, 1, 1, 1), both(asked, 2, 20, "h", "u"));
  }

  /**
   * At the loss of z3 x goes to z2 and evicts one of h; what else comes there is no part of that.
   */
  private static Plan atTheLossOf(EstateBuilder before, EstateBuilder after) {
    Plan plan = Planner.plan(before.running("h", "z2", 2).build());
    assertEquals(1, of(plan, "x").contingency().get(0).evicts().size());
    inForce(plan).forEach(after::placement);
    Estate estate = after.build();
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    return Planner.plan(estate);
  }

  /** The zone of w and that of x are one site, against the loss of which only one is protected. */
  private static EstateBuilder oneSite(
      ZoneState state, long asked, WorkloadBuilder w, WorkloadBuilder x) {
    return estate()
        .zone(zone("z1").site("s").cpu(20).state(state))
        .zone(zone("z2").cpu(10), zone("z3").site("s").cpu(20).state(state))
        .workload(workload("h").cpu(asked).replicas(2).only("z2"), w, x);
  }

  /** 3 of w were not proven beside 7 of x and one of h. */
  @ParameterizedTest
  @ValueSource(longs = {2, 11})
  void whoComesByItsZoneWasNotProvenAtTheLossOfItsSite(long asked) {
    WorkloadBuilder w = workload("w").cpu(3).only("z1", "z2").tolerate(Scope.ZONE).priority(10);
    WorkloadBuilder x = workload("x").cpu(7).only("z2", "z3").tolerate(Scope.SITE).priority(10);
    Plan plan =
        atTheLossOf(
            oneSite(ZoneState.Active, 2, w, x).running("w", "z1", 1),
            oneSite(ZoneState.Lost, asked, w, x));
    assertEquals(List.of(0, 1, 1), List.of(count(plan, "h"), count(plan, "w"), count(plan, "x")));
  }

  /** Somebody stays in a zone that is drained meanwhile: that brings nobody, and one of h goes. */
  @ParameterizedTest
  @CsvSource({"2, false", "11, false", "2, true", "11, true"})
  void whoStaysInAnotherZoneIsInNobodysWay(long asked, boolean suspended) {
    WorkloadBuilder d = workload("d").only("z9");
    Plan plan =
        atTheLossOf(
            drained(ZoneState.Active, 2).workload(d).running("d", "z9", 1),
            drained(ZoneState.Lost, asked).workload(suspended ? d.suspended() : d));
    assertEquals(List.of(1, 1, 1), List.of(count(plan, "d"), count(plan, "h"), count(plan, "x")));
  }

  private static EstateBuilder drained(ZoneState state, long asked) {
    return estate()
        .zone(zone("z2").cpu(10), zone("z3").cpu(20).state(state))
        .zone(zone("z9").state(ZoneState.Drained))
        .workload(
            workload("h").cpu(asked).replicas(2).only("z2"),
            workload("x").cpu(8).only("z2", "z3").tolerate(Scope.ZONE).priority(10));
  }

  /**
   * v is evicted in z2 by x, which leaves the drained z1. So does the other one of v: it comes to
   * z2 in the room of low.
   */
  @Test
  void whoIsEvictedWhereAnotherOfItComesIsNotDropped() {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(20).state(ZoneState.Drained), zone("z2").cpu(7))
            .workload(
                workload("low").cpu(3).only("z2"),
                workload("v").cpu(4).replicas(2).priority(10).tolerate(Scope.ZONE),
                workload("x").cpu(3).priority(20).tolerate(Scope.ZONE))
            .running("low", "z2", 1)
            .running("v", "z1", 1, "z2", 1)
            .placement(
                new Placement(
                    id("x"),
                    null,
                    List.of(Assignment.of("z1", 1)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "z1"),
                            List.of(Plans.move("z1", "z2", 1)),
                            List.of(new Contingency.Eviction(id("v"), "z2", 1)),
                            0)),
                    0))
            .build();
    Plan plan = Planner.plan(estate);
    assertEquals(
        List.of("", "z2=1", "z2=1"),
        Stream.of("low", "v", "x").map(name -> zones(of(plan, name))).toList());
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
  }

  /** Its place at the loss was proven without room for its rollout: that keeps it away no more. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5, 7, 8})
  void noWorkloadIsKeptAwayForItsOwnRollout(long cpus) {
    List<Placement> inForce = List.of(running("w", "z1", 1));
    for (ZoneState state : List.of(ZoneState.Active, ZoneState.Lost, ZoneState.Lost)) {
      EstateBuilder builder =
          estate()
              .zone(zone("z1").cpu(8).state(state), zone("z2").cpu(cpus))
              .workload(workload("w").cpu(4).only("z1", "z2").surges().tolerate(Scope.ZONE));
      inForce.forEach(builder::placement);
      Estate estate = builder.build();
      assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
      Plan plan = Planner.plan(estate);
      assertEquals(state == ZoneState.Lost ? "z2=1" : "z1=1", zones(of(plan, "w")));
      inForce = inForce(plan);
    }
  }

  /** It stays in z5, of which silence proves nothing, and comes to z2 without its rollout. */
  @ParameterizedTest
  @CsvSource({"Lost, true", "Drained, true", "Lost, false", "Drained, false"})
  void noWorkloadIsKeptAwayForItsRolloutByAZoneThatItDoesNotLeave(ZoneState state, boolean doubt) {
    Instant since = NOW.minus(Duration.ofMinutes(30));
    WorkloadBuilder w =
        workload("w")
            .cpu(4)
            .replicas(2)
            .surges()
            .perZone(0, 1)
            .only("z1", "z2", "z3", "z5")
            .failover(Duration.ofMinutes(1), Duration.ofMinutes(10));
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(8).state(state), zone("z2").cpu(4), zone("z3").cpu(4))
            .zone(zone("z5").cpu(8).unhealthySince(since))
            .workload(
                doubt
                    ? w.tolerate(Scope.ZONE)
                    : w.dataBound()
                        .replication(null, null)
                        .tolerate(
                            Scope.ZONE,
                            0,
                            Workload.Recover.Reserved,
                            Workload.DataCopy.Asynchronous,
                            true));
    for (String silent : doubt ? List.of("z6", "z7", "z8", "z9") : List.<String>of()) {
      builder.zone(zone(silent).unhealthySince(since));
    }
    Estate estate =
        builder
            .placement(
                new Placement(
                    id("w"),
                    null,
                    List.of(Assignment.of("z1", 1), Assignment.of("z5", 1)),
                    List.of(
                        loss(Scope.ZONE, "z1", Plans.move("z1", "z2", 1)),
                        loss(Scope.ZONE, "z5", Plans.move("z5", "z3", 1))),
                    0))
            .build();
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    assertEquals("z2=1, z5=1", zones(of(Planner.plan(estate), "w")));
  }

  /** The moves for its site are of a loss that it names no more: those for its region are made. */
  @Test
  void noWorkloadIsKeptAwayForItsRolloutByALossThatItNamesNoMore() {
    Estate estate =
        estate()
            .zone(zone("z1").site("s").region("r").state(ZoneState.Lost))
            .zone(zone("z2").site("s").region("r"), zone("z3").site("t").region("r"))
            .zone(zone("z4").site("u").region("q").cpu(4))
            .workload(workload("w").cpu(4).surges().tolerate(Scope.REGION))
            .placement(
                new Placement(
                    id("w"),
                    null,
                    List.of(Assignment.of("z1", 1)),
                    List.of(
                        loss(Scope.SITE, "s", Plans.move("z1", "z3", 1)),
                        loss(Scope.REGION, "r", Plans.move("z1", "z4", 1))),
                    0))
            .build();
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    assertEquals("z4=1", zones(of(Planner.plan(estate), "w")));
  }

  private static Contingency loss(Scope scope, String value, Contingency.Move move) {
    return new Contingency(new Contingency.Event(scope, value), List.of(move), List.of(), 0);
  }

  /** Two that leave z1 for z2, the second of which is rolled out with one replica more. */
  private static EstateBuilder rolledOut(ZoneState state, long asked, WorkloadBuilder... more) {
    return estate()
        .zone(zone("z1").cpu(20).state(state), zone("z2").cpu(14))
        .workload(
            workload("h").cpu(asked).only("z2"),
            workload("v").cpu(4).only("z1", "z2").tolerate(Scope.ZONE).surges(),
            workload("w").cpu(4).only("z1", "z2").tolerate(Scope.ZONE))
        .workload(more);
  }

  /** As much as z2 has: 2 for h, 4 for each that comes and 4 for the rollout of the first. */
  @ParameterizedTest
  @ValueSource(longs = {2, 15})
  void whoComesAtOneLossIsNotKeptAwayForARolloutOfIt(long asked) {
    Estate before =
        rolledOut(ZoneState.Active, 2)
            .placement(running("h", "z2", 1), running("v", "z1", 1), running("w", "z1", 1))
            .build();
    EstateBuilder lost =
        rolledOut(ZoneState.Lost, asked, workload("n").cpu(4).only("z2").priority(20, false));
    inForce(Planner.plan(before)).forEach(lost::placement);
    Estate estate = lost.build();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(
        List.of(1, 0, 1, 1), Stream.of("h", "n", "v", "w").map(name -> count(plan, name)).toList());
  }

  /** The same of one workload that comes from both zones of a site: 4 of h, 8 of it and 4. */
  @ParameterizedTest
  @ValueSource(longs = {4, 17})
  void noReplicaIsKeptAwayForTheRolloutOfItsOwnWorkload(long asked) {
    WorkloadBuilder v = workload("v").cpu(4).replicas(2).tolerate(Scope.SITE).surges();
    WorkloadBuilder n = workload("n").cpu(4).only("z3").priority(20, false);
    Estate before =
        bothOf(ZoneState.Active)
            .workload(workload("h").cpu(4).only("z3"), v)
            .placement(
                running("h", "z3", 1),
                new Placement(
                    id("v"),
                    null,
                    List.of(Assignment.of("z1", 1), Assignment.of("z2", 1)),
                    List.of(),
                    0))
            .build();
    EstateBuilder lost = bothOf(ZoneState.Lost).workload(workload("h").cpu(asked).only("z3"), n, v);
    inForce(Planner.plan(before)).forEach(lost::placement);
    Estate estate = lost.build();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(
        List.of(1, 0, 2), Stream.of("h", "n", "v").map(name -> count(plan, name)).toList());
  }

  private static EstateBuilder bothOf(ZoneState state) {
    return estate()
        .zone(
            zone("z1").site("s1").cpu(20).state(state),
            zone("z2").site("s1").cpu(20).state(state),
            zone("z3").cpu(16));
  }
}
