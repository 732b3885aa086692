package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A suspended workload keeps what is in force, whatever its spec says meanwhile. */
class SuspendedTest {

  private static Placement inForce(WorkloadBuilder a) {
    Decision d =
        Estates.of(Planner.plan(estate().zones(9, "z1", "z2", "z3").workload(a).build()), "a");
    return new Placement(d.id(), null, d.assignments(), d.contingency(), 0);
  }

  private static Decision decided(Placement before, WorkloadBuilder now) {
    Plan plan =
        Planner.plan(estate().zones(9, "z1", "z2", "z3").workload(now).placement(before).build());
    return Estates.of(plan, "a");
  }

  @Test
  void lossesThatItsSpecNoLongerNamesStayInForce() {
    Placement before = inForce(workload("a").replicas(3).tolerate(Scope.ZONE));
    Decision now = decided(before, workload("a").replicas(3).suspended());

    assertInstanceOf(Decision.Outcome.Suspended.class, now.outcome());
    assertEquals(before.contingency(), now.contingency());
    assertEquals(before.assignments(), now.assignments());
  }

  @Test
  void lossesThatItsSpecNamesAnewAreNotDecided() {
    Placement before = inForce(workload("a").replicas(3));
    Decision now = decided(before, workload("a").replicas(3).tolerate(Scope.ZONE).suspended());

    assertInstanceOf(Decision.Outcome.Suspended.class, now.outcome());
    assertEquals(List.of(), now.contingency());
  }

  /** Its moves are not made, so it claims the losses alone that what stays answers. */
  @ParameterizedTest
  @CsvSource({
    // in z1, in z2, kept, recover; what is tolerated of Zone, without suspension and with it
    "3, 0, 0, Reserved, true, false",
    "3, 0, 0, BestEffort, false, false",
    "2, 1, 1, Reserved, true, false",
    "2, 1, 1, BestEffort, true, true",
    "2, 1, 1, None, true, true",
    "2, 1, 2, None, false, false",
  })
  void whatItsMovesWouldAnswerIsNotTolerated(
      int first, int second, int keep, Workload.Recover recover, boolean moves, boolean stays) {
    WorkloadBuilder a = workload("a").replicas(3).tolerate(Scope.ZONE, keep, recover, false);
    EstateBuilder before = estate().zones(9, "z1", "z2", "z3").workload(a);
    Plan plan = Planner.plan(before.running("a", "z1", first, "z2", second).build());
    assertEquals(moves, toleratesZones(Estates.of(plan, "a")));

    Estate suspended =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(a.suspended())
            .placement(Estates.inForce(plan).get(0))
            .build();
    Plan still = Planner.propose(suspended, Map.of());
    assertEquals(List.of(), Checker.check(suspended, still));
    assertEquals(stays, toleratesZones(Estates.of(still, "a")));
    assertEquals(Estates.of(plan, "a").contingency(), Estates.of(still, "a").contingency());
  }

  private static boolean toleratesZones(Decision decision) {
    return decision.tolerates().stream().anyMatch(each -> each.scope().equals(Scope.ZONE));
  }

  /** At the loss of z1 w comes to z2, where s is to go from z3: each is all that fits there. */
  private static Estate crowded(WorkloadBuilder s, ZoneState first, List<Placement> inForce) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4).state(first), zone("z2").cpu(4), zone("z3").cpu(4))
            .workload(workload("w").cpu(4).only("z1", "z2").tolerate(Scope.ZONE), s);
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** Its reserve is in force, and in nobody's way. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoIsLostComesWhereItHasItsReserve(boolean suspended) {
    WorkloadBuilder s = workload("s").cpu(4).only("z2", "z3").tolerate(Scope.ZONE);
    Plan before =
        Planner.plan(
            crowded(
                s,
                ZoneState.Active,
                List.of(Estates.running("s", "z3", 1), Estates.running("w", "z1", 1))));
    Decision promised = Estates.of(before, "s");
    assertEquals(1, promised.contingency().get(0).moves().size());

    WorkloadBuilder still = suspended ? s.suspended() : s;
    Estate lost = crowded(still, ZoneState.Lost, Estates.inForce(before));
    assertEquals(List.of(), Checker.check(lost, Planner.propose(lost, Map.of())));
    Plan after = Planner.plan(lost);
    assertEquals("z2=1", Estates.zones(Estates.of(after, "w")));
    Decision then = Estates.of(after, "s");
    assertEquals(suspended, then.contingency().equals(promised.contingency()));
    assertEquals(List.of("SurvivalUnsatisfiable"), Specified.shortfalls(then));

    Plan next = Planner.plan(crowded(still, ZoneState.Lost, Estates.inForce(after)));
    for (Decision each : next.decisions()) {
      assertEquals(Decision.Cause.Unchanged, each.cause());
      assertEquals(Estates.of(after, each.id().name()).contingency(), each.contingency());
    }
  }

  /** Where nobody comes by moves in force, its reserve counts to the check. */
  @Test
  void nobodyNewTakesItsReserve() {
    WorkloadBuilder s = workload("s").cpu(4).only("z2", "z3").tolerate(Scope.ZONE);
    EstateBuilder estate = estate().zones(4, "z2", "z3").running("s", "z3", 1);
    Plan before = Planner.plan(estate.workload(s).build());
    WorkloadBuilder n = workload("n").cpu(4).only("z2");
    Estate now =
        Estates.with(
            estate().zones(4, "z2", "z3").workload(n, s.suspended()).build(),
            Estates.inForce(before));
    Plan plan = Planner.plan(now);
    assertEquals("", Estates.zones(Estates.of(plan, "n")));

    Estate free = Estates.with(estate().zones(4, "z2", "z3").workload(n).build(), List.of());
    List<Decision> both = List.of(Estates.of(Planner.plan(free), "n"), Estates.of(plan, "s"));
    assertEquals(
        List.of("ReserveExceeded"),
        Checker.check(now, new Plan(both, List.of())).stream().map(Finding::code).toList());
  }

  /** At the loss of z2 w comes to z1, beside h that uses 4 of 10; s is to go there too, from z3. */
  private static Estate beside(
      long asked, ZoneState second, boolean more, List<Placement> inForce) {
    WorkloadBuilder s = workload("s").cpu(4).only("z1", "z3").tolerate(Scope.ZONE);
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(10).state(second, Estates.NOW))
            .zones(10, "z3", "z4")
            .workload(
                workload("h").cpu(asked).only("z1"),
                workload("w").cpu(4).only("z1", "z2").tolerate(Scope.ZONE),
                inForce.isEmpty() ? s : s.suspended());
    if (more) {
      estate.workload(workload("y").cpu(4).only("z1", "z4").tolerate(Scope.ZONE));
    }
    if (inForce.isEmpty()) {
      estate.running("h", "z1", 1).running("w", "z2", 1).running("s", "z3", 1);
    }
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** The reserve of s, which fits no more, proves nothing of what h uses: y finds no room. */
  @ParameterizedTest
  @ValueSource(longs = {4, 11})
  void itsReserveBoundsNothing(long asked) {
    PlannerMemory memory = new PlannerMemory();
    List<Placement> inForce = List.of();
    Plan plan = new Plan(List.of(), List.of());
    for (int step = 0; step < 4; step++) {
      ZoneState second = step == 1 ? ZoneState.Lost : ZoneState.Active;
      Estate estate = beside(step == 0 ? 4 : asked, second, step == 3, inForce);
      assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
      plan = Planner.plan(estate);
      assertEquals(plan, Planner.plan(estate, memory));
      inForce = Estates.inForce(plan);
    }
    assertEquals("z1=1", Estates.zones(Estates.of(plan, "w")));
    assertEquals(1, Estates.of(plan, "s").contingency().get(0).moves().size());
    assertEquals("", Estates.zones(Estates.of(plan, "y")));
  }

  /** At the loss of z1 w comes to z2 beside q, where s is to go from z3: then z2 is full. */
  private static Estate full(
      boolean suspended, boolean lost, boolean more, List<Placement> inForce) {
    WorkloadBuilder s = workload("s").cpu(4).only("z2", "z3").tolerate(Scope.ZONE);
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4).state(lost ? ZoneState.Lost : ZoneState.Active))
            .zone(zone("z2").cpu(8), zone("z3").cpu(4))
            .workload(
                workload("w").cpu(4).only("z1", "z2").tolerate(Scope.ZONE).priority(10, false),
                workload("q").cpu(4).only("z2"),
                suspended ? s.suspended() : s);
    if (more) {
      estate.workload(workload("p").only("z2").priority(20));
    }
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** Nobody is evicted for the reserve of s, whether p comes with the loss or after it. */
  @ParameterizedTest
  @CsvSource({"false, true, 0, 1, 1", "true, true, 1, 1, 0", "true, false, 1, 1, 0"})
  void nobodyGoesForItsReserve(boolean suspended, boolean atOnce, int q, int w, int p) {
    PlannerMemory memory = new PlannerMemory();
    List<Placement> inForce = List.of(Estates.running("w", "z1", 1), Estates.running("s", "z3", 1));
    Plan plan = new Plan(List.of(), List.of());
    for (int step = 0; step < 5; step++) {
      boolean more = step > 2 || step == 2 && atOnce;
      Estate estate = full(suspended && step > 0, step > 1, more, inForce);
      assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
      plan = Planner.plan(estate);
      assertEquals(plan, Planner.plan(estate, memory));
      inForce = Estates.inForce(plan);
    }
    Plan last = plan;
    assertEquals(
        List.of(q, w, p),
        Stream.of("q", "w", "p")
            .map(name -> Estates.of(last, name).assignments())
            .map(all -> all.stream().mapToInt(Assignment::replicas).sum())
            .toList());
  }

  /** At the loss of z1 w comes to z2 beside q, where s is to go: then memory is what it lacks. */
  private static Estate lacking(int step, List<Placement> inForce) {
    WorkloadBuilder s = workload("s").cpu(1).request("memory", 4).only("z2", "z3");
    s = s.tolerate(Scope.ZONE);
    EstateBuilder estate =
        estate()
            .zone(
                zone("z1")
                    .cpu(8)
                    .resource("memory", 8)
                    .state(step > 1 ? ZoneState.Lost : ZoneState.Active))
            .zone(zone("z2").cpu(8).resource("memory", 4))
            .zone(zone("z3").cpu(8).resource("memory", 8))
            .workload(
                workload("q").cpu(5).only("z2"),
                step > 0 ? s.suspended() : s,
                workload("w")
                    .cpu(1)
                    .request("memory", 4)
                    .only("z1", "z2")
                    .tolerate(Scope.ZONE)
                    .priority(10, false));
    if (step > 2) {
      estate.workload(workload("p").cpu(4).only("z2").priority(20));
    }
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** Its reserve lacks memory alone: q goes for p, which asks for none. */
  @Test
  void whoAsksForNothingThatItLacksIsNotKeptAway() {
    PlannerMemory memory = new PlannerMemory();
    List<Placement> inForce =
        List.of(
            Estates.running("q", "z2", 1),
            Estates.running("s", "z3", 1),
            Estates.running("w", "z1", 1));
    Plan plan = new Plan(List.of(), List.of());
    for (int step = 0; step < 5; step++) {
      Estate estate = lacking(step, inForce);
      assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
      plan = Planner.plan(estate);
      assertEquals(plan, Planner.plan(estate, memory));
      inForce = Estates.inForce(plan);
    }
    assertEquals("", Estates.zones(Estates.of(plan, "q")));
    assertEquals("z2=1", Estates.zones(Estates.of(plan, "w")));
    assertEquals("z2=1", Estates.zones(Estates.of(plan, "p")));
  }

  /** Both w and s are to go from z1 to z2, beside h that is there or comes there from z3. */
  private static Estate far(long asked, boolean suspended, boolean lost, List<Placement> inForce) {
    WorkloadBuilder s = workload("s").cpu(4).only("z1", "z2").tolerate(Scope.ZONE);
    EstateBuilder estate =
        estate()
            .zone(zone("z1").at(48, 2).cpu(20), zone("z2").at(50, 2).cpu(10))
            .zone(zone("z3").at(44, 2).cpu(20).state(lost ? ZoneState.Lost : ZoneState.Active))
            .zone(zone("z4").at(48.5, 2).cpu(20))
            .workload(
                workload("h").cpu(asked).only("z2", "z3").tolerate(Scope.ZONE).priority(30, false),
                suspended ? s.suspended() : s,
                workload("w")
                    .cpu(4)
                    .only("z1", "z2", "z4")
                    .replication(null, 100_000L)
                    .priority(20, false)
                    .tolerate(
                        Scope.ZONE,
                        0,
                        Workload.Recover.Reserved,
                        Workload.DataCopy.Asynchronous,
                        true));
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** The moves of w fit beside all but its reserve: so w stays. */
  @ParameterizedTest
  @CsvSource({"z2, 2, 100, false", "z3, 6, 6, true"})
  void nobodyMovesForItsReserve(String zone, long asked, long raised, boolean lost) {
    PlannerMemory memory = new PlannerMemory();
    List<Placement> inForce =
        List.of(
            Estates.running("h", zone, 1),
            Estates.running("w", "z1", 1),
            Estates.running("s", "z1", 1));
    for (int step = 0; step < 4; step++) {
      boolean last = step > 1;
      Estate estate = far(last ? raised : asked, step > 0, last && lost, inForce);
      assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
      Plan plan = Planner.plan(estate);
      assertEquals(plan, Planner.plan(estate, memory));
      assertEquals("z1=1", Estates.zones(Estates.of(plan, "w")));
      assertEquals(1, Estates.of(plan, "w").contingency().get(0).moves().size());
      inForce = Estates.inForce(plan);
    }
  }

  /** Its zone is the whole of a site that it named before: the moves for the site are for it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void movesInForceAreOfTheSameZonesByAnotherName(boolean suspended) {
    WorkloadBuilder w = workload("w").cpu(4).tolerate(Scope.ZONE);
    Contingency site =
        new Contingency(
            new Contingency.Event(Scope.SITE, "s1"),
            List.of(Plans.move("z1", "z3", 1)),
            List.of(),
            0);
    Estate estate =
        estate()
            .zone(zone("z1").site("s1").cpu(4), zone("z2").cpu(4), zone("z3").cpu(4))
            .workload(suspended ? w.suspended() : w)
            .placement(
                new Placement(
                    Estates.id("w"), null, List.of(Assignment.of("z1", 1)), List.of(site), 0))
            .build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(
        suspended ? List.of("SurvivalUnsatisfiable") : List.of(),
        Specified.shortfalls(Estates.of(plan, "w")));
    assertEquals(site.moves(), Estates.of(plan, "w").contingency().get(0).moves());
  }

  /** What comes to z2 beside moves in force, made or not, leaves its reserve there to s. */
  @ParameterizedTest
  @CsvSource({"8, z1, 8", "1, z2, 9"})
  void theCheckHoldsItsReserveFromWhatIsNew(long asked, String then, long cpus) {
    Contingency.Move of = Plans.move("z1", "z2", 1);
    Estate estate =
        estate()
            .zone(zone("z1").cpu(8).state(ZoneState.Drained), zone("z2").cpu(cpus))
            .zone(zone("z3").cpu(8))
            .workload(
                workload("w").cpu(asked).only("z1", "z2").tolerate(Scope.ZONE),
                workload("s").cpu(8).only("z2", "z3").tolerate(Scope.ZONE).suspended(),
                workload("n").cpu(8).only("z2"))
            .placement(leaving("w", "z1", of), leaving("s", "z3", Plans.move("z3", "z2", 1)))
            .build();
    Plans.Draft w = Plans.decided("w").in(then, 1).cause(Decision.Cause.ZoneState);
    Plan plan =
        Plans.plan(
            estate,
            Plans.decided("n").in("z2", 1),
            Plans.decided("s")
                .in("z3", 1)
                .cause(Decision.Cause.Unchanged)
                .loss(Scope.ZONE, "z3", Plans.move("z3", "z2", 1)),
            then.equals("z2") ? w.moved("z1", "z2", 1) : w);
    List<Finding> found =
        Checker.check(estate, plan).stream()
            .filter(each -> each.code().equals("ReserveExceeded"))
            .toList();
    assertEquals(1, found.size());
    assertEquals(Estates.id("n"), found.get(0).workload());
  }

  private static Placement leaving(String name, String zone, Contingency.Move move) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(Assignment.of(zone, 1)),
        List.of(
            new Contingency(new Contingency.Event(Scope.ZONE, zone), List.of(move), List.of(), 0)),
        0);
  }
}
