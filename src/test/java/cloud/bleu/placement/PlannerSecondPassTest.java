package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unchanged input moves nothing: what a plan decides, the next one leaves as it is. */
class PlannerSecondPassTest {

  private static final Instant LONG_AGO = NOW.minus(Duration.ofMinutes(10));

  /** The first plan, of which the second must change nothing. */
  private static Plan restsAtOnce(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan first = Specified.plan(estate);
    Plan second = Specified.plan(Estates.with(estate, Estates.inForce(first)));
    for (Decision then : second.decisions()) {
      Decision before = of(first, then.id().name());
      if (!before.assignments().isEmpty()) {
        assertEquals(Decision.Cause.Unchanged, then.cause(), then.toString());
      }
      assertEquals(before.assignments(), then.assignments());
      assertEquals(before.contingency(), then.contingency());
    }
    return first;
  }

  @Test
  void aSoftMaximumOfZonesWeighsMoreThanThePrice() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").cpu(5).carbon(1),
                    zone("z2").cpu(13).carbon(4),
                    zone("z3").cpu(2).carbon(3))
                .workload(
                    workload("a")
                        .replicas(6)
                        .spread(Scope.ZONE, 1, 1, 2, false)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 3)));
    assertEquals("z2=6", zones(of(plan, "a")));
  }

  @Test
  void aSoftLossThatIsNotToleratedWeighsMoreThanThePrice() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").region("r1").cpu(5),
                    zone("z2").region("r2").cpu(13).carbon(0),
                    zone("z3").region("r1").cpu(11).carbon(3))
                .workload(
                    workload("a")
                        .replicas(6)
                        .tolerate(Scope.REGION, 2, Recover.Reserved, false)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 1)));
    assertTrue(of(plan, "a").shortfalls().isEmpty(), of(plan, "a").toString());
  }

  @Test
  void aFirstPlacementIsImprovedWhateverTheBudget() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").at(48.86, 2.35).cpu(10).carbon(3),
                    zone("z2").at(45.76, 4.84).cpu(9).carbon(4))
                .workload(
                    workload("a")
                        .replicas(6)
                        .weight("z1", 1)
                        .weight("z2", 1)
                        .objective(Objective.Carbon)
                        .rebalance(Mode.Continuous, 1)));
    assertEquals("z1=3, z2=3", zones(of(plan, "a")), "weights are the distribution");
    assertEquals(Decision.Cause.SpecChanged, of(plan, "a").cause());
  }

  @Test
  void whatIsWhollyDownIsUnchanged() {
    Estate lost =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE, 0, Recover.None, true))
            .running("a", "z1", 2)
            .build();
    Plan first = Specified.plan(lost);
    assertEquals(List.of(new Assignment("z1", 0, 2)), of(first, "a").assignments());
    assertEquals(Decision.Cause.ZoneState, of(first, "a").cause());
    Plan second = Specified.plan(Estates.with(lost, Estates.inForce(first)));
    assertEquals(Decision.Cause.Unchanged, of(second, "a").cause());
    assertEquals(of(first, "a").assignments(), of(second, "a").assignments());
  }

  @Test
  void theRoomThatLaterOnesGiveUpIsTakenAtOnce() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(4))
                .workload(workload("a").replicas(3), workload("b").replicas(1))
                .running("a", "z1", 1)
                .running("b", "z1", 3));
    assertEquals("z1=3", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  @Test
  void theReserveThatLaterOnesGiveUpIsTakenAtOnce() {
    // No zone but z1 is allowed to b any more, so its reserve in z2 is void.
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(2))
                .workload(
                    workload("a").replicas(2).only("z2"),
                    workload("b").replicas(1).only("z1").tolerate(Scope.ZONE))
                .placement(
                    Estates.running("a", "z2", 1),
                    new Placement(
                        Estates.id("b"),
                        null,
                        Estates.running("b", "z1", 1).assignments(),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z1"),
                                List.of(Plans.move("z1", "z2", 1)),
                                List.of(),
                                0)),
                        0)));
    assertEquals("z2=2", zones(of(plan, "a")));
  }

  @Test
  void aDrainIsAnIncidentForThoseThatMustLeave() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").cpu(9), zone("z2").state(ZoneState.Drained))
                .workload(workload("a").replicas(3).only("z1").tolerate(Scope.ZONE))
                .running("a", "z1", 2, "z2", 1));
    assertEquals("z1=3", zones(of(plan, "a")));
  }

  /** Wherever it goes it stands without its target: so it goes at once, and nothing new comes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whatLeavesADrainedZoneNeedsNoTargetThatDoesNotExist(int replicas) {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .tolerate(Scope.ZONE)
                        .affinity("gone", Scope.ZONE, true))
                .running("a", "z1", 2));
    assertEquals("z2=2", zones(of(plan, "a")));
    assertEquals(replicas - 2, of(plan, "a").missing());
  }

  /**
   * What is lost is not started anew without its target, nor by moves that are found after the
   * loss; what runs leaves.
   */
  @ParameterizedTest
  @CsvSource({
    "silent, false, z1=2, 0",
    "silent, true, z1=2, 0",
    "told, false, '', 2",
    "told, true, '', 2",
    "drained, false, z2=2, 0",
    "rejected, false, z2=2, 0",
    "silent and drained, true, z1=2, 0",
    "silent and rejected, true, z1=2, 0",
    "degraded, false, 'z1=1, z2=1', 0",
  })
  void whatIsLostIsNotStartedAnewWithoutItsTarget(
      String why, boolean tolerates, String where, int missing) {
    ZoneBuilder left = zone("z1");
    WorkloadBuilder a = without("gone", 2);
    if (why.contains("silent")) {
      left.unhealthySince(LONG_AGO);
    }
    if (why.contains("drained")) {
      left.state(ZoneState.Drained);
    }
    if (why.contains("rejected")) {
      a.rule(
          Estates.rule(
              "r",
              BoundRule.Action.Enforce,
              BoundRule.OnViolation.MoveNow,
              Verdict.Result.Reject,
              "z2"));
    }
    if (why.equals("told")) {
      left.state(ZoneState.Lost);
    }
    if (why.equals("degraded")) {
      left.cpu(1).health(Health.Signal.Degraded, LONG_AGO);
    }
    if (tolerates) {
      a.tolerate(Scope.ZONE);
    }
    Plan plan = restsAtOnce(estate().zone(left, zone("z2")).workload(a).running("a", "z1", 2));
    assertEquals(where, zones(of(plan, "a")));
    assertEquals(missing, of(plan, "a").missing());
  }

  /** What has to leave one zone does, whatever is lost in another. */
  @Test
  void whatIsLostKeepsNobodyElseInADrainedZone() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").unhealthySince(LONG_AGO),
                    zone("z2"),
                    zone("z3").state(ZoneState.Drained))
                .workload(without("gone", 2))
                .running("a", "z1", 1, "z3", 1));
    assertEquals("z1=1, z2=1", zones(of(plan, "a")));
  }

  /** The moves in force are made all the same: they were there before the loss. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLostComesByTheMovesInForceWithoutItsTarget(boolean told) {
    ZoneBuilder lost = zone("z1");
    if (told) {
      lost.state(ZoneState.Lost);
    } else {
      lost.unhealthySince(LONG_AGO);
    }
    Plan plan =
        restsAtOnce(
            estate()
                .zone(lost, zone("z2"), zone("z3"))
                .workload(without("gone", 2).tolerate(Scope.ZONE))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(Assignment.of("z1", 2)),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z1"),
                                List.of(Plans.move("z1", "z3", 2)),
                                List.of(),
                                0)),
                        0)));
    assertEquals("z3=2", zones(of(plan, "a")));
  }

  /** Going home is a move of what runs. What is down is not: it waits for its target. */
  @ParameterizedTest
  @CsvSource({"1, 0, z1=1", "2, 1, z2=1", "2, 0, z1=1"})
  void whatRunsGoesHomeWithoutItsTarget(int replicas, int atHome, String where) {
    Plan plan =
        restsAtOnce(
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(without("gone", replicas))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, atHome)),
                        List.of(),
                        0)));
    assertEquals(where, zones(of(plan, "a")));
    assertEquals(replicas - 1, of(plan, "a").missing());
  }

  private static WorkloadBuilder without(String target, int replicas) {
    return workload("a")
        .replicas(replicas)
        .failover(Duration.ofMinutes(5), Duration.ofMinutes(30))
        .affinity(target, Scope.ZONE, true);
  }

  @Test
  void refugeesThatStayWhereTheyAreHaveTheirHomesStill() {
    Plan plan =
        restsAtOnce(
            estate()
                .zone(
                    zone("z1").state(ZoneState.Drained),
                    zone("z2").state(ZoneState.Drained),
                    zone("z3").cpu(3))
                .workload(workload("a").replicas(4))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(
                            new Assignment("z1", 0, 2),
                            new Assignment("z2", 2, 0),
                            new Assignment("z3", 2, 2)),
                        List.of(),
                        0)));
    assertEquals(
        List.of(new Assignment("z1", 0, 2), new Assignment("z2", 1, 0), new Assignment("z3", 3, 2)),
        of(plan, "a").assignments());
  }
}
