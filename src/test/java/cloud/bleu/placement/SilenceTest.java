package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.CheckerView;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A zone of which nothing is heard is not proven lost: what has a new place moves once the workload
 * has waited, what has none stays, and nothing moves while our own view is in doubt.
 */
class SilenceTest {

  private static final Instant LONG_AGO = NOW.minus(Duration.ofMinutes(10));

  private static WorkloadBuilder web(int replicas) {
    return workload("web")
        .replicas(replicas)
        .failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
  }

  private static String placed(EstateBuilder estate) {
    return where(plan(estate));
  }

  private static Decision plan(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    Decision web = Estates.of(plan, "web");
    // What the checker holds back stands as if it waited.
    assertFalse(web.outcome() instanceof Decision.Outcome.Kept, web.toString());
    return web;
  }

  private static String where(Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone() + "=" + a.replicas())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({"299, 'z1=3'", "300, 'z2=2, z3=1'", "301, 'z2=2, z3=1'", "1, 'z1=3'"})
  void movesOnceTheWorkloadHasWaited(int seconds, String expected) {
    assertEquals(
        expected,
        placed(
            estate()
                .zone(zone("z1").unhealthySince(NOW.minusSeconds(seconds)), zone("z2"), zone("z3"))
                .workload(web(3))
                .running("web", "z1", 3)));
  }

  /** The longer of the two waits counts; the zone is closed meanwhile. */
  @ParameterizedTest
  @CsvSource({
    "600, 599, 'z1=3'",
    "600, 600, 'z2=2, z3=1'",
    "300, 300, 'z2=2, z3=1'",
    "60, 299, 'z1=3'",
    "60, 300, 'z2=2, z3=1'",
  })
  void movesOnceTheZoneHasWaitedToo(int zone, int seconds, String expected) {
    assertEquals(
        expected,
        placed(
            estate()
                .zone(
                    zone("z1")
                        .unhealthySince(NOW.minusSeconds(seconds))
                        .patience(Duration.ofSeconds(zone)),
                    zone("z2"),
                    zone("z3"))
                .workload(web(3))
                .running("web", "z1", 3)));
  }

  @Test
  void keepsWhatHasNoNewPlace() {
    Decision web =
        plan(
            estate()
                .zone(zone("z1").unhealthySince(LONG_AGO), zone("z2").cpu(2), zone("z3").cpu(0))
                .workload(web(5))
                .running("web", "z1", 5));
    assertEquals("z1=3, z2=2", where(web));
    assertEquals(0, web.missing());
    assertEquals("ZoneSilent", web.shortfalls().get(0).code());
  }

  @Test
  void keepsAllWhereNothingElseIsAllowed() {
    Decision web =
        plan(
            estate()
                .zone(zone("z1").unhealthySince(LONG_AGO), zone("z2"), zone("z3"))
                .workload(web(2).only("z1"))
                .running("web", "z1", 2));
    assertEquals("z1=2", where(web));
    assertTrue(web.outcome() instanceof Decision.Outcome.Placed);
  }

  @Test
  void whatIsReportedLostIsGoneAllTheSame() {
    assertEquals(
        "z2=2",
        placed(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(2), zone("z3").cpu(0))
                .workload(web(5))
                .running("web", "z1", 5)));
  }

  @Test
  void volumesAndQuorumsMoveOnlyWhenSomebodyReportsTheLoss() {
    for (WorkloadBuilder bound :
        List.of(web(3).dataBound(), web(3).dataBound().replication(null, null), web(3).quorum())) {
      assertEquals(
          "z1=3",
          placed(
              estate()
                  .zone(zone("z1").unhealthySince(LONG_AGO), zone("z2"), zone("z3"), zone("z4"))
                  .workload(bound)
                  .running("web", "z1", 3)));
    }
  }

  /** A blip is no news; and it would be Resilient for as long as nobody looks. */
  @ParameterizedTest
  @CsvSource({"0, false", "59, false", "60, true", "3600, true"})
  void whatWaitsForAReportSaysSoOnceItsZoneIsSilentForFailoverAfter(int seconds, boolean said) {
    for (WorkloadBuilder waits :
        List.of(
            web(3).waits(Duration.ofMinutes(1)), web(3).waits(Duration.ofMinutes(1)).dataBound())) {
      Decision web =
          plan(
              estate()
                  .zone(
                      zone("z1").unhealthySince(NOW.minusSeconds(seconds)), zone("z2"), zone("z3"))
                  .workload(waits)
                  .running("web", "z1", 3));
      assertEquals("z1=3", where(web));
      assertEquals(said ? 1 : 0, web.shortfalls().size());
      if (said) {
        assertEquals("ZoneSilent", web.shortfalls().get(0).code());
        assertTrue(web.shortfalls().get(0).message().contains("incident to Lost"));
      }
    }
  }

  @Test
  void whatIsNotToBeRecreatedStays() {
    assertEquals(
        "z1=2, z2=1",
        placed(
            estate()
                .zone(zone("z1").unhealthySince(LONG_AGO), zone("z2"), zone("z3"))
                .workload(web(3).tolerate(Scope.ZONE, 0, Recover.None, true))
                .placement(
                    new Placement(
                        Estates.id("web"),
                        null,
                        List.of(new Assignment("z1", 2, 2), new Assignment("z2", 1, 1)),
                        List.of(),
                        0))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Health.Signal.class,
      names = {"Silent", "Gone"})
  void takesNothingNewFromTheFirstMoment(Health.Signal signal) {
    assertEquals(
        "z2=1",
        placed(
            estate()
                .zone(zone("z1").health(signal, NOW), zone("z2"), zone("z3"))
                .workload(web(1))));
  }

  @Test
  void nodesThatWereNeverSeenTakeNothingNewAndAreNoLoss() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").health(Health.Signal.NodesUnknown, null), zone("z2"), zone("z3"))
            .workload(web(2));
    assertEquals("z2=1, z3=1", placed(estate));
    Decision web = plan(estate.running("web", "z1", 2));
    assertEquals("z1=2", where(web));
    assertEquals("NodesUnknown", web.rejected().get("z1").get(0).code());
  }

  /** It answers again, and not for long enough: it is no loss, and nothing comes or goes home. */
  @Test
  void zoneThatRecoversTakesNothingNewAndIsNoLoss() {
    Instant since = NOW.minusSeconds(3600);
    EstateBuilder estate =
        estate()
            .zone(zone("z1").health(Health.Signal.Recovering, since), zone("z2"), zone("z3"))
            .workload(web(2));
    assertEquals("z2=1, z3=1", placed(estate));
    Decision web = plan(estate.running("web", "z1", 2));
    assertEquals("z1=2", where(web));
    assertEquals("ZoneRecovering", web.rejected().get("z1").get(0).code());
  }

  @Test
  void nodesThatAreGoneAreAsLostAsNodesThatAreSilent() {
    assertEquals(
        "z2=2, z3=1",
        placed(
            estate()
                .zone(zone("z1").health(Health.Signal.Gone, LONG_AGO), zone("z2"), zone("z3"))
                .workload(web(3))
                .running("web", "z1", 3)));
  }

  @Test
  void nothingMovesWhileEverythingIsSilent() {
    Decision web =
        plan(
            estate()
                .zone(
                    zone("z1").unhealthySince(LONG_AGO),
                    zone("z2").unhealthySince(LONG_AGO.plusSeconds(20)),
                    zone("z3").unhealthySince(LONG_AGO.plusSeconds(59)))
                .workload(web(3))
                .running("web", "z1", 3));
    assertEquals("z1=3", where(web));
    assertEquals(Decision.Cause.Unchanged, web.cause());
    assertEquals("ViewInDoubt", web.shortfalls().get(0).code());
  }

  @Test
  void whatAPersonReportsIsDoneWhileEverythingIsSilent() {
    assertEquals(
        "z3=3",
        placed(
            estate()
                .zone(
                    zone("z1").unhealthySince(LONG_AGO).state(ZoneState.Lost),
                    zone("z2").unhealthySince(LONG_AGO),
                    zone("z3"),
                    zone("z4").cpu(0))
                .workload(web(3))
                .running("web", "z1", 3)));
  }

  private static ZoneBuilder at(String name, String site, int silentForMinutes) {
    ZoneBuilder zone = zone(name).site(site);
    return silentForMinutes == 0
        ? zone
        : zone.unhealthySince(NOW.minus(Duration.ofMinutes(silentForMinutes)));
  }

  private static String doubt(ZoneBuilder... zones) {
    Estate estate = estate().zone(zones).build();
    String doubt = PartitionDetection.doubt(estate.zones());
    assertEquals(doubt != null, CheckerView.inDoubt(estate), "the checker reads it alike");
    return doubt;
  }

  @Test
  void halfOfTheZonesIsALossAndMoreThanHalfIsDoubt() {
    assertNull(doubt(at("a", "s", 10), at("b", "s", 10), at("c", "t", 0), at("d", "t", 0)));
    assertNotNull(doubt(at("a", "s", 10), at("b", "s", 10), at("c", "s", 10), at("d", "t", 0)));
    assertNotNull(doubt(at("a", "s", 10)));
  }

  @Test
  void zonesThatTurnedSilentOneAfterTheOtherAreNoDoubt() {
    assertNull(doubt(at("a", "s", 30), at("b", "t", 20), at("c", "u", 10), at("d", "v", 0)));
    assertNotNull(doubt(at("a", "s", 20), at("b", "t", 20), at("c", "u", 19), at("d", "v", 0)));
  }

  @Test
  void sitesThatShareNothingAreDoubtAndSitesThatShareAHazardAreALoss() {
    assertNotNull(
        doubt(
            at("a", "s", 10), at("b", "t", 10), at("c", "u", 0), at("d", "v", 0), at("e", "w", 0)));
    assertNull(
        doubt(
            at("a", "s", 10).hazard("flood", "seine"),
            at("b", "t", 10).hazard("flood", "seine"),
            at("c", "u", 0),
            at("d", "v", 0),
            at("e", "w", 0)));
    assertNotNull(
        doubt(
            at("a", "s", 10).hazard("flood", "None"),
            at("b", "t", 10).hazard("flood", "None"),
            at("c", "u", 0),
            at("d", "v", 0),
            at("e", "w", 0)));
    // A zone that answers on one of the sites: that site is not lost, and the other is one alone.
    assertNull(
        doubt(
            at("a", "s", 10), at("b", "t", 10), at("c", "t", 0), at("d", "v", 0), at("e", "w", 0)));
  }

  /** Two zones that run nothing are switched off together; a third is lost later. */
  @Test
  void drainedZonesThatAreSwitchedOffAreNoDoubtAndThoseThatAreHeardAreWitnesses() {
    ZoneBuilder[] off = {
      at("a", "s", 10).state(ZoneState.Drained), at("b", "t", 10).state(ZoneState.Drained)
    };
    assertNull(doubt(off[0], off[1], at("c", "u", 5), at("d", "v", 0)));
    assertNull(doubt(off[0], at("c", "u", 10), at("d", "v", 0)));
    assertNotNull(doubt(off[0], at("c", "u", 10), at("d", "v", 10), at("e", "w", 0)));
    ZoneBuilder on = at("b", "t", 0).state(ZoneState.Drained);
    assertNull(doubt(at("c", "u", 10), on), "half of those that are heard");
  }

  @Test
  void zonesReportedLostAndZonesWithoutNodesAreNoWitnesses() {
    assertNull(
        doubt(
            at("a", "s", 10).state(ZoneState.Lost),
            at("b", "t", 10),
            at("c", "u", 0),
            at("d", "v", 0)));
    assertNotNull(
        doubt(
            at("a", "s", 10),
            at("b", "t", 10),
            at("c", "u", 0).health(Health.Signal.NodesUnknown, null),
            at("d", "v", 0)));
  }

  @Test
  void degradedZoneMovesWhatNoLongerFitsLowestPriorityFirst() {
    EstateBuilder estate =
        estate()
            .zone(
                zone("z1").cpu(4).health(Health.Signal.Degraded, LONG_AGO),
                zone("z2").cpu(9),
                zone("z3").cpu(0))
            .workload(
                web(3).priority(10, false).rebalance(Workload.Rebalance.Mode.Never, 0),
                workload("low")
                    .replicas(3)
                    .failover(Duration.ofMinutes(5), Duration.ofMinutes(30))
                    .rebalance(Workload.Rebalance.Mode.Never, 0))
            .running("web", "z1", 3)
            .running("low", "z1", 3);
    Plan plan = Planner.plan(estate.build());
    assertEquals(List.of(), Checker.check(estate.build(), plan));
    assertEquals("z1=3", where(Estates.of(plan, "web")));
    assertEquals("z1=1, z2=2", where(Estates.of(plan, "low")));
    assertEquals(Decision.Cause.ZoneState, Estates.of(plan, "low").cause());
  }

  /** The sums of two nodes of 16 hold three of 9 or of 8 cpus; the nodes hold two, or four. */
  @ParameterizedTest
  @CsvSource({"9, 'z1=2, z2=1'", "8, 'z1=3'", "17, 'z2=3'"})
  void degradedZoneMovesWhatNoNodeOfItHolds(int cpu, String expected) {
    assertEquals(
        expected,
        placed(
            estate()
                .zone(
                    zone("z1").nodes(2, 16).health(Health.Signal.Degraded, LONG_AGO),
                    zone("z2").nodes(4, 20))
                .workload(web(3).cpu(cpu).rebalance(Workload.Rebalance.Mode.Never, 0))
                .running("web", "z1", 3)));
  }

  @Test
  void degradedZoneKeepsWhatHasNoNewPlaceAndWhatHasNotWaited() {
    assertEquals(
        "z1=6",
        placed(
            estate()
                .zone(zone("z1").cpu(4).health(Health.Signal.Degraded, LONG_AGO), zone("z2").cpu(0))
                .workload(web(6))
                .running("web", "z1", 6)));
    assertEquals(
        "z1=6",
        placed(
            estate()
                .zone(
                    zone("z1").cpu(4).health(Health.Signal.Degraded, NOW.minusSeconds(10)),
                    zone("z2").cpu(9))
                .workload(web(6))
                .running("web", "z1", 6)));
  }

  @ParameterizedTest
  @CsvSource({"29, 'z2=4'", "31, 'z1=2, z2=2'"})
  void mendingTowardsAZoneThatIsBackWaitsAsGoingHomeDoes(int minutesBack, String expected) {
    Instant back = NOW.minus(Duration.ofMinutes(minutesBack));
    assertEquals(
        expected,
        placed(
            estate()
                .zone(zone("z1").since(back).health(Health.Signal.Healthy, back), zone("z2"))
                .workload(
                    web(4)
                        .spread(Scope.ZONE, 2, null, 1, true)
                        .rebalance(Workload.Rebalance.Mode.WhenNeeded, 10))
                .running("web", "z2", 4)));
  }

  @Test
  void whoComesLaterDoesNotTakeTheRoomOfWhatWaitsToGoHome() {
    Instant back = NOW.minus(Duration.ofMinutes(1));
    EstateBuilder estate =
        estate()
            .zone(zone("z1").since(back).cpu(4), zone("z2").cpu(9))
            .workload(
                web(3).priority(10, false),
                workload("low").replicas(9).rebalance(Workload.Rebalance.Mode.Never, 0))
            .placement(
                new Placement(
                    Estates.id("web"),
                    null,
                    List.of(new Assignment("z1", 0, 3), new Assignment("z2", 3, 0)),
                    List.of(),
                    0))
            .running("low", "z2", 6);
    Plan plan = Planner.plan(estate.build());
    assertEquals(List.of(), Checker.check(estate.build(), plan));
    assertEquals("z2=3", where(Estates.of(plan, "web")));
    assertEquals("z1=1, z2=6", where(Estates.of(plan, "low")));
  }

  /** At the loss of where it is it goes home, into the room that is held for it there anyway. */
  @ParameterizedTest
  @CsvSource({"4, 2, 2, true", "3, 2, 1, true", "3, 2, 2, false", "2, 2, 1, false"})
  void roomAtHomeIsTheReserveToo(int room, int web, int low, boolean placed) {
    Estate estate =
        estate()
            .zone(
                zone("z1")
                    .health(Health.Signal.Healthy, NOW.minus(Duration.ofMinutes(1)))
                    .cpu(room),
                zone("z2").cpu(9))
            .workload(
                web(web).tolerate(Scope.ZONE).priority(10, false),
                workload("low").replicas(low).only("z1"))
            .placement(
                new Placement(
                    Estates.id("web"),
                    null,
                    List.of(new Assignment("z1", 0, web), new Assignment("z2", web, 0)),
                    List.of(),
                    0))
            .build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    Decision away = Estates.of(plan, "web");
    assertEquals("z2=" + web, where(away));
    assertEquals(List.of(new Contingency.Move("z2", "z1", web)), away.contingency().get(0).moves());
    assertEquals(placed ? "z1=" + low : "", where(Estates.of(plan, "low")));
  }

  /**
   * A zone that is silent and back again and again for an hour. Where it is never back for as long
   * as the workload waits, replicas leave it once; else no more is decided than the stated bound.
   */
  @ParameterizedTest
  @CsvSource({"30, 30, 15, 1800, 2", "30, 30, 15, 60, 2", "90, 330, 60, 300, ", "20, 65, 15, 60, "})
  void zoneThatFlapsCostsABoundedNumberOfDecisions(
      int silentFor, int healthyFor, int after, int returnAfter, @Nullable Integer expected) {
    Workload web =
        web(6)
            .failover(Duration.ofSeconds(after), Duration.ofSeconds(returnAfter))
            .spread(Scope.ZONE, 2, null, 1, true)
            .tolerate(Scope.ZONE)
            .build();
    List<Zone> zones = estate().zones(9, "z1", "z2", "z3").build().zones();
    Plan plan = Planner.plan(new Estate(NOW, List.of(), zones, List.of(web), List.of(), List.of()));
    assertEquals("z1=2, z2=2, z3=2", where(plan.decisions().get(0)));
    int period = silentFor + healthyFor;
    int moves = 0;
    int changes = 0;
    for (int second = 0; second < 3600; second += 5) {
      boolean silent = second % period < silentFor;
      Instant since = NOW.plusSeconds((long) second / period * period + (silent ? 0 : silentFor));
      Zone flaps =
          zones
              .get(0)
              .withHealth(
                  ZoneState.Active,
                  since,
                  new Health(silent ? Health.Signal.Silent : Health.Signal.Healthy, since));
      Estate estate =
          new Estate(
              NOW.plusSeconds(second),
              List.of(),
              List.of(flaps, zones.get(1), zones.get(2)),
              List.of(web),
              List.of(inForce(plan.decisions().get(0))),
              List.of());
      plan = Planner.plan(estate);
      assertEquals(List.of(), Checker.check(estate, plan));
      Decision decision = plan.decisions().get(0);
      moves += decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
      changes += decision.cause() == Decision.Cause.Unchanged ? 0 : 1;
      assertFalse(decision.outcome() instanceof Decision.Outcome.Kept);
    }
    int bound = 2 * (1 + 3600 / (returnAfter + after));
    assertTrue(changes <= bound, changes + " decisions in an hour, and " + bound + " are stated");
    assertTrue(moves >= 2, "it was left");
    if (expected != null) {
      assertEquals(expected, moves);
    } else {
      assertTrue(moves > 2, "it was left more than once");
    }
  }

  private static Placement inForce(Decision decision) {
    return new Placement(decision.id(), null, decision.assignments(), decision.contingency(), 0);
  }

  /**
   * Over seeded histories with silence, loss of nodes, doubt and reports: no decision takes a
   * replica away that runs, unless it is too many, comes to stand elsewhere, makes room for a
   * higher priority, or its zone was reported lost.
   */
  @Test
  void nothingThatRunsIsTakenAwayBySilence() {
    List<String> wrong = new ArrayList<>();
    for (long seed = 0; seed < 400; seed++) {
      Estate estate = Samples.fresh(seed);
      Plan plan = Planner.propose(estate, Map.of());
      for (int step = 0; step < 8; step++) {
        List<Placement> running = plan.decisions().stream().map(SilenceTest::inForce).toList();
        estate = SilentHistories.nextThatWaits(estate, running, seed * 101 + step);
        plan = Planner.propose(estate, Map.of());
        for (Finding finding : Checker.check(estate, plan)) {
          wrong.add("seed " + seed + " step " + step + ": " + finding);
        }
        for (Decision decision : plan.decisions()) {
          String taken = SilentHistories.taken(estate, decision);
          if (taken != null) {
            wrong.add("seed " + seed + " step " + step + ": " + taken);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }
}
