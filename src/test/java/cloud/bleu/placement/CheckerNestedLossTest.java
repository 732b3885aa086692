package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Losses inside one another, the contingency in force, and what is claimed to be tolerated. */
class CheckerNestedLossTest {
  private static final Set<String> FINE = Set.of();

  /** Two sites in one region, a third zone on the first site, and a far zone. */
  private static EstateBuilder nested() {
    return estate()
        .zone(
            zone("z1").site("s").region("r1"),
            zone("z2").site("s").region("r1"),
            zone("z3").region("r1"),
            zone("z4").region("r2"));
  }

  @Test
  void aSingleZonesEntryIsTheOneOfTheSmallestSetThatContainsIt() {
    // The site says None, the region says Reserved: z1 alone follows the site.
    for (boolean siteFirst : new boolean[] {true, false}) {
      WorkloadBuilder w = workload("a").replicas(1);
      if (siteFirst) {
        w.tolerate(Scope.SITE, 0, Recover.None, true).tolerate(Scope.REGION);
      } else {
        w.tolerate(Scope.REGION).tolerate(Scope.SITE, 0, Recover.None, true);
      }
      Estate e = nested().workload(w).build();
      assertEquals(
          FINE,
          codes(
              e,
              decided("a")
                  .in("z1", 1)
                  .loss(Scope.REGION, "r1", move("z1", "z4", 1))
                  .loss(Scope.SITE, "s")
                  .loss(Scope.ZONE, "z1")));
      assertEquals(
          Set.of("MovesUnasked"),
          codes(
              e,
              decided("a")
                  .in("z1", 1)
                  .loss(Scope.REGION, "r1", move("z1", "z4", 1))
                  .loss(Scope.SITE, "s")
                  .loss(Scope.ZONE, "z1", move("z1", "z2", 1))));
    }
  }

  @Test
  void ofTwoSetsOfOneSizeTheFirstEntryAnswersForTheZoneTheyShare() {
    // Site {z1, z2} and flood {z1, z3}: z1 is in both.
    Scope flood = Scope.hazard("flood");
    for (boolean siteFirst : new boolean[] {true, false}) {
      WorkloadBuilder w = workload("a").replicas(1);
      if (siteFirst) {
        w.tolerate(Scope.SITE).tolerate(flood, 0, Recover.None, true);
      } else {
        w.tolerate(flood, 0, Recover.None, true).tolerate(Scope.SITE);
      }
      Estate e =
          estate()
              .zone(
                  zone("z1").site("s").hazard("flood", "f"),
                  zone("z2").site("s").hazard("flood", "None"),
                  zone("z3").site("t").hazard("flood", "f"),
                  zone("z4").site("t").hazard("flood", "None"))
              .workload(w)
              .build();
      Plans.Draft reserved =
          decided("a")
              .in("z1", 1)
              .loss(Scope.SITE, "s", move("z1", "z4", 1))
              .loss(flood, "f")
              .loss(Scope.ZONE, "z1", move("z1", "z4", 1));
      assertEquals(siteFirst ? FINE : Set.of("MovesUnasked"), codes(e, reserved));
    }
  }

  /** Site s and flood f are the same zones: BestEffort of one of them, Reserved of the other. */
  @Test
  void aZoneIsAskedTheStrictestOfTheEntriesThatNameTheSmallestSetAroundIt() {
    Scope flood = Scope.hazard("flood");
    for (boolean siteFirst : new boolean[] {true, false}) {
      WorkloadBuilder w = workload("a").replicas(2);
      if (siteFirst) {
        w.tolerate(Scope.SITE, 1, Recover.BestEffort, false).tolerate(flood);
      } else {
        w.tolerate(flood).tolerate(Scope.SITE, 1, Recover.BestEffort, false);
      }
      Estate e =
          estate()
              .zone(
                  zone("z1").site("s").hazard("flood", "f"),
                  zone("z2").site("s").hazard("flood", "f"),
                  zone("z3").hazard("flood", "None"),
                  zone("z4").hazard("flood", "None"))
              .workload(w)
              .build();
      Scope named = siteFirst ? Scope.SITE : flood;
      String value = siteFirst ? "s" : "f";
      Contingency.Move move = move("z1", "z4", 1);
      Supplier<Plans.Draft> a =
          () ->
              decided("a")
                  .in("z1", 1)
                  .in("z3", 1)
                  .loss(named, value, move)
                  .loss(Scope.SITE, "site-z3");
      assertEquals(
          Set.of("NotReserved", "ShortfallMissing"), codes(e, a.get().loss(Scope.ZONE, "z1")));
      assertEquals(FINE, codes(e, a.get().loss(Scope.ZONE, "z1", move)));
    }
  }

  @Test
  void aLargerLossOfSomebodyElsesIsNotCharged() {
    // a is protected by zone only; b's region does not make a's moves happen.
    Estate e =
        estate()
            .zone(zone("z1").region("r1"), zone("z2").region("r1"), zone("z4").region("r2").cpu(2))
            .workload(
                workload("a").tolerate(Scope.ZONE),
                workload("b").replicas(2).tolerate(Scope.REGION))
            .build();
    assertEquals(
        FINE,
        codes(
            e,
            decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z4", 1)),
            decided("b")
                .in("z2", 2)
                .loss(Scope.REGION, "r1", move("z2", "z4", 2))
                .loss(Scope.ZONE, "z2", move("z2", "z1", 2))));
  }

  private static Placement inForce(Contingency... contingency) {
    return new Placement(
        Estates.id("a"),
        null,
        List.of(Assignment.of("z1", 2), Assignment.of("z3", 2)),
        List.of(contingency),
        0);
  }

  private static Contingency plan(Scope scope, String value, Contingency.Move... moves) {
    return new Contingency(new Contingency.Event(scope, value), List.of(moves), List.of(), 0);
  }

  @Test
  void whatTheContingencyInForceSendsIsNotAskedToBeSpreadAgain() {
    // z1 is lost; the region's plan would send 2 to z4, the site's 2 to z3: the smaller counts.
    Contingency region = plan(Scope.REGION, "r1", move("z1", "z4", 2), move("z3", "z4", 2));
    Contingency site = plan(Scope.SITE, "s", move("z1", "z3", 2));
    for (Placement before : List.of(inForce(region, site), inForce(region))) {
      Estate e =
          estate()
              .zone(
                  zone("z1").site("s").region("r1").state(ZoneState.Lost),
                  zone("z2").site("s").region("r1"),
                  zone("z3").region("r1"),
                  zone("z4").region("r2"))
              .workload(workload("a").replicas(4).spread(Scope.ZONE, 1))
              .placement(before)
              .build();
      Plans.Draft toZ3 =
          decided("a")
              .in("z1", 0, 2)
              .in("z3", 4, 2)
              .moved("z1", "z3", 2)
              .cause(Decision.Cause.ZoneState)
              .shortfall("SpreadUnsatisfiable");
      assertEquals(before.contingency().size() == 2 ? FINE : Set.of("Spread"), codes(e, toZ3));
    }
  }

  @Test
  void roomHeldByALargerEventIsNoNewRoom() {
    // The region's plan in force holds 2 in z4 for the loss of the site too, though z4 shrank.
    Contingency region = plan(Scope.REGION, "r1", move("z1", "z4", 2), move("z3", "z4", 2));
    for (boolean held : new boolean[] {true, false}) {
      Estate e =
          estate()
              .zone(
                  zone("z1").site("s").region("r1"),
                  zone("z2").site("s").region("r1"),
                  zone("z3").region("r1"),
                  zone("z4").region("r2").cpu(1))
              .workload(workload("a").replicas(4).tolerate(Scope.SITE))
              .placement(held ? inForce(region) : inForce())
              .build();
      Plans.Draft a =
          decided("a")
              .in("z1", 2)
              .in("z3", 2)
              .loss(Scope.SITE, "s", move("z1", "z4", 2))
              .loss(Scope.SITE, "site-z3", move("z3", "z1", 2))
              .loss(Scope.ZONE, "z1", move("z1", "z4", 2));
      assertEquals(held ? FINE : Set.of("ReserveExceeded"), codes(e, a));
    }
  }

  @Test
  void aToleranceNeedsItsKeepAndItsQuorum() {
    Estate keep =
        nested()
            .workload(workload("a").replicas(3).tolerate(Scope.ZONE, 2, Recover.None, false))
            .build();
    assertEquals(
        Set.of("ToleranceFalse"),
        codes(
            keep,
            decided("a")
                .in("z1", 2)
                .in("z4", 1)
                .loss(Scope.ZONE, "z1")
                .loss(Scope.ZONE, "z4")
                .shortfall("SurvivalUnsatisfiable")
                .tolerates(Scope.ZONE)
                .tolerates(Scope.SITE)
                .tolerates(Scope.REGION)));
    Estate quorum = nested().workload(workload("a").replicas(3).quorum()).build();
    Plans.Draft three = decided("a").in("z1", 1).in("z2", 1).in("z4", 1).tolerates(Scope.ZONE);
    assertEquals(FINE, codes(quorum, three));
    assertEquals(Set.of("ToleranceFalse"), codes(quorum, three.tolerates(Scope.SITE)));
  }

  @Test
  void aToleranceCountsReservedMovesOfWhatIsWhollyInside() {
    Estate e = nested().workload(workload("a").replicas(2).tolerate(Scope.SITE)).build();
    Plans.Draft a =
        decided("a")
            .in("z1", 2)
            .loss(Scope.SITE, "s", move("z1", "z4", 2))
            .loss(Scope.ZONE, "z1", move("z1", "z2", 2))
            .tolerates(Scope.ZONE)
            .tolerates(Scope.SITE);
    assertEquals(FINE, codes(e, a));
    assertEquals(Set.of("ToleranceFalse"), codes(e, a.tolerates(Scope.REGION)));
  }

  @Test
  void whatRunsAgainstARuleIsTold() {
    Estate e = nested().workload(workload("a").only("z2")).running("a", "z1", 1).build();
    Decision good = decided("a").in("z1", 1).build(e);
    Decision silent =
        new Decision(
            good.id(),
            good.outcome(),
            good.cause(),
            0,
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
    assertEquals(Set.of("ViolationMissing"), codes(e, new Plan(List.of(silent), List.of())));
  }

  @Test
  void aDeclaredRelationThatIsBrokenByWhatRunsIsAShortfall() {
    Estate e =
        nested()
            .workload(workload("a").antiAffinity("b", Scope.ZONE, true), workload("b"))
            .running("a", "z1", 1)
            .running("b", "z1", 1)
            .build();
    assertEquals(
        Set.of("ShortfallMissing"), codes(e, decided("a").in("z1", 1), decided("b").in("z1", 1)));
    assertEquals(
        FINE,
        codes(
            e,
            decided("a").in("z1", 1).shortfall("AntiAffinityUnsatisfiable"),
            decided("b").in("z1", 1)));
  }
}
