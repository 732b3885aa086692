package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events, keep, moves, copies of data, quorum, and what stays after a loss. */
class CheckerSurvivalTest {
  private static final Set<String> FINE = Set.of();

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  @Test
  void keepIsAskedWithNothingReCreated() {
    Estate e =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(a(4).tolerate(Scope.ZONE, 3, Recover.BestEffort, true))
            .build();

    assertEquals(
        Set.of("Keep", "ShortfallMissing"),
        codes(
            e, decided("a").in("z1", 2).in("z2", 2).loss(Scope.ZONE, "z1").loss(Scope.ZONE, "z2")));
    Estate three =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(a(3).tolerate(Scope.ZONE, 2, Recover.BestEffort, true))
            .build();
    assertEquals(
        FINE,
        codes(
            three,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .in("z3", 1)
                .loss(Scope.ZONE, "z1")
                .loss(Scope.ZONE, "z2")
                .loss(Scope.ZONE, "z3")));
  }

  @Test
  void aSoftKeepIsAShortfallAndNoObstacle() {
    Estate e =
        estate().zones(9, "z1").workload(a(2).tolerate(Scope.ZONE, 1, Recover.None, false)).build();

    assertEquals(
        FINE,
        codes(
            e, decided("a").in("z1", 2).loss(Scope.ZONE, "z1").shortfall("SurvivalUnsatisfiable")));
    assertEquals(
        Set.of("ShortfallMissing"), codes(e, decided("a").in("z1", 2).loss(Scope.ZONE, "z1")));
  }

  @Test
  void everyReplicaInAReservedEventHasAMoveToOutside() {
    Estate e =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
            .workload(a(2).tolerate(Scope.SITE))
            .build();

    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(Scope.SITE, "s", move("z1", "z3", 2))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("NotReserved", "ShortfallMissing"),
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(Scope.SITE, "s", move("z1", "z3", 1))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("MoveTo"),
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(Scope.SITE, "s", move("z1", "z2", 2))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("MoveTooMany"),
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(Scope.SITE, "s", move("z1", "z3", 3))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("ContingencyMissing"),
        codes(e, decided("a").in("z1", 2).loss(Scope.SITE, "s", move("z1", "z3", 2))));
    assertEquals(
        Set.of("ContingencyMissing", "MoveFrom"),
        codes(e, decided("a").in("z1", 2).loss(Scope.SITE, "s", move("z3", "z3", 2))).stream()
            .filter(c -> !c.equals("NotReserved") && !c.equals("ShortfallMissing"))
            .collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void eventsWithoutReplicasOrWithoutAnEntryAreNotPublished() {
    Estate e = estate().zones(9, "z1", "z2").workload(a(1).tolerate(Scope.ZONE)).build();
    Plans.Draft good = decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1));

    assertEquals(FINE, codes(e, good));
    assertEquals(
        Set.of("ContingencyIdle"),
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1))
                .loss(Scope.ZONE, "z2")));
    assertEquals(
        Set.of("ContingencyUnknown"),
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1))
                .loss(Scope.REGION, "r")));
  }

  @Test
  void zonesWithoutAValueForAHazardFailTogetherAndNoneIsNotExposed() {
    Scope flood = Scope.hazard("flood");
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").hazard("flood", "None"))
            .workload(a(2).tolerate(flood))
            .build();

    assertEquals(
        Set.of("MoveTo"),
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(flood, "?", move("z1", "z2", 2))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 2)
                .loss(flood, "?", move("z1", "z3", 2))
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(FINE, codes(e, decided("a").in("z3", 2)));
  }

  @Test
  void bestEffortAndNoneHoldNoRoom() {
    for (Recover recover : new Recover[] {Recover.BestEffort, Recover.None}) {
      Estate e =
          estate()
              .zones(9, "z1", "z2")
              .workload(a(1).tolerate(Scope.ZONE, 0, recover, true))
              .build();
      assertEquals(FINE, codes(e, decided("a").in("z1", 1).loss(Scope.ZONE, "z1")));
      assertEquals(
          Set.of("MovesUnasked"),
          codes(e, decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1))));
    }
  }

  @Test
  void theSameZonesNamedTwiceAreOneEventWithTheStricterEntry() {
    Estate e =
        estate()
            .zones(9, "z1", "z2")
            .workload(
                a(2).tolerate(Scope.ZONE, 0, Recover.None, true)
                    .tolerate(Scope.SITE, 1, Recover.Reserved, true))
            .build();

    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .loss(Scope.SITE, "site-z1", move("z1", "z2", 1))
                .loss(Scope.ZONE, "z2", move("z2", "z1", 1))));
    assertEquals(
        Set.of("Keep", "ShortfallMissing"),
        codes(e, decided("a").in("z1", 2).loss(Scope.SITE, "site-z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("ContingencyTwice"),
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .loss(Scope.SITE, "site-z1", move("z1", "z2", 1))
                .loss(Scope.SITE, "site-z2", move("z2", "z1", 1))
                .loss(Scope.ZONE, "z2", move("z2", "z1", 1))));
  }

  @Test
  void whatIsLeftObeysPerZoneMaxAndSpread() {
    Estate max =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(a(2).tolerate(Scope.ZONE).perZone(0, 1))
            .build();
    assertEquals(
        FINE,
        codes(
            max,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z3", 1))
                .loss(Scope.ZONE, "z2", move("z2", "z3", 1))));
    assertEquals(
        Set.of("PerZoneMax"),
        codes(
            max,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1))
                .loss(Scope.ZONE, "z2", move("z2", "z3", 1))));

    // 2+2+2 over three zones; after a loss 3+3, never 4+2.
    Estate spread =
        estate()
            .zones(9, "z1", "z2", "z3")
            .workload(a(6).tolerate(Scope.ZONE).spread(Scope.ZONE, 1))
            .build();
    Plans.Draft two = decided("a").in("z1", 2).in("z2", 2).in("z3", 2);
    two.loss(Scope.ZONE, "z2", move("z2", "z1", 1), move("z2", "z3", 1));
    two.loss(Scope.ZONE, "z3", move("z3", "z1", 1), move("z3", "z2", 1));
    assertEquals(
        Set.of("SpreadAfterLoss"), codes(spread, two.loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
  }

  @Test
  void synchronousCopiesStayWithinTheRoundTrip() {
    WorkloadBuilder w =
        a(2).replication(2000L, null)
            .tolerate(Scope.ZONE, 0, Recover.Reserved, DataCopy.Synchronous, true);
    Estate e =
        estate()
            .zones(9, "z1", "z2", "z3")
            .roundTrip("z1", "z2", 1000)
            .roundTrip("z1", "z3", 2001)
            .roundTrip("z2", "z3", 900)
            .workload(w)
            .build();

    assertEquals(
        FINE, codes(e, decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z2", 2))));
    assertEquals(
        Set.of("RoundTrip"),
        codes(e, decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z3", 2))));
    assertEquals(
        Set.of("RoundTrip"),
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .in("z3", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1))
                .loss(Scope.ZONE, "z3", move("z3", "z2", 1))));
  }

  @Test
  void asynchronousCopiesAreFarEnoughAndNeedNotBeNear() {
    // Paris to Lyon is about 390 km: far beyond a round trip of 2 ms.
    WorkloadBuilder w =
        a(2).replication(2000L, 200_000L)
            .tolerate(Scope.REGION, 0, Recover.Reserved, DataCopy.Asynchronous, true);
    Estate e =
        estate()
            .zone(
                zone("lyon").region("sud").at(45.76, 4.84),
                zone("paris").region("idf").at(48.86, 2.35),
                zone("versailles").region("ouest").at(48.80, 2.13))
            .workload(w)
            .build();

    assertEquals(
        FINE,
        codes(e, decided("a").in("paris", 2).loss(Scope.REGION, "idf", move("paris", "lyon", 2))));
    assertEquals(
        Set.of("Distance"),
        codes(
            e,
            decided("a").in("paris", 2).loss(Scope.REGION, "idf", move("paris", "versailles", 2))));
    Estate nowhere =
        estate()
            .zone(zone("lyon").region("sud").nowhere(), zone("paris").region("idf"))
            .workload(w)
            .build();
    assertEquals(
        Set.of("Distance"),
        codes(
            nowhere,
            decided("a").in("paris", 2).loss(Scope.REGION, "idf", move("paris", "lyon", 2))));
  }

  @Test
  void aQuorumSurvivesAnySingleEvent() {
    Estate e = estate().zones(9, "z1", "z2", "z3").workload(a(3).quorum()).build();
    Estate even = estate().zones(9, "z1", "z2", "z3", "z4").workload(a(4).quorum()).build();

    assertEquals(FINE, codes(e, decided("a").in("z1", 1).in("z2", 1).in("z3", 1)));
    assertEquals(
        Set.of("Quorum", "ShortfallMissing"), codes(e, decided("a").in("z1", 2).in("z2", 1)));
    assertEquals(
        Set.of("Quorum", "ShortfallMissing"),
        codes(even, decided("a").in("z1", 1).in("z2", 1).in("z3", 1).in("z4", 1)));
  }

  @Test
  void aQuorumSurvivesANamedEventUnlessItIsACopyFarAway() {
    for (DataCopy copy : DataCopy.values()) {
      Estate e =
          estate()
              .zones(9, "z1", "z2", "z3")
              .workload(a(3).quorum().tolerate(Scope.REGION, 0, Recover.None, copy, true))
              .build();
      Set<String> found =
          codes(
              e,
              decided("a")
                  .in("z1", 1)
                  .in("z2", 1)
                  .in("z3", 1)
                  .loss(Scope.REGION, "r")
                  .loss(Scope.ZONE, "z1")
                  .loss(Scope.ZONE, "z2")
                  .loss(Scope.ZONE, "z3"));
      assertEquals(
          copy == DataCopy.Asynchronous ? FINE : Set.of("Quorum", "ShortfallMissing"),
          found,
          copy.toString());
    }
  }

  @Test
  void volumesWithoutReplicationDoNotMove() {
    Estate e =
        estate().zones(9, "z1", "z2").workload(a(1).dataBound().tolerate(Scope.ZONE)).build();
    Estate soft =
        estate()
            .zones(9, "z1", "z2")
            .workload(a(1).dataBound().tolerate(Scope.ZONE, 0, Recover.Reserved, false))
            .build();
    Plans.Draft without = decided("a").in("z1", 1).loss(Scope.ZONE, "z1").shortfall("DataBound");

    assertEquals(Set.of("DataBound"), codes(e, without));
    assertEquals(FINE, codes(soft, without));
    assertEquals(
        Set.of("DataBound"),
        codes(
            soft,
            decided("a")
                .in("z1", 1)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1))
                .shortfall("DataBound")));
  }

  @Test
  void duringAnIncidentSurvivalIsNoObstacleToGrowth() {
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Lost))
            .workload(a(2).tolerate(Scope.ZONE))
            .running("a", "z1", 1)
            .build();
    Estate peace =
        estate().zone(zone("z1")).workload(a(2).tolerate(Scope.ZONE)).running("a", "z1", 1).build();
    Plans.Draft grown =
        decided("a").in("z1", 2).loss(Scope.ZONE, "z1").shortfall("SurvivalUnsatisfiable");

    assertEquals(FINE, codes(e, grown));
    assertEquals(Set.of("NotReserved"), codes(peace, grown));
  }

  @Test
  void claimsAreTrueAndComplete() {
    Estate e =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3").region("q"))
            .workload(a(2).tolerate(Scope.ZONE, 1, Recover.None, true))
            .build();
    Plans.Draft oneSite =
        decided("a").in("z1", 1).in("z2", 1).loss(Scope.ZONE, "z1").loss(Scope.ZONE, "z2");

    assertEquals(
        Set.of("ToleranceFalse"), codes(e, oneSite.tolerates(Scope.ZONE).tolerates(Scope.SITE)));
    Plan silent =
        Plans.plan(
            e, decided("a").in("z1", 1).in("z3", 1).loss(Scope.ZONE, "z1").loss(Scope.ZONE, "z3"));
    assertEquals(
        java.util.List.of("ToleranceMissing", "ToleranceMissing", "ToleranceMissing"),
        Checker.check(e, silent).stream().map(Finding::code).toList());
  }

  @Test
  void whatRestsOnAnAssumptionSaysSo() {
    Estate e = estate().zone(zone("z1").basis(Basis.Assumption), zone("z2")).workload(a(2)).build();

    assertEquals(
        Set.of("AssumedWrong"),
        codes(e, decided("a").in("z1", 1).in("z2", 1).tolerates(Scope.ZONE).tolerates(Scope.SITE)));
    assertEquals(
        FINE,
        codes(
            e,
            decided("a")
                .in("z1", 1)
                .in("z2", 1)
                .tolerates(Scope.ZONE)
                .tolerates(Scope.SITE, true)));
  }
}
