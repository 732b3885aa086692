package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Cause;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moved, why it might, and whether moves and homes add up. */
class CheckerMotionTest {
  private static final Set<String> FINE = Set.of();

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  private static EstateBuilder two() {
    return estate().zones(9, "z1", "z2");
  }

  @Test
  void countsAddUp() {
    Estate e = two().workload(a(3)).build();
    Decision good = decided("a").in("z1", 3).build(e);
    Decision wrong =
        new Decision(
            good.id(),
            good.outcome(),
            good.cause(),
            1,
            good.assignments(),
            List.of(),
            List.of(),
            List.of(),
            good.rejected(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            0);

    assertEquals(FINE, codes(e, new Plan(List.of(good), List.of())));
    assertEquals(Set.of("CountWrong"), codes(e, new Plan(List.of(wrong), List.of())));
    assertEquals(Set.of("DecisionMissing"), codes(e, new Plan(List.of(), List.of())));
    assertEquals(Set.of("DecisionTwice"), codes(e, new Plan(List.of(good, good), List.of())));
    assertEquals(
        Set.of("OrphansWrong"), codes(e, new Plan(List.of(good), List.of(Estates.id("b")))));
  }

  @Test
  void aFirstPlacementIsAllOrNothingAndGrowthIsNot() {
    Estate first = two().workload(a(3)).build();
    Estate growth = two().workload(a(3)).running("a", "z1", 1).build();

    assertEquals(Set.of("FirstPlacementPartial"), codes(first, decided("a").in("z1", 2)));
    assertEquals(FINE, codes(first, decided("a")));
    assertEquals(FINE, codes(growth, decided("a").in("z1", 2)));
  }

  @Test
  void runningReplicasStayWithoutACause() {
    Estate e =
        two().workload(a(2).rebalance(Mode.Never, 9)).placement(running("a", "z1", 2)).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2)));
    assertEquals(
        Set.of("MovedWithoutCause"),
        codes(e, decided("a").in("z1", 1).in("z2", 1).moved("z1", "z2", 1)));
    assertEquals(
        Set.of("MovesWrong", "ReplicasDropped"), codes(e, decided("a").in("z1", 1).in("z2", 1)));
    assertEquals(Set.of("ReplicasDropped"), codes(e, decided("a").in("z1", 1, 1)));
  }

  @Test
  void rebalancingKeepsToItsBudgetLessWhatMovedWithinTheHour() {
    Placement before =
        new Placement(Estates.id("a"), null, List.of(Assignment.of("z1", 4)), List.of(), 1);
    Estate e = two().workload(a(4).rebalance(Mode.Continuous, 2)).placement(before).build();

    assertEquals(
        FINE,
        codes(
            e, decided("a").in("z1", 3).in("z2", 1).moved("z1", "z2", 1).cause(Cause.Rebalanced)));
    assertEquals(
        Set.of("MovedWithoutCause"),
        codes(
            e, decided("a").in("z1", 2).in("z2", 2).moved("z1", "z2", 2).cause(Cause.Rebalanced)));
  }

  /** Two of one each go home; so many may in the hour, and so many did before. */
  @ParameterizedTest
  @CsvSource({"2, 0, ''", "3, 1, ''", "1, 0, x", "2, 1, x", "0, 0, x", "0, 1, x"})
  void allTogetherKeepToTheirBudget(int perHour, int before, String found) {
    EstateBuilder estate = two().moving(perHour, null).workload(a(1), workload("b").replicas(1));
    for (String name : List.of("a", "b")) {
      estate.placement(
          new Placement(
              Estates.id(name),
              null,
              List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 0)),
              List.of(),
              name.equals("a") ? before : 0));
    }
    estate.workload(workload("c").replicas(1)).running("c", "z1", 1);
    Plans.Draft a = decided("a").in("z1", 1).moved("z2", "z1", 1).cause(Cause.Returned);
    Plans.Draft b = decided("b").in("z1", 1).moved("z2", "z1", 1).cause(Cause.Returned);
    assertEquals(
        found.isEmpty() ? FINE : Set.of("MovedTogetherOverBudget"),
        codes(estate.build(), a, b, decided("c").in("z1", 1)));
  }

  /** What was evicted is of no budget, and what moved beside it is: the decision says how many. */
  @ParameterizedTest
  @CsvSource({"0, 2, ''", "1, 2, ''", "1, 0, MovedTogetherOverBudget", "3, 9, MovedWithoutCause"})
  void whatMovesBesideAnEvictionIsOfTheBudget(int voluntary, int perHour, String found) {
    Estate e =
        estate()
            .moving(perHour, null)
            .zones(2, "z1")
            .zones(9, "z2")
            .workload(a(2), workload("b").replicas(1).priority(10).only("z1"))
            .running("a", "z1", 2)
            .build();
    assertEquals(
        found.isEmpty() ? FINE : Set.of(found),
        codes(
            e,
            decided("a")
                .in("z2", 2)
                .moved("z1", "z2", 2)
                .cause(Cause.Preempted)
                .voluntary(voluntary),
            decided("b").in("z1", 1)));
  }

  @Test
  void whatHasToLeaveIsOfNoBudget() {
    Estate e =
        estate()
            .moving(0, null)
            .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
            .workload(a(2))
            .running("a", "z1", 2)
            .build();
    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 0, 2)
                .in("z2", 2, 0)
                .moved("z1", "z2", 2)
                .cause(Cause.ZoneState)));
  }

  @Test
  void scaleDownTakesWhatIsTooManyAndNoMore() {
    Estate e = two().workload(a(3)).running("a", "z1", 3, "z2", 2).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2).in("z2", 1)));
    assertEquals(Set.of("ReplicasDropped"), codes(e, decided("a").in("z1", 1).in("z2", 1)));
    assertEquals(Set.of("OutcomeWrong"), codes(e, decided("a").in("z1", 3).in("z2", 2)));
  }

  @Test
  void replicasLeaveALostZoneAndRememberIt() {
    Estate e =
        estate()
            .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
            .workload(a(2))
            .running("a", "z1", 2)
            .build();

    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 0, 2)
                .in("z2", 2, 0)
                .moved("z1", "z2", 2)
                .cause(Cause.ZoneState)));
    assertEquals(
        Set.of("StillInLostZone"), codes(e, decided("a").in("z1", 2).cause(Cause.ZoneState)));
    assertEquals(
        Set.of("HomeWrong"),
        codes(
            e,
            decided("a")
                .in("z1", 0, 2)
                .in("z2", 2, 2)
                .moved("z1", "z2", 2)
                .cause(Cause.ZoneState)));
  }

  @Test
  void aZoneOutOfServiceCountsAsLostAfterFailoverAfter() {
    for (int minutes : new int[] {1, 5}) {
      Estate e =
          estate()
              .zone(zone("z1").unhealthySince(NOW.minus(Duration.ofMinutes(minutes))), zone("z2"))
              .workload(
                  a(1).failover(Duration.ofMinutes(5), Duration.ZERO).rebalance(Mode.Never, 0))
              .running("a", "z1", 1)
              .build();
      Plans.Draft moved =
          decided("a").in("z1", 0, 1).in("z2", 1, 0).moved("z1", "z2", 1).cause(Cause.ZoneState);
      assertEquals(
          minutes == 5 ? FINE : Set.of("HomeWrong", "MovedBySilence", "MovedWithoutCause"),
          codes(e, moved));
    }
  }

  @Test
  void goingHomeWaitsForReturnAfter() {
    for (int minutes : new int[] {29, 30}) {
      Placement away =
          new Placement(
              Estates.id("a"),
              null,
              List.of(new Assignment("z1", 0, 2), new Assignment("z2", 2, 0)),
              List.of(),
              0);
      Estate e =
          estate()
              .zone(zone("z1").since(NOW.minus(Duration.ofMinutes(minutes))), zone("z2"))
              .workload(a(2))
              .placement(away)
              .build();
      assertEquals(
          minutes == 30 ? FINE : Set.of("ReturnTooEarly"),
          codes(e, decided("a").in("z1", 2).moved("z2", "z1", 2).cause(Cause.Returned)));
    }
  }

  /**
   * z1 is back for long enough, z3 is no zone of this workload. Nothing goes home for its own sake
   * while z3 is lost or silent; what mends something, was missing or had to leave may come.
   */
  @ParameterizedTest
  @CsvSource({
    "in service, goes home, Returned, ''",
    "lost, goes home, Returned, ReturnInIncident",
    "silent, goes home, Returned, ReturnInIncident",
    "just silent, goes home, Returned, ReturnInIncident",
    "drained, goes home, Returned, ''",
    "lost, goes home, SpecChanged, ReturnInIncident",
    "lost, goes home, ZoneState, ReturnInIncident",
    "lost, goes home, Rebalanced, ReturnInIncident",
    "lost, moves on, Rebalanced, MovedWithoutCause",
    "lost, moves on, Returned, MovedWithoutCause",
    "in service, moves on, Rebalanced, ''",
    "lost, goes home and mends, Rebalanced, ''",
    "lost, goes home and mends, ZoneState, ''",
    "lost, goes home and mends, Returned, ReturnInIncident",
    "lost, moves on and mends, Rebalanced, ''",
    "lost, one goes home and one is new, Rebalanced, ''",
    "lost, one goes home and one is new, ZoneState, ''",
    "lost, one goes home and one is new, SpecChanged, ReturnInIncident",
    "lost, one goes home and one is new, Returned, ReturnInIncident",
    "lost, one is new, SpecChanged, ''",
    "lost, had to leave, ZoneState, ''",
  })
  void nothingGoesHomeInAnIncident(String other, String what, Cause cause, String found) {
    Duration ago = other.startsWith("just") ? Duration.ofSeconds(1) : Duration.ofHours(1);
    ZoneBuilder z3 = zone("z3");
    switch (other) {
      case "lost" -> z3.state(ZoneState.Lost);
      case "drained" -> z3.state(ZoneState.Drained);
      case "silent", "just silent" -> z3.unhealthySince(NOW.minus(ago));
      default -> {
        // In service.
      }
    }
    boolean leaves = what.equals("had to leave");
    boolean grows = what.contains("new");
    Placement away =
        new Placement(
            Estates.id("a"),
            null,
            List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 0)),
            List.of(),
            0);
    Estate e =
        estate()
            .zone(
                zone("z1").since(NOW.minus(Duration.ofMinutes(30))),
                zone("z2").state(leaves ? ZoneState.Drained : ZoneState.Active),
                z3,
                zone("z4"))
            .workload(what.contains("mends") ? a(1).rule(notInZ2()) : a(grows ? 2 : 1))
            .placement(away)
            .build();
    Plans.Draft draft =
        switch (what) {
          case "one is new" -> decided("a").in("z1", 1).in("z2", 1);
          case "one goes home and one is new" ->
              decided("a").in("z1", 1).in("z4", 1).moved("z2", "z1", 1);
          case "moves on", "moves on and mends" ->
              decided("a").in("z1", 0, 1).in("z4", 1, 0).moved("z2", "z4", 1);
          default -> decided("a").in("z1", 1).moved("z2", "z1", 1);
        };
    assertEquals(found.isEmpty() ? FINE : Set.of(found), codes(e, draft.cause(cause)));
  }

  private static BoundRule notInZ2() {
    return Estates.rule(
        "r",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Rebalance,
        Verdict.Result.Reject,
        "z1",
        "z3",
        "z4");
  }

  /**
   * z1 has been back for long enough, z3 has not; all three replicas belong to a zone of their own.
   */
  @Test
  void whatWasMissingComesAtOnceBesideWhatGoesHome() {
    for (int running : new int[] {2, 3}) {
      Placement away =
          new Placement(
              Estates.id("a"),
              null,
              List.of(
                  new Assignment("z1", 0, 1),
                  new Assignment("z2", running, 1),
                  new Assignment("z3", 0, 1)),
              List.of(),
              0);
      Estate e =
          estate()
              .zone(
                  zone("z1").since(NOW.minus(Duration.ofMinutes(30))),
                  zone("z2"),
                  zone("z3").since(NOW.minus(Duration.ofMinutes(1))))
              .workload(a(3))
              .placement(away)
              .build();
      Plans.Draft home =
          decided("a")
              .in("z1", 1)
              .in("z2", 1)
              .in("z3", 1)
              .moved("z2", "z1", 1)
              .cause(Cause.Returned);
      assertEquals(
          running == 2 ? FINE : Set.of("ReturnTooEarly"),
          codes(e, running == 2 ? home : home.moved("z2", "z3", 1)));
    }
  }

  @Test
  void aRuleThatMovesAtOnceMovesWithoutABudget() {
    for (BoundRule.OnViolation then : BoundRule.OnViolation.values()) {
      for (Verdict.Result answer :
          new Verdict.Result[] {Verdict.Result.Reject, Verdict.Result.Unknown}) {
        Estate e =
            two()
                .workload(
                    a(3).rebalance(Mode.WhenNeeded, 2)
                        .rule(Estates.rule("r", BoundRule.Action.Enforce, then, answer, "z2")))
                .running("a", "z1", 3)
                .build();
        boolean may = then == BoundRule.OnViolation.MoveNow && answer == Verdict.Result.Reject;
        assertEquals(
            may ? FINE : Set.of("MovedWithoutCause"),
            codes(e, decided("a").in("z2", 3).moved("z1", "z2", 3)),
            then + " " + answer);
      }
    }
  }

  @Test
  void onlyAHigherPriorityThatPreemptsEvicts() {
    for (int priority : new int[] {0, 10}) {
      for (boolean preempts : new boolean[] {true, false}) {
        Estate e =
            estate()
                .zones(2, "z1")
                .workload(a(2), workload("b").replicas(2).priority(priority, preempts))
                .running("a", "z1", 2)
                .build();
        Set<String> found = codes(e, decided("a").cause(Cause.Preempted), decided("b").in("z1", 2));
        assertEquals(
            priority > 0 && preempts ? FINE : Set.of("PreemptedByNobody", "ReplicasDropped"),
            found,
            priority + " " + preempts);
      }
    }
  }

  /** One of a is evicted in z1 for b, and one that has to leave z2 comes there. */
  @ParameterizedTest
  @CsvSource({
    "Drained, 1, 10, ''",
    "Drained, 2, 10, ReplicasDropped",
    "Active, 1, 10, ReplicasDropped",
    "Drained, 1, 0, PreemptedByNobody ReplicasDropped"
  })
  void whoHasToLeaveMayComeWhereOthersOfItWereEvicted(
      ZoneState state, int leaving, int priority, String found) {
    Estate e =
        estate()
            .zone(zone("z1").cpu(2), zone("z2").state(state))
            .workload(a(1 + leaving), workload("b").priority(priority).only("z1"))
            .running("a", "z1", 1, "z2", leaving)
            .build();
    assertEquals(
        found.isEmpty() ? FINE : Set.of(found.split(" ")),
        codes(e, decided("a").in("z1", 1).cause(Cause.Preempted), decided("b").in("z1", 1)));
  }

  /** Five moved to z2 and were evicted there: back only where c came, from whom they are apart. */
  @ParameterizedTest
  @CsvSource({
    "true, true, 5, 10, ''",
    "true, true, 3, 10, ReplicasDropped",
    "true, true, 5, 0, ReplicasDropped",
    "true, false, 5, 10, ReplicasDropped",
    "false, true, 5, 10, ReplicasDropped"
  })
  void whoWentNowhereMovedAndWasEvictedAndWhereItWasSomebodyIsNow(
      boolean apart, boolean came, int sent, int priority, String found) {
    WorkloadBuilder a = a(5).tolerate(Scope.ZONE);
    Estate e =
        estate()
            .zone(zone("z1").site("s").state(ZoneState.Drained), zone("z2").cpu(9))
            .zone(zone("z3").site("s").cpu(9))
            .workload(
                apart ? a.antiAffinity("c", Scope.SITE, true) : a,
                workload("b").priority(priority).only("z2"),
                workload("c").only("z3"))
            .running("c", "z3", came ? 0 : 1)
            .placement(
                new Placement(
                    Estates.id("a"),
                    null,
                    List.of(Assignment.of("z1", 5)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "z1"),
                            List.of(Plans.move("z1", "z2", sent)),
                            List.of(),
                            0)),
                    0))
            .build();
    Set<String> codes =
        new java.util.TreeSet<>(
            codes(
                e,
                decided("a").cause(Cause.Preempted),
                decided("b").in("z2", 1),
                decided("c").in("z3", 1)));
    codes.retainAll(Set.of("ReplicasDropped"));
    assertEquals(found.isEmpty() ? FINE : Set.of(found), codes);
  }

  /** In a real loss the same may be. */
  @ParameterizedTest
  @CsvSource({
    "false, Active, ''",
    "true, Active, PreemptedByNobody ReplicasDropped",
    "true, Lost, ''"
  })
  void nobodyIsEvictedWhileALiveDrillHasZonesLeft(boolean drilled, ZoneState beside, String found) {
    Zone z2 = zone("z2").cpu(2).build();
    List<Zone> zones =
        List.of(
            zone("z1").cpu(2).build(),
            drilled ? z2.leftFor(new Zone.Drill("d", NOW, null, ZoneState.Active), NOW) : z2,
            zone("z3").cpu(2).state(beside).build());
    Estate of =
        estate()
            .workload(a(2), workload("b").replicas(2).priority(10))
            .running("a", "z1", 2)
            .build();
    Estate e = new Estate(NOW, List.of(), zones, of.workloads(), of.placements(), List.of());
    assertEquals(
        found.isEmpty() ? FINE : Set.of(found.split(" ")),
        codes(e, decided("a").cause(Cause.Preempted), decided("b").in("z1", 2)));
  }

  @Test
  void evictionsAtALossAreOfLowerPrioritiesThatRunThere() {
    for (int priority : new int[] {0, 10}) {
      Estate e =
          estate()
              .zones(2, "z1", "z2")
              .workload(a(2).tolerate(Scope.ZONE).priority(priority), workload("low").replicas(2))
              .build();
      for (int victims : new int[] {2, 3}) {
        List<Contingency.Eviction> evicts =
            List.of(new Contingency.Eviction(Estates.id("low"), "z2", victims));
        Set<String> found =
            codes(
                e,
                decided("a").in("z1", 2).loss(Scope.ZONE, "z1", evicts, Plans.move("z1", "z2", 2)),
                decided("low").in("z2", 2));
        Set<String> expected = new java.util.TreeSet<>();
        if (priority == 0) {
          expected.add("EvictionPriority");
        }
        if (victims == 3) {
          expected.add("EvictionWrong");
        }
        assertEquals(expected, found);
      }
    }
  }

  @Test
  void inOneEventNoReplicaIsPromisedTwice() {
    Estate e =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(
                a(1).tolerate(Scope.ZONE).priority(10),
                workload("b").tolerate(Scope.ZONE).priority(10),
                workload("low"))
            .build();
    List<Contingency.Eviction> evicts =
        List.of(new Contingency.Eviction(Estates.id("low"), "z2", 1));
    for (String zone : List.of("z1", "z3")) {
      assertEquals(
          zone.equals("z1") ? Set.of("EvictionWrong") : FINE,
          codes(
              e,
              decided("a").in("z1", 1).loss(Scope.ZONE, "z1", evicts, Plans.move("z1", "z2", 1)),
              decided("b").in(zone, 1).loss(Scope.ZONE, zone, evicts, Plans.move(zone, "z2", 1)),
              decided("low").in("z2", 1)),
          zone);
    }
  }

  @Test
  void unchangedAndSuspendedAreWhatWas() {
    Estate e = two().workload(a(2)).running("a", "z1", 2).build();
    Estate more = two().workload(a(3)).running("a", "z1", 2).build();
    Estate suspended = two().workload(a(5).suspended()).running("a", "z1", 2).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2).cause(Cause.Unchanged)));
    assertEquals(
        Set.of("NotUnchanged"), codes(more, decided("a").in("z1", 3).cause(Cause.Unchanged)));
    assertEquals(FINE, codes(suspended, decided("a").in("z1", 2)));
    assertEquals(Set.of("NotUnchanged"), codes(suspended, decided("a").in("z1", 5)));
  }

  @Test
  void volumesWithoutReplicationStayWhereTheyAre() {
    Estate drained =
        estate()
            .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
            .workload(a(1).dataBound())
            .running("a", "z1", 1)
            .build();

    assertEquals(FINE, codes(drained, decided("a").in("z1", 1)));
    assertEquals(
        Set.of("DataBound"),
        codes(drained, decided("a").in("z1", 0, 1).in("z2", 1, 0).moved("z1", "z2", 1)));
  }

  @Test
  void aPlacementOfAnotherUidIsAnOrphan() {
    Placement other =
        new Placement(Estates.id("a"), "old", List.of(Assignment.of("z1", 1)), List.of(), 0);
    Estate e = two().workload(a(1).uid("new")).placement(other).build();
    Decision d = decided("a").in("z2", 1).build(e);

    assertEquals(FINE, codes(e, new Plan(List.of(d), List.of(Estates.id("a")))));
    assertEquals(Set.of("OrphansWrong"), codes(e, new Plan(List.of(d), List.of())));
  }

  /** Each part of what is unchanged, and each way in which bound data moves, is found by itself. */
  @ParameterizedTest
  @CsvSource({
    "suspended, moves, but moves: ",
    "suspended, contingency, but its contingency is another",
    "suspended, counts, became",
    "bound, moves, 'its data cannot move, and 1 replicas do'",
    "bound, counts, replicas appear where their data is not",
  })
  void eachIsFoundByItself(String kind, String changed, String finding) {
    WorkloadBuilder a = kind.equals("bound") ? a(1).dataBound() : a(1).suspended();
    Estate e = two().workload(a).running("a", "z1", 1).build();
    Plans.Draft draft =
        switch (changed) {
          case "moves" -> decided("a").in("z1", 1).moved("z1", "z2", 1);
          case "contingency" -> decided("a").in("z1", 1).loss(Scope.ZONE, "z1");
          default -> decided("a").in("z2", 1);
        };
    List<String> found =
        Checker.check(e, Plans.plan(e, draft)).stream().map(Finding::toString).toList();
    assertTrue(found.stream().anyMatch(f -> f.contains(finding)), found::toString);
  }

  /** Who asks for more than the zone has in one place uses less there: it leaves it alone. */
  @ParameterizedTest
  @CsvSource({"4, false", "5, true", "9, false"})
  void aDegradedZoneIsLeftByWhoHasNoRoomInIt(long beside, boolean fine) {
    Duration five = Duration.ofMinutes(5);
    Estate e =
        estate()
            .zone(
                zone("z1").cpu(8).health(Health.Signal.Degraded, NOW.minus(Duration.ofHours(1))),
                zone("z2").cpu(20))
            .workload(workload("h").cpu(beside), workload("x").cpu(4).failover(five, five))
            .running("h", "z1", 1)
            .running("x", "z1", 1)
            .build();
    assertEquals(
        fine,
        codes(
                e,
                decided("h").in("z1", 1),
                decided("x")
                    .in("z1", 0, 1)
                    .in("z2", 1, 0)
                    .moved("z1", "z2", 1)
                    .cause(Cause.ZoneState))
            .isEmpty());
  }
}
