package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Allowed zones, per-zone bounds, round trips, spread, affinity and anti-affinity. */
class CheckerRequirementsTest {
  private static final Set<String> FINE = Set.of();

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  private static EstateBuilder three() {
    return estate().zones(9, "z1", "z2", "z3");
  }

  @Test
  void rulesGateAdditionsAndNotWhatRuns() {
    Estate fresh = three().workload(a(2).only("z2")).build();
    Estate running = three().workload(a(2).only("z2")).running("a", "z1", 2).build();

    assertEquals(FINE, codes(fresh, decided("a").in("z2", 2)));
    assertEquals(Set.of("ZoneNotAllowed"), codes(fresh, decided("a").in("z1", 1).in("z2", 1)));
    assertEquals(FINE, codes(running, decided("a").in("z1", 2)));
  }

  @Test
  void unknownExcludesAndWarnDoesNot() {
    for (BoundRule.Action action : BoundRule.Action.values()) {
      Estate e =
          three()
              .workload(
                  a(1).rule(
                          Estates.rule(
                              "r",
                              action,
                              BoundRule.OnViolation.Report,
                              Verdict.Result.Unknown,
                              "z2")))
              .build();
      assertEquals(
          action == BoundRule.Action.Enforce ? Set.of("ZoneNotAllowed") : FINE,
          codes(e, decided("a").in("z1", 1)));
    }
  }

  @Test
  void everyExcludedZoneIsToldWithEveryVerdict() {
    Estate e =
        three()
            .workload(
                a(1).only("z2")
                    .rule(
                        Estates.rule(
                            "second",
                            BoundRule.Action.Enforce,
                            BoundRule.OnViolation.Report,
                            Verdict.Result.Unknown,
                            "z2",
                            "z3")))
            .build();
    Decision good = decided("a").in("z2", 1).build(e);
    java.util.TreeMap<String, java.util.List<Verdict>> fewer =
        new java.util.TreeMap<>(good.rejected());
    fewer.put("z1", good.rejected().get("z1").subList(0, 1));
    Decision silent =
        new Decision(
            good.id(),
            good.outcome(),
            good.cause(),
            0,
            good.assignments(),
            good.contingency(),
            good.moves(),
            good.tolerates(),
            fewer,
            good.violations(),
            good.warnings(),
            good.shortfalls(),
            good.relax(),
            true,
            0);
    assertEquals(FINE, codes(e, new Plan(java.util.List.of(good), java.util.List.of())));
    assertEquals(2, good.rejected().get("z1").size());
    assertEquals(
        Set.of("RejectedIncomplete"),
        codes(e, new Plan(java.util.List.of(silent), java.util.List.of())));
  }

  @Test
  void onlyActiveZonesTakeAnythingNew() {
    for (ZoneState state : ZoneState.values()) {
      Estate e = estate().zone(zone("z1").state(state)).workload(a(1)).build();
      Set<String> found = new java.util.TreeSet<>(codes(e, decided("a").in("z1", 1)));
      found.retainAll(Set.of("ZoneNotActive"));
      assertEquals(state == ZoneState.Active ? FINE : Set.of("ZoneNotActive"), found);
    }
    for (ZoneBuilder closed :
        List.of(
            zone("z1").unreachable("SecretMissing"),
            zone("z1").health(Health.Signal.NodesUnknown, null),
            zone("z1").health(Health.Signal.Recovering, Estates.NOW))) {
      Estate e = estate().zone(closed).workload(a(1)).build();
      assertTrue(codes(e, decided("a").in("z1", 1)).contains("ZoneNotActive"), closed::toString);
      Estate runs = estate().zone(closed).workload(a(1)).running("a", "z1", 1).build();
      assertEquals(FINE, codes(runs, decided("a").in("z1", 1)));
    }
    Estate gone = three().workload(a(2)).running("a", "z9", 1).build();
    assertEquals(FINE, codes(gone, decided("a").in("z9", 1).in("z1", 1)));
    assertEquals(Set.of("ZoneGone"), codes(gone, decided("a").in("z9", 2)));
  }

  @Test
  void perZoneBounds() {
    Estate e = three().workload(a(5).perZone(2, 3)).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2).in("z2", 3)));
    assertEquals(
        Set.of("PerZoneMax", "PerZoneMin"), codes(e, decided("a").in("z1", 4).in("z2", 1)));
  }

  @Test
  void zonesInUseAreWithinTheRoundTripPairwise() {
    Estate e =
        three()
            .roundTrip("z1", "z2", 2000)
            .roundTrip("z3", "z2", 2000)
            .roundTrip("z1", "z3", 2001)
            .workload(a(2).replication(2000L, null))
            .build();
    Estate unknown =
        estate()
            .zone(zone("z1").nowhere(), zone("z2"))
            .workload(a(2).replication(2000L, null))
            .build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 1).in("z2", 1)));
    assertEquals(Set.of("RoundTrip"), codes(e, decided("a").in("z1", 1).in("z3", 1)));
    assertEquals(Set.of("RoundTrip"), codes(unknown, decided("a").in("z1", 1).in("z2", 1)));
  }

  @Test
  void skewIsAskedOfTheDomainsThatGain() {
    Estate e = three().workload(a(4).spread(Scope.ZONE, 1)).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2).in("z2", 1).in("z3", 1)));
    assertEquals(
        Set.of("ShortfallMissing", "Spread"), codes(e, decided("a").in("z1", 2).in("z2", 2)));
    Estate running = three().workload(a(4).spread(Scope.ZONE, 1)).running("a", "z1", 3).build();
    assertEquals(
        FINE,
        codes(running, decided("a").in("z1", 3).in("z2", 1).shortfall("SpreadUnsatisfiable")));
  }

  @Test
  void theFloorIsZeroWithFewerDomainsThanTheMinimum() {
    // Two domains, min 3: the least counts as 0, so each holds at most maxSkew.
    for (int min : new int[] {2, 3}) {
      Estate e =
          estate()
              .zones(9, "z1", "z2")
              .workload(a(4).spread(Scope.ZONE, min, null, 1, true))
              .build();
      assertEquals(
          min == 2 ? FINE : Set.of("ShortfallMissing", "Spread"),
          codes(e, decided("a").in("z1", 2).in("z2", 2)));
    }
  }

  @Test
  void fullDomainsCountAndDomainsThatCouldNeverHostDoNot() {
    Estate full =
        estate()
            .zone(zone("z1"), zone("z2").cpu(1))
            .workload(a(2).spread(Scope.ZONE, 1), workload("b"))
            .build();
    Estate tiny =
        estate()
            .zone(zone("z1"), zone("z2").cpu(0))
            .workload(a(2).spread(Scope.ZONE, 1), workload("b"))
            .build();

    assertEquals(
        Set.of("ShortfallMissing", "Spread"),
        codes(full, decided("a").in("z1", 2), decided("b").in("z2", 1)));
    assertEquals(FINE, codes(tiny, decided("a").in("z1", 2), decided("b").in("z1", 1)));
  }

  @Test
  void domainsOutOfServiceCountTowardsMinNotInTheSkew() {
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(ZoneState.Cordoned))
            .workload(a(4).spread(Scope.ZONE, 3, null, 1, true))
            .build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2).in("z2", 2)));
    assertEquals(
        Set.of("ShortfallMissing", "Spread"), codes(e, decided("a").in("z1", 3).in("z2", 1)));
  }

  @Test
  void minAndMaxBoundTheDomainsInUse() {
    Estate min = three().workload(a(4).spread(Scope.ZONE, 3, null, 9, true)).build();
    Estate max = three().workload(a(4).spread(Scope.ZONE, 1, 2, 1, true)).build();

    assertEquals(
        Set.of("ShortfallMissing", "Spread"), codes(min, decided("a").in("z1", 2).in("z2", 2)));
    assertEquals(FINE, codes(min, decided("a").in("z1", 2).in("z2", 1).in("z3", 1)));
    assertEquals(FINE, codes(max, decided("a").in("z1", 2).in("z2", 2)));
    assertEquals(
        Set.of("ShortfallMissing", "Spread"),
        codes(max, decided("a").in("z1", 2).in("z2", 1).in("z3", 1)));
  }

  @Test
  void twoZonesOnOneSiteAreOneSite() {
    Estate e =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s").provider("other"), zone("z3"))
            .workload(a(3).spread(Scope.SITE, 1))
            .build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 1).in("z2", 1).in("z3", 1)));
    assertEquals(
        Set.of("ShortfallMissing", "Spread"), codes(e, decided("a").in("z1", 2).in("z2", 1)));
  }

  @Test
  void whereAStandsStandsB() {
    Estate e = three().workload(a(2).affinity("b", Scope.ZONE, true), workload("b")).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 2), decided("b").in("z1", 1)));
    assertEquals(
        Set.of("Affinity", "ShortfallMissing"),
        codes(e, decided("a").in("z1", 1).in("z2", 1), decided("b").in("z1", 1)));
    Estate preferred =
        three().workload(a(2).affinity("b", Scope.ZONE, false), workload("b")).build();
    assertEquals(FINE, codes(preferred, decided("a").in("z2", 2), decided("b").in("z1", 1)));
    Estate missing = three().workload(a(2).affinity("c", Scope.ZONE, true)).build();
    assertEquals(Set.of("AffinityTargetMissing"), codes(missing, decided("a").in("z1", 2)));
  }

  /** Without its target nothing new comes; what runs leaves a zone that it has to leave. */
  @Test
  void whatRunsLeavesADrainedZoneWithoutItsTarget() {
    Estate estate =
        estate()
            .zone(zone("z1").state(ZoneState.Drained), zone("z2"))
            .workload(a(3).affinity("c", Scope.ZONE, true))
            .running("a", "z1", 2)
            .build();
    assertEquals(FINE, codes(estate, decided("a").in("z2", 2).moved("z1", "z2", 2)));
    assertEquals(
        Set.of("AffinityTargetMissing"),
        codes(estate, decided("a").in("z2", 3).moved("z1", "z2", 2)));
  }

  /** What is lost comes where the contingency in force sends it, and nowhere else. */
  @ParameterizedTest
  @CsvSource({"true, z2, false", "true, z3, true", "false, z2, false", "false, z3, true"})
  void whatIsLostComesWithoutItsTargetWhereItIsSent(boolean told, String to, boolean found) {
    Estate estate =
        lost(told)
            .placement(
                new Placement(
                    Estates.id("a"),
                    null,
                    List.of(Assignment.of("z1", 1)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "z1"),
                            List.of(move("z1", "z2", 1)),
                            List.of(),
                            0)),
                    0))
            .build();
    assertEquals(
        found ? Set.of("AffinityTargetMissing") : FINE,
        codes(
            estate,
            decided("a")
                .in("z1", 0, 1)
                .in(to, 1, 0)
                .moved("z1", to, 1)
                .cause(Decision.Cause.ZoneState)));
  }

  /** Without a contingency what is lost is as good as new, be it that nobody reported the loss. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLostIsNewWithoutItsTarget(boolean told) {
    Estate estate = lost(told).running("a", "z1", 1).build();
    assertEquals(
        Set.of("AffinityTargetMissing"),
        codes(
            estate,
            decided("a")
                .in("z1", 0, 1)
                .in("z2", 1, 0)
                .moved("z1", "z2", 1)
                .cause(Decision.Cause.ZoneState)));
  }

  private static EstateBuilder lost(boolean told) {
    ZoneBuilder lost = zone("z1");
    if (told) {
      lost.state(ZoneState.Lost);
    } else {
      lost.unhealthySince(Estates.NOW.minus(Duration.ofMinutes(10)));
    }
    return estate()
        .zone(lost, zone("z2"), zone("z3"))
        .workload(
            a(1).failover(Duration.ofMinutes(5), Duration.ofMinutes(30))
                .affinity("c", Scope.ZONE, true));
  }

  /** What runs goes home without its target; nothing goes elsewhere, and nothing new comes home. */
  @ParameterizedTest
  @CsvSource({"z1, 0, false", "z3, 0, true", "z1, 1, true"})
  void whatRunsGoesHomeWithoutItsTarget(String to, int stays, boolean found) {
    Estate estate =
        three()
            .workload(a(1 + stays).affinity("c", Scope.ZONE, true))
            .placement(
                new Placement(
                    Estates.id("a"),
                    null,
                    List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, stays)),
                    List.of(),
                    0))
            .build();
    Plans.Draft home =
        decided("a")
            .in("z1", 0, 1)
            .in(to, 1, to.equals("z1") ? 1 : 0)
            .cause(Decision.Cause.Returned);
    assertEquals(
        found ? Set.of("AffinityTargetMissing") : FINE,
        codes(estate, stays > 0 ? home.in("z2", 1) : home.moved("z2", to, 1)));
  }

  @Test
  void affinityHoldsAfterEveryLossToo() {
    Estate e =
        three()
            .workload(
                a(1).affinity("b", Scope.ZONE, true).tolerate(Scope.ZONE),
                workload("b").tolerate(Scope.ZONE))
            .build();
    Plans.Draft b = decided("b").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1));

    assertEquals(
        FINE, codes(e, decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1)), b));
    assertEquals(
        Set.of("AffinityAfterLoss", "ShortfallMissing"),
        codes(e, decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z3", 1)), b));
  }

  @Test
  void antiAffinityIsSymmetricBeforeAndAfterALoss() {
    Estate e =
        three()
            .workload(
                a(1).antiAffinity("b", Scope.ZONE, true),
                workload("b").tolerate(Scope.ZONE, 0, Recover.Reserved, true))
            .build();

    assertEquals(
        FINE,
        codes(
            e,
            decided("a").in("z1", 1),
            decided("b").in("z2", 1).loss(Scope.ZONE, "z2", move("z2", "z3", 1))));
    assertEquals(
        Set.of("AntiAffinityAfterLoss"),
        codes(
            e,
            decided("a").in("z1", 1),
            decided("b").in("z2", 1).loss(Scope.ZONE, "z2", move("z2", "z1", 1))));
    assertEquals(
        Set.of("AntiAffinity", "ShortfallMissing"),
        codes(
            e,
            decided("a").in("z1", 1),
            decided("b").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z3", 1))));
  }

  /** b is suspended with a move to z1: who runs there or failed over to it stays, nobody comes. */
  @ParameterizedTest
  @CsvSource({"z1, Active, true", "z3, Lost, true", "z3, Active, false"})
  void theMovesOfASuspendedOneYieldToWhoIsThere(String from, ZoneState state, boolean fine) {
    Contingency loss =
        new Contingency(
            new Contingency.Event(Scope.ZONE, "z2"), List.of(move("z2", "z1", 1)), List.of(), 0);
    Contingency own =
        new Contingency(
            new Contingency.Event(Scope.ZONE, "z3"), List.of(move("z3", "z1", 1)), List.of(), 0);
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").state(state))
            .workload(
                a(1).antiAffinity("b", Scope.ZONE, true)
                    .tolerate(Scope.ZONE, 0, Recover.Reserved, true),
                workload("b").tolerate(Scope.ZONE, 0, Recover.Reserved, true).suspended())
            .placement(
                new Placement(
                    id("a"),
                    null,
                    List.of(Assignment.of(from, 1)),
                    from.equals("z3") ? List.of(own) : List.of(),
                    0),
                new Placement(id("b"), null, List.of(Assignment.of("z2", 1)), List.of(loss), 0))
            .build();
    Plans.Draft a = decided("a");
    if (from.equals("z1")) {
      a.in("z1", 1).cause(Decision.Cause.Unchanged);
    } else {
      a.in("z1", 1, 0).in("z3", 0, 1).moved("z3", "z1", 1).cause(Decision.Cause.ZoneState);
    }
    Set<String> found =
        codes(
            e,
            a,
            decided("b")
                .in("z2", 1)
                .loss(Scope.ZONE, "z2", move("z2", "z1", 1))
                .cause(Decision.Cause.Unchanged));
    assertEquals(fine, !found.contains("AntiAffinityAfterLoss"), found.toString());
  }

  @Test
  void aTargetInheritsThePriorityOfThoseWhoNeedIt() {
    // b is as important as a, so c may not evict it.
    Estate e =
        estate()
            .zones(2, "z1")
            .workload(
                a(1).affinity("b", Scope.ZONE, true).priority(10),
                workload("b"),
                workload("c").priority(5))
            .running("b", "z1", 1)
            .running("a", "z1", 1)
            .build();

    assertEquals(
        Set.of("PreemptedByNobody", "ReplicasDropped", "ShortfallMissing"),
        codes(
            e,
            decided("a").in("z1", 1),
            decided("b").cause(Decision.Cause.Preempted),
            decided("c").in("z1", 1)));
  }

  @Test
  void aShortfallThatIsNoneIsFound() {
    Estate e =
        three()
            .workload(
                a(3).quorum().spread(Scope.ZONE, 1).tolerate(Scope.ZONE, 2, Recover.None, true))
            .build();
    for (String code :
        new String[] {"SpreadUnsatisfiable", "SurvivalUnsatisfiable", "QuorumUnsatisfiable"}) {
      assertEquals(
          Set.of("ShortfallFalse"),
          codes(
              e,
              decided("a")
                  .in("z1", 1)
                  .in("z2", 1)
                  .in("z3", 1)
                  .loss(Scope.ZONE, "z1")
                  .loss(Scope.ZONE, "z2")
                  .loss(Scope.ZONE, "z3")
                  .shortfall(code)),
          code);
    }
  }
}
