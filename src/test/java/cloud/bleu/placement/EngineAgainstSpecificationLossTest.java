package cloud.bleu.placement;

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
import static cloud.bleu.placement.Specified.shortfalls;
import static cloud.bleu.placement.Specified.tolerated;
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 4 of the placement semantics, a test a sentence, the planner as a black box. */
class EngineAgainstSpecificationLossTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  @Test
  void lossOfZ1AloneNeedsTwelve() {
    // A is protected by site, B by zone, both in z1, both recover in z3.
    for (int cpus : new int[] {6, 11, 12}) {
      EstateBuilder first =
          estate()
              .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3").cpu(cpus))
              .workload(a(6).only("z1", "z3").tolerate(Scope.SITE));
      // A stands in z1 because z3 was closed when it came; its refuge is found now.
      first.running("a", "z1", 6);
      Plan alone = plan(first);
      assertEquals("z1>z3 6", moves(of(alone, "a"), Scope.SITE, "s"));
      Plan both =
          plan(
              Estates.with(
                  first
                      .workload(workload("b").replicas(6).only("z1", "z3").tolerate(Scope.ZONE))
                      .build(),
                  Estates.inForce(alone)));
      assertEquals(cpus == 12 ? 6 : 0, placed(of(both, "b")), cpus + " cpus in z3");
    }
  }

  @Test
  void eventsAreTheZoneSetOfEveryValueAndEachSingleZoneInsideOne() {
    Decision d =
        a(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(a(3).spread(Scope.ZONE, 1).tolerate(Scope.SITE)));
    assertEquals("z1=1, z2=1, z3=1", zones(d));
    List<String> events = d.contingency().stream().map(c -> c.event().toString()).sorted().toList();
    assertEquals(List.of("site s", "site site-z3", "zone z1", "zone z2"), events);
  }

  @Test
  void zonesWithoutAValueForAHazardAreAssumedToFailTogether() {
    Scope flood = Scope.hazard("flood");
    Decision unknown = a(estate().zones(9, "z1", "z2").workload(a(1).tolerate(flood)));
    assertEquals("SurvivalUnsatisfiable", code(unknown));
    Decision known =
        a(
            estate()
                .zone(zone("z1"), zone("z2").hazard("flood", "seine"))
                .workload(a(1).tolerate(flood)));
    assertEquals(1, placed(known));
  }

  @Test
  void theValueNoneSaysNotExposed() {
    Scope flood = Scope.hazard("flood");
    Decision d =
        a(
            estate()
                .zone(zone("z1").hazard("flood", "None"))
                .workload(a(2).tolerate(flood, 1, Recover.Reserved, true)));
    assertEquals("z1=2", zones(d));
    assertEquals(List.of(), d.contingency());
  }

  @Test
  void keepIsReplicasOutsideWithNothingReCreated() {
    WorkloadBuilder w = a(4).tolerate(Scope.ZONE, 3, Recover.None, true);
    assertEquals("SurvivalUnsatisfiable", code(a(three().workload(w))));
    assertEquals(
        "z1=1, z2=1, z3=1, z4=1", where(estate().zones(9, "z1", "z2", "z3", "z4").workload(w)));
    Decision d = a(three().workload(a(3).tolerate(Scope.ZONE, 2, Recover.None, true)));
    assertTrue(d.contingency().stream().allMatch(c -> c.keeps() == 2));
  }

  @Test
  void keepAboveTheReplicasIsARefusalThatSaysSo() {
    Decision d = a(three().workload(a(2).tolerate(Scope.ZONE, 3, Recover.None, true)));
    assertEquals("", zones(d));
    String message = ((Decision.Outcome.Unplaceable) d.outcome()).reason().message();
    assertTrue(message.contains("keep"), message);
  }

  @Test
  void reservedRoomIsKeptForEveryEvent() {
    // 4 replicas in 2 zones: each must hold 4 after the loss of the other.
    for (int cpus : new int[] {3, 4}) {
      Decision d = a(estate().zones(cpus, "z1", "z2").workload(a(4).tolerate(Scope.ZONE)));
      assertEquals(cpus == 4 ? 4 : 0, placed(d), cpus + " cpus");
    }
    // Three zones: 6 fit in 9, as any two of them hold 6 together; 7 do not.
    for (int n : new int[] {6, 7}) {
      Decision d = a(estate().zones(3, "z1", "z2", "z3").workload(a(n).tolerate(Scope.ZONE)));
      assertEquals(n == 6 ? 6 : 0, placed(d), n + " replicas");
    }
  }

  @Test
  void roomIsSharedBetweenEventsWhichExcludeOneAnother() {
    // Both recover in z3 only, from different zones: 2 cpus there serve both.
    Plan p =
        plan(
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2), zone("z3").cpu(2))
                .workload(
                    a(2).only("z1", "z3").tolerate(Scope.ZONE),
                    workload("b").replicas(2).only("z2", "z3").tolerate(Scope.ZONE))
                .running("a", "z1", 2)
                .running("b", "z2", 2));
    assertEquals("z1>z3 2", moves(of(p, "a"), Scope.ZONE, "z1"));
    assertEquals("z2>z3 2", moves(of(p, "b"), Scope.ZONE, "z2"));
  }

  @Test
  void aRefugeOutsideTheLargestProtectedEventIsPreferred() {
    Decision d =
        a(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(a(1).tolerate(Scope.SITE))
                .running("a", "z1", 1));
    assertEquals("z1>z3 1", moves(d, Scope.SITE, "s"));
    assertEquals("z1>z3 1", moves(d, Scope.ZONE, "z1"));
  }

  @Test
  void bestEffortAndNonePublishNoMovesAndNeedNoRoom() {
    for (Recover recover : List.of(Recover.BestEffort, Recover.None)) {
      Decision d = a(estate().zones(1, "z1").workload(a(1).tolerate(Scope.ZONE, 0, recover, true)));
      assertEquals("z1=1", zones(d));
      assertEquals("", moves(d, Scope.ZONE, "z1"));
    }
  }

  @Test
  void afterTheLossSpreadHoldsOverTheDomainsThatAreLeft() {
    Decision d = a(three().workload(a(6).spread(Scope.ZONE, 1).tolerate(Scope.ZONE)));
    assertEquals("z1=2, z2=2, z3=2", zones(d));
    assertEquals("z1>z2 1, z1>z3 1", moves(d, Scope.ZONE, "z1"));
    assertEquals("z2>z1 1, z2>z3 1", moves(d, Scope.ZONE, "z2"));
  }

  @Test
  void afterTheLossPerZoneMaxHolds() {
    Decision two =
        a(estate().zones(9, "z1", "z2").workload(a(2).perZone(0, 1).tolerate(Scope.ZONE)));
    assertEquals("SurvivalUnsatisfiable", code(two));
    assertEquals(2, placed(a(three().workload(a(2).perZone(0, 1).tolerate(Scope.ZONE)))));
  }

  @Test
  void keepQuorumAndPerZoneMinAreNotAskedAfterTheLoss() {
    assertEquals(
        "z1=1, z2=1, z3=1",
        where(three().workload(a(3).quorum().tolerate(Scope.ZONE, 2, Recover.Reserved, true))));
    // z1 can take one alone after a loss of z2, although two is the least beforehand.
    Decision min =
        a(
            estate()
                .zone(zone("z1").cpu(1), zone("z2").cpu(3), zone("z3").cpu(3))
                .workload(a(4).perZone(2, null).tolerate(Scope.ZONE)));
    assertEquals("z2=2, z3=2", zones(min));
    assertEquals("z2>z1 1, z2>z3 1", moves(min, Scope.ZONE, "z2"));
  }

  @Test
  void doNotPlaceRefusesAndPlaceAnywayPlacesAndSaysSo() {
    for (boolean hard : new boolean[] {true, false}) {
      Decision d =
          a(estate().zones(9, "z1").workload(a(1).tolerate(Scope.ZONE, 0, Recover.Reserved, hard)));
      assertEquals(hard ? "SurvivalUnsatisfiable" : "Placed", code(d));
      if (!hard) {
        assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(d));
      }
    }
  }

  @Test
  void duringAnIncidentGrowthIsNotRefusedAndTheTruthIsTold() {
    Decision d =
        a(
            estate()
                .zone(zone("z1"), zone("z2").state(ZoneState.Lost))
                .workload(a(3).tolerate(Scope.ZONE))
                .running("a", "z1", 2));
    assertEquals("z1=3", zones(d));
    assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(d));
    assertEquals(List.of(), tolerated(d));
  }

  @Test
  void toleratesSaysWhatIsTrueWhetherAskedOrNot() {
    Decision d =
        a(
            estate()
                .zone(
                    zone("z1").region("r1").provider("p"),
                    zone("z2").region("r2").provider("p").basis(Basis.Assumption))
                .workload(a(2).spread(Scope.ZONE, 1)));
    assertEquals(List.of("Region", "Site", "Zone"), tolerated(d));
    assertTrue(
        d.tolerates().stream()
            .filter(t -> t.scope().equals(Scope.SITE))
            .allMatch(Decision.Tolerance::assumed));
    assertEquals(List.of(), tolerated(a(estate().zones(9, "z1").workload(a(2)))));
  }

  @Test
  void synchronousInTheMetroAndAsynchronousToAnotherRegionAreTwoEntries() {
    EstateBuilder e =
        estate()
            .zone(
                zone("m1").region("idf").at(48.86, 2.35),
                zone("m2").region("idf").at(48.80, 2.13),
                zone("m3").region("idf").at(48.90, 2.30),
                zone("mid").region("centre").at(47.90, 1.90),
                zone("south").region("sud").at(43.30, 5.37))
            .workload(
                a(3).quorum()
                    .replication(2000L, 200_000L)
                    .tolerate(Scope.ZONE, 2, Recover.Reserved, DataCopy.Synchronous, true)
                    .tolerate(Scope.REGION, 0, Recover.Reserved, DataCopy.Asynchronous, true));
    Decision d = a(e);
    assertEquals("m1=1, m2=1, m3=1", zones(d));
    assertEquals("m1>south 1, m2>south 1, m3>south 1", moves(d, Scope.REGION, "idf"));
    assertTrue(List.of("m1>m2 1", "m1>m3 1").contains(moves(d, Scope.ZONE, "m1")));
  }

  @Test
  void roundTripsAreEstimatedAsTheTextSays() {
    // 1.5 × 204 km at 204 km/ms there and back is 3 ms, and 0.5 ms.
    assertEquals(3500, Geography.estimatedRoundTripMicros(204_000));
    assertEquals(500, Geography.estimatedRoundTripMicros(0));
  }

  @Test
  void measuredRoundTripsAreUsedWhereKnownAndUnknownOnesDoNotDo() {
    WorkloadBuilder w = a(2).replication(2000L, null).spread(Scope.ZONE, 2, null, 1, true);
    for (long micros : new long[] {2000, 2001}) {
      Decision d = a(estate().zones(9, "z1", "z2").roundTrip("z2", "z1", micros).workload(w));
      assertEquals(micros == 2000 ? 2 : 0, placed(d));
    }
    assertEquals(0, placed(a(estate().zone(zone("z1").nowhere(), zone("z2").cpu(9)).workload(w))));
  }

  @Test
  void aQuorumHasAnOddCountAndAMajorityAfterAnySingleEvent() {
    assertEquals("z1=1, z2=1, z3=1", where(three().workload(a(3).quorum())));
    assertEquals("QuorumUnsatisfiable", code(a(three().workload(a(4).quorum()))));
    Decision five = a(three().workload(a(5).quorum()));
    assertTrue(five.assignments().stream().allMatch(x -> x.replicas() <= 2), zones(five));
  }

  /** The site is a flood as well, for which a copy far away is there: no majority outlives it. */
  @Test
  void aLossThatOneOfTwoEntriesCallsAsynchronousIsExemptOfTheQuorum() {
    Decision decision =
        a(
            estate()
                .zone(zone("z1").site("s").hazard("flood", "f"))
                .zone(zone("z2").site("s").hazard("flood", "f"))
                .zone(zone("z3").hazard("flood", "None"), zone("z4").hazard("flood", "None"))
                .workload(
                    a(3).quorum()
                        .rebalance(Mode.Never, 0)
                        .tolerate(Scope.SITE)
                        .tolerate(
                            Scope.hazard("flood"),
                            0,
                            Recover.BestEffort,
                            DataCopy.Asynchronous,
                            true))
                .running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals(List.of(), shortfalls(decision));
  }

  @Test
  void withTooFewIndependentDomainsAQuorumIsRefusedWithTheReason() {
    assertEquals(
        "QuorumUnsatisfiable", code(a(estate().zones(9, "z1", "z2").workload(a(3).quorum()))));
    Decision site =
        a(
            estate()
                .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
                .workload(a(3).quorum().tolerate(Scope.SITE, 0, Recover.None, true)));
    assertEquals("QuorumUnsatisfiable", code(site));
  }

  @Test
  void volumesMoveOnlyIfReplicationIsDeclared() {
    WorkloadBuilder bound = a(1).dataBound().tolerate(Scope.ZONE);
    assertEquals("DataBound", code(a(three().workload(bound))));
    WorkloadBuilder soft = a(1).dataBound().tolerate(Scope.ZONE, 0, Recover.Reserved, false);
    assertEquals(List.of("DataBound"), shortfalls(a(three().workload(soft))));
    WorkloadBuilder replicated = a(1).dataBound().replication(null, null).tolerate(Scope.ZONE);
    assertEquals(1, placed(a(three().workload(replicated))));
    Decision lost =
        a(
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2"))
                .workload(a(1).dataBound())
                .running("a", "z1", 1));
    assertEquals(List.of(), lost.moves());
    assertTrue(lost.assignments().stream().noneMatch(x -> x.zone().equals("z2")));
  }
}
