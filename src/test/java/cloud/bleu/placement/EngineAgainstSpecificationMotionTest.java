package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
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
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Cause;
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

/** Sections 7 and 8: placing, shrinking, rebalancing, current state. */
class EngineAgainstSpecificationMotionTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  @Test
  void whilePlacingRunningReplicasAreConstants() {
    assertEquals("z1=5, z2=1, z3=1", where(three().workload(a(7)).running("a", "z1", 5)));
  }

  @Test
  void aFirstPlacementIsAllOrNothing() {
    Decision d = a(estate().zones(2, "z1").workload(a(3)));
    assertEquals("", zones(d));
    assertEquals(3, d.missing());
    assertEquals("InsufficientCapacity", code(d));
    assertFalse(d.placed());
  }

  @Test
  void growthPlacesWhatFits() {
    Decision d = a(estate().zones(2, "z1").workload(a(3)).running("a", "z1", 1));
    assertEquals("z1=2", zones(d));
    assertEquals(1, d.missing());
    assertTrue(d.placed());
  }

  @Test
  void stabilitySpreadsEvenlyAndTheLastTieIsTheName() {
    assertEquals("z1=2, z2=2, z3=1", where(three().workload(a(5))));
  }

  @Test
  void costTakesTheCheapestAndCarbonTheCleanest() {
    EstateBuilder e =
        estate()
            .zone(
                zone("z1").cost(9, 1).carbon(1),
                zone("z2").cost(2, 1).carbon(5),
                zone("z3").cost(5, 1).carbon(9));
    assertEquals("z2=3", where(e.workload(a(3).objective(Objective.Cost))));
    EstateBuilder clean =
        estate()
            .zone(
                zone("z1").cost(9, 1).carbon(1),
                zone("z2").cost(2, 1).carbon(5),
                zone("z3").cost(5, 1).carbon(9));
    assertEquals("z1=3", where(clean.workload(a(3).objective(Objective.Carbon))));
  }

  @Test
  void anUnknownPriceCountsAsTheDearestKnown() {
    EstateBuilder e = estate().zone(zone("z1"), zone("z2").cost(9, 1), zone("z3").cost(5, 1));
    assertEquals("z3=3", where(e.workload(a(3).objective(Objective.Cost))));
    EstateBuilder tie = estate().zone(zone("z1"), zone("z2").cost(9, 1));
    assertEquals("z1=1", where(tie.workload(a(1).objective(Objective.Cost))));
  }

  @Test
  void survivalAndSpreadComeBeforeTheObjective() {
    assertEquals(
        "z1=2, z2=2",
        where(
            estate()
                .zone(zone("z1").cost(1, 1), zone("z2").cost(9, 1))
                .workload(a(4).objective(Objective.Cost).spread(Scope.ZONE, 1))));
    assertEquals(
        "z1=2, z2=2",
        where(
            estate()
                .zone(zone("z1").cost(1, 1), zone("z2").cost(9, 1))
                .workload(
                    a(4).objective(Objective.Cost).tolerate(Scope.ZONE, 2, Recover.None, true))));
  }

  @Test
  void oneWorkloadMoreOrLessMovesNoOther() {
    EstateBuilder e = three().workload(a(4).tolerate(Scope.ZONE), workload("b").replicas(5));
    Plan before = plan(e);
    Plan more =
        plan(
            Estates.with(
                e.workload(workload("c").replicas(7).tolerate(Scope.ZONE)).build(),
                Estates.inForce(before)));
    for (String name : List.of("a", "b")) {
      assertEquals(zones(of(before, name)), zones(of(more, name)));
      assertEquals(Cause.Unchanged, of(more, name).cause());
    }
    Plan less =
        plan(
            Estates.with(
                three().workload(a(4).tolerate(Scope.ZONE)).build(), Estates.inForce(before)));
    assertEquals(Cause.Unchanged, of(less, "a").cause());
    assertEquals(List.of(Estates.id("b")), less.orphans());
  }

  @Test
  void shrinkingTakesFromLostDrainedInBreachCordonedThenTheFullest() {
    BoundRule notZ1 =
        Estates.rule(
            "r",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Verdict.Result.Reject,
            "z2",
            "z3");
    assertEquals(
        "z2=2, z3=2",
        where(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"))
                .workload(a(4))
                .running("a", "z1", 1, "z2", 2, "z3", 2)));
    assertEquals(
        "z2=2, z3=2",
        where(
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2"), zone("z3"))
                .workload(a(4))
                .running("a", "z1", 1, "z2", 2, "z3", 2)));
    assertEquals(
        "z2=2, z3=2",
        where(three().workload(a(4).rule(notZ1)).running("a", "z1", 1, "z2", 2, "z3", 2)));
    assertEquals(
        "z2=2, z3=2",
        where(
            estate()
                .zone(zone("z1").state(ZoneState.Cordoned), zone("z2"), zone("z3"))
                .workload(a(4))
                .running("a", "z1", 1, "z2", 2, "z3", 2)));
    assertEquals(
        "z1=1, z2=2, z3=2", where(three().workload(a(5)).running("a", "z1", 1, "z2", 3, "z3", 2)));
    assertEquals(
        "z1=2, z2=2, z3=1", where(three().workload(a(5)).running("a", "z1", 2, "z2", 2, "z3", 2)));
    assertEquals(
        "z1=1, z2=2, z3=2",
        where(
            estate()
                .zone(zone("z1").cost(9, 1), zone("z2").cost(1, 1), zone("z3").cost(1, 1))
                .workload(a(5).objective(Objective.Cost))
                .running("a", "z1", 2, "z2", 2, "z3", 2)));
  }

  @Test
  void shrinkingKeepsHardRequirements() {
    // keep 2 outside any zone: 2 and 1 and 1 may lose one of z1 only.
    assertEquals(
        "z1=1, z2=1, z3=1",
        where(
            three()
                .workload(a(3).tolerate(Scope.ZONE, 2, Recover.None, true))
                .running("a", "z1", 2, "z2", 1, "z3", 1)));
  }

  @Test
  void shrinkingWithWeightsGivesUpWebstersLastSeat() {
    // The seats of 4:2:1 in order: z1 z2 z1 z3 z1 z2 z1.
    assertEquals(
        "z1=3, z2=1, z3=1",
        where(
            three()
                .workload(a(5).weight("z1", 4).weight("z2", 2).weight("z3", 1))
                .running("a", "z1", 4, "z2", 2, "z3", 1)));
  }

  @Test
  void replicasCanAllGo() {
    Decision d = a(three().workload(a(0)).running("a", "z1", 2));
    assertEquals("", zones(d));
    assertTrue(d.placed());
  }

  @Test
  void rebalancingContinuouslyNeedsTheGainPerMove() {
    for (int dear : new int[] {104, 106}) {
      Decision d =
          a(
              estate()
                  .zone(zone("z1").cost(dear, 0), zone("z2").cost(100, 0))
                  .workload(a(2).objective(Objective.Cost).rebalance(Mode.Continuous, 1))
                  .running("a", "z1", 2));
      assertEquals(dear == 106 ? "z1=1, z2=1" : "z1=2", zones(d), "price " + dear);
    }
    assertEquals(
        "z1=2",
        where(
            estate()
                .zone(zone("z1").cost(900, 0), zone("z2").cost(100, 0))
                .workload(a(2).objective(Objective.Cost).rebalance(Mode.WhenNeeded, 1))
                .running("a", "z1", 2)));
  }

  /**
   * Whoever may use the zone: the loss may need the room. What is broken is mended all the same.
   */
  @Test
  void nothingMovesForTheObjectiveWhileAnyZoneIsLostOrSilent() {
    Instant hour = NOW.minus(Duration.ofHours(1));
    for (ZoneBuilder other :
        List.of(
            zone("z3"),
            zone("z3").state(ZoneState.Drained),
            zone("z3").state(ZoneState.Lost, hour),
            zone("z3").unhealthySince(hour))) {
      boolean incident = other.build().state() == ZoneState.Lost;
      incident |= other.build().unhealthySince() != null;
      assertEquals(
          incident ? "z1=2" : "z1=1, z2=1",
          where(
              estate()
                  .zone(zone("z1").cost(900, 0), zone("z2").cost(100, 0), other)
                  .workload(
                      a(2).only("z1", "z2").objective(Objective.Cost).rebalance(Mode.Continuous, 1))
                  .running("a", "z1", 2)));
      assertEquals(
          "z1=1, z2=1",
          where(
              estate()
                  .zone(zone("z1"), zone("z2"), other)
                  .workload(
                      a(2).only("z1", "z2")
                          .spread(Scope.ZONE, 2, null, 1, true)
                          .rebalance(Mode.WhenNeeded, 1))
                  .running("a", "z1", 2)));
    }
  }

  @Test
  void aLossIsExecutedAsTheContingencySaysAndHomeIsRecorded() {
    WorkloadBuilder w = a(2).only("z1", "z2", "z3").tolerate(Scope.ZONE);
    Placement before =
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
            0);
    Decision d =
        a(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"), zone("z3"))
                .workload(w)
                .placement(before));
    assertEquals(List.of(new Assignment("z1", 0, 2), new Assignment("z3", 2, 0)), d.assignments());
    assertEquals(List.of(Plans.move("z1", "z3", 2)), d.moves());
    assertEquals(Cause.ZoneState, d.cause());
  }

  @Test
  void ofASiteThatIsLostAsAWholeTheMovesOfTheSiteAreMade() {
    EstateBuilder e =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"), zone("z4"))
            .workload(a(4).spread(Scope.SITE, 1).tolerate(Scope.SITE));
    Plan before = plan(e);
    Decision d = of(before, "a");
    String one = moves(d, Scope.SITE, "s");
    assertFalse(one.isEmpty());
    Plan after =
        plan(
            estate()
                .zone(
                    zone("z1").site("s").state(ZoneState.Lost),
                    zone("z2").site("s").state(ZoneState.Lost),
                    zone("z3"),
                    zone("z4"))
                .workload(a(4).spread(Scope.SITE, 1).tolerate(Scope.SITE))
                .placement(Estates.inForce(before).toArray(Placement[]::new)));
    assertEquals(4, placed(of(after, "a")));
    assertEquals(
        one,
        String.join(
            ", ",
            of(after, "a").moves().stream()
                .map(m -> m.from() + ">" + m.to() + " " + m.replicas())
                .toList()));
  }

  @Test
  void recoverNoneLeavesLostReplicasDown() {
    Decision d =
        a(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
                .workload(a(2).tolerate(Scope.ZONE, 0, Recover.None, true))
                .running("a", "z1", 1, "z2", 1));
    assertEquals("z2=1", zones(d));
    assertEquals(1, d.missing());
  }

  /** Wherever it is: what is moved for a better state takes room that the loss may need. */
  @Test
  void nothingGoesHomeWhileAnyZoneIsLostOrSilent() {
    Placement away =
        new Placement(
            Estates.id("a"),
            null,
            List.of(new Assignment("z1", 0, 3), new Assignment("z2", 3, 0)),
            List.of(),
            1);
    Instant hour = NOW.minus(Duration.ofHours(1));
    Instant justNow = NOW.minus(Duration.ofSeconds(5));
    for (ZoneBuilder other :
        List.of(
            zone("z3").state(ZoneState.Lost, hour),
            zone("z3").unhealthySince(hour),
            zone("z3").health(Health.Signal.Unreached, justNow))) {
      Decision d =
          a(
              estate()
                  .zone(zone("z1").since(hour), zone("z2"), other)
                  .workload(a(3).rebalance(Mode.WhenNeeded, 3))
                  .placement(away));
      assertEquals("z2=3", zones(d));
      assertEquals(Cause.Unchanged, d.cause());
      List<Decision.Reason> why = d.shortfalls();
      assertEquals(
          List.of("ReturnWaits"), why.stream().map(Decision.Reason::code).toList(), why.toString());
      assertTrue(why.get(0).canPassByItself());
      String words = why.get(0).message().toString();
      assertTrue(words.contains("z1") && words.contains("z3"), words);
    }
    Decision over =
        a(
            estate()
                .zone(zone("z1").since(hour), zone("z2"), zone("z3").since(justNow))
                .workload(a(3).rebalance(Mode.WhenNeeded, 3))
                .placement(away));
    assertEquals("z1=2, z2=1", zones(over));
    assertEquals(List.of(), over.shortfalls());
  }

  @Test
  void aZoneThatIsBackPullsReplicasHomeAfterReturnAfterWithinTheBudget() {
    Placement away =
        new Placement(
            Estates.id("a"),
            null,
            List.of(new Assignment("z1", 0, 3), new Assignment("z2", 3, 0)),
            List.of(),
            1);
    for (int minutes : new int[] {29, 30}) {
      Decision d =
          a(
              estate()
                  .zone(zone("z1").since(NOW.minus(Duration.ofMinutes(minutes))), zone("z2"))
                  .workload(
                      a(3).failover(Duration.ofMinutes(1), Duration.ofMinutes(30))
                          .rebalance(Mode.WhenNeeded, 3))
                  .placement(away));
      // Three an hour, one was spent.
      assertEquals(minutes == 30 ? "z1=2, z2=1" : "z2=3", zones(d), minutes + " minutes");
      assertEquals(minutes == 30 ? Cause.Returned : Cause.Unchanged, d.cause());
    }
    Decision never =
        a(
            estate()
                .zone(zone("z1").since(NOW.minus(Duration.ofDays(1))), zone("z2"))
                .workload(a(3).rebalance(Mode.Never, 3))
                .placement(away));
    assertEquals("z2=3", zones(never));
  }

  @Test
  void anUnchangedInputMovesNothing() {
    EstateBuilder e =
        three()
            .workload(
                a(4).tolerate(Scope.ZONE, 1, Recover.Reserved, true).spread(Scope.ZONE, 1),
                workload("b").replicas(3).affinity("a", Scope.ZONE, true));
    Plan first = plan(e);
    Plan second = plan(Estates.with(e.build(), Estates.inForce(first)));
    for (Decision d : second.decisions()) {
      assertEquals(Cause.Unchanged, d.cause());
      assertEquals(List.of(), d.moves());
    }
    assertEquals(Estates.inForce(first), Estates.inForce(second));
  }

  @Test
  void theReserveInForceIsAddedAgainNotSearchedAgain() {
    // z3 would be as good a refuge and comes first for nobody: what is published stays.
    for (String refuge : List.of("z2", "z3")) {
      Placement before =
          new Placement(
              Estates.id("a"),
              null,
              List.of(Assignment.of("z1", 2)),
              List.of(
                  new Contingency(
                      new Contingency.Event(Scope.ZONE, "z1"),
                      List.of(Plans.move("z1", refuge, 2)),
                      List.of(),
                      0)),
              0);
      Decision d = a(three().workload(a(2).tolerate(Scope.ZONE)).placement(before));
      assertEquals(Cause.Unchanged, d.cause());
      assertEquals("z1>" + refuge + " 2", moves(d, Scope.ZONE, "z1"));
    }
  }

  @Test
  void aPlacementWithoutItsWorkloadHoldsNoRoomAndIsReported() {
    Plan p = plan(estate().zones(2, "z1").workload(a(2)).running("gone", "z1", 2));
    assertEquals("z1=2", zones(of(p, "a")));
    assertEquals(List.of(Estates.id("gone")), p.orphans());
    Plan other =
        plan(
            estate()
                .zones(2, "z1")
                .workload(a(2).uid("new"))
                .placement(
                    new Placement(
                        Estates.id("a"), "old", List.of(Assignment.of("z1", 1)), List.of(), 0)));
    assertEquals(Cause.SpecChanged, of(other, "a").cause());
  }

  @Test
  void aSuspendedWorkloadStaysAsItIsAndHoldsItsRoom() {
    Plan p =
        plan(
            estate()
                .zones(3, "z1")
                .workload(a(5).suspended(), workload("b").replicas(2))
                .running("a", "z1", 2));
    assertEquals("z1=2", zones(of(p, "a")));
    assertEquals("", zones(of(p, "b")));
  }
}
