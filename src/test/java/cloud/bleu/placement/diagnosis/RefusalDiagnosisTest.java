package cloud.bleu.placement.diagnosis;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.estate.ReasonCode.AffinityPreferenceUnmet;
import static cloud.bleu.placement.estate.ReasonCode.AffinityTargetMissing;
import static cloud.bleu.placement.estate.ReasonCode.AffinityUnsatisfiable;
import static cloud.bleu.placement.estate.ReasonCode.CheckFailed;
import static cloud.bleu.placement.estate.ReasonCode.DataBound;
import static cloud.bleu.placement.estate.ReasonCode.EvictionAwaited;
import static cloud.bleu.placement.estate.ReasonCode.FollowSearchCut;
import static cloud.bleu.placement.estate.ReasonCode.InsufficientCapacity;
import static cloud.bleu.placement.estate.ReasonCode.MovesWait;
import static cloud.bleu.placement.estate.ReasonCode.NoZoneAllowed;
import static cloud.bleu.placement.estate.ReasonCode.PerZoneExceeded;
import static cloud.bleu.placement.estate.ReasonCode.PerZoneTooFew;
import static cloud.bleu.placement.estate.ReasonCode.PerZoneUnsatisfiable;
import static cloud.bleu.placement.estate.ReasonCode.QuorumUnsatisfiable;
import static cloud.bleu.placement.estate.ReasonCode.ReplicaTooLarge;
import static cloud.bleu.placement.estate.ReasonCode.RequestsMissing;
import static cloud.bleu.placement.estate.ReasonCode.RequirementKeepsDown;
import static cloud.bleu.placement.estate.ReasonCode.RequirementsConflict;
import static cloud.bleu.placement.estate.ReasonCode.ReturnWaits;
import static cloud.bleu.placement.estate.ReasonCode.RoomUnknown;
import static cloud.bleu.placement.estate.ReasonCode.RoundTripExceeded;
import static cloud.bleu.placement.estate.ReasonCode.RoundTripSearchCut;
import static cloud.bleu.placement.estate.ReasonCode.SpreadUnsatisfiable;
import static cloud.bleu.placement.estate.ReasonCode.StaysDown;
import static cloud.bleu.placement.estate.ReasonCode.SurvivalUnsatisfiable;
import static cloud.bleu.placement.estate.ReasonCode.TooManyLosses;
import static cloud.bleu.placement.estate.ReasonCode.ViewInDoubt;
import static cloud.bleu.placement.estate.ReasonCode.VolumesGivenUp;
import static cloud.bleu.placement.estate.ReasonCode.ZoneSilent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.Samples;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the engine says when it cannot do as asked: which code, why, and what to do next. */
class RefusalDiagnosisTest {

  /** A situation of the workload {@code a}. */
  private record Case(ReasonCode code, String says, EstateBuilder estate) {}

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  private static EstateBuilder three() {
    return estate().zones(9, "z1", "z2", "z3");
  }

  private static EstateBuilder twoSites() {
    return estate()
        .zone(
            zone("z1").site("paris").cpu(9),
            zone("z2").site("paris").cpu(9),
            zone("z3").site("lyon").cpu(9));
  }

  private static List<Case> refusals() {
    return List.of(
        new Case(
            RequestsMissing,
            "states no cpu or memory requests",
            three().workload(a(1).noRequests())),
        new Case(NoZoneAllowed, "there is no zone; create", estate().workload(a(1))),
        new Case(
            NoZoneAllowed,
            "the rules exclude every zone: TestRule by only; see",
            three().workload(a(1).only("elsewhere"))),
        new Case(
            NoZoneAllowed,
            "takes new replicas now: z1 is Drained, z2 is Cordoned, z3 is Lost; allow",
            estate()
                .zone(
                    zone("z1").state(ZoneState.Drained),
                    zone("z2").state(ZoneState.Cordoned),
                    zone("z3").state(ZoneState.Lost))
                .workload(a(1))),
        new Case(
            ReplicaTooLarge,
            "one replica asks for cpu 5, more than any zone that the rules allow can hold in one"
                + " place: the closest is z2 with cpu 4; ask",
            estate().zone(zone("z1").nodes(20, 3), zone("z2").nodes(10, 4)).workload(a(1).cpu(5))),
        new Case(
            RoomUnknown,
            "what the zones that the rules allow have is not known, so nothing new is placed there:"
                + " z1; see",
            estate().zone(zone("z1").roomUnknown()).workload(a(1))),
        new Case(InsufficientCapacity, "too little room for all", three().workload(a(28))),
        new Case(
            EvictionAwaited,
            "while live drill tried is under way, which ends for that; wait until",
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2).leftFor("tried"))
                .workload(a(1).priority(10), workload("low").replicas(2))
                .running("low", "z1", 2)),
        new Case(
            EvictionAwaited,
            "while live drill tried is under way, which ends for that; wait until",
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2).leftFor("tried"))
                .workload(
                    a(1).priority(10).affinity("b", Scope.ZONE, true),
                    workload("b").replicas(1).priority(10).affinity("a", Scope.ZONE, true),
                    workload("low").replicas(2))
                .running("low", "z1", 2)),
        new Case(
            EvictionAwaited,
            "while live drill tried is under way, which ends for that; wait until",
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2).leftFor("tried"))
                .workload(a(1).dataBound().priority(10), workload("low").replicas(2))
                .running("low", "z1", 2)
                .placement(
                    new Placement(
                        Estates.id("a"), null, List.of(new Assignment("z1", 0, 1)), List.of(), 0))),
        new Case(
            NoZoneAllowed,
            "now: z2 is left for a live drill; wait until it ends, or end it with `bleu drill tried",
            estate()
                .zone(zone("z1").cpu(2), zone("z2").cpu(2).leftFor("tried"))
                .workload(a(1).only("z2"))),
        new Case(
            NoZoneAllowed,
            "z1 is Drained, z2 is left for a live drill; wait until the drill ends, end it with"
                + " `bleu drill tried --abort`; or make z1 Active again",
            estate()
                .zone(zone("z1").state(ZoneState.Drained), zone("z2").leftFor("tried"))
                .workload(a(1))),
        new Case(
            PerZoneUnsatisfiable,
            "within placement.perZone.max 2; raise",
            three().workload(a(7).perZone(0, 2))),
        new Case(
            SpreadUnsatisfiable,
            "not within resilience.spread",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(1))
                .workload(a(6).spread(Scope.ZONE, 2, null, 1, true))),
        new Case(
            SurvivalUnsatisfiable,
            "every zone allowed is in one region, r, so nothing outlives its loss; allow zones in"
                + " another region",
            estate()
                .zone(zone("z1").region("r"), zone("z2").region("r"))
                .workload(a(2).tolerate(Scope.REGION))),
        new Case(
            SurvivalUnsatisfiable,
            "however the replicas lie in lyon, paris, the loss of one leaves fewer than keep",
            twoSites().workload(a(9).tolerate(Scope.SITE, 6, Recover.None, true))),
        new Case(
            SurvivalUnsatisfiable,
            "keep 4 of Site is more than the 3 replicas",
            three().workload(a(3).tolerate(Scope.SITE, 4, Recover.None, true))),
        new Case(
            SurvivalUnsatisfiable,
            "not so that every loss in resilience.tolerate is survived",
            three().workload(a(27).tolerate(Scope.ZONE))),
        new Case(QuorumUnsatisfiable, "and 4 is even; ask", three().workload(a(4).quorum())),
        new Case(QuorumUnsatisfiable, "quorum of one member", three().workload(a(1).quorum())),
        new Case(
            QuorumUnsatisfiable,
            "loss of a site only if its members are in three of them or more, and the zones allowed"
                + " are all in lyon, paris; allow zones in another site",
            twoSites().workload(a(3).quorum().tolerate(Scope.SITE, 2, Recover.Reserved, true))),
        new Case(
            QuorumUnsatisfiable,
            "too few independent domains among z1, z2, z3 have room for a majority to outlive every"
                + " loss: of 3 members, no more than 1 may be in what one loss takes, so that 2 are"
                + " left; allow",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(1))
                .workload(a(3).quorum(), workload("b").only("z3"))
                .running("b", "z3", 1)),
        new Case(
            DataBound,
            "declares no replication",
            three().workload(a(1).dataBound().tolerate(Scope.ZONE))),
        new Case(
            AffinityTargetMissing,
            "required affinity with b, which does not exist; create",
            three().workload(a(1).affinity("b", Scope.ZONE, true))),
        new Case(
            AffinityUnsatisfiable,
            "required relations to b (there is room in z2, excluded: TestRule by only); place those first"
                + " or allow more zones, or change what excludes those with room",
            three()
                .workload(
                    a(1).only("z1").affinity("b", Scope.ZONE, true), workload("b").only("z2"))),
        new Case(
            AffinityUnsatisfiable,
            "required affinity with b, c, which have no zone; correct that first: `bleu explain"
                + " default/b` and its condition Placed say why",
            three()
                .workload(
                    a(1).affinity("b", Scope.ZONE, true)
                        .affinity("b", Scope.SITE, true)
                        .affinity("c", Scope.ZONE, true)
                        .affinity("d", Scope.ZONE, true)
                        .affinity("e", Scope.ZONE, false),
                    workload("b").only("z9"),
                    workload("c").only("z9"),
                    workload("d"),
                    workload("e").only("z9"))),
        new Case(
            AffinityUnsatisfiable, // the reason of b would lead back
            "required relations to b; place",
            three()
                .workload(
                    a(1).only("z1").affinity("b", Scope.ZONE, true),
                    workload("b").affinity("c", Scope.ZONE, true),
                    workload("c").only("z2").affinity("a", Scope.ZONE, true))),
        new Case(
            AffinityUnsatisfiable, // the reason of b is its own
            "required affinity with b, which has no zone; correct that first",
            three()
                .workload(
                    a(1).affinity("b", Scope.ZONE, true),
                    workload("b").only("z9").affinity("a", Scope.ZONE, true))),
        new Case(
            AffinityUnsatisfiable, // those that need each other do not need a
            "required affinity with b, which has no zone; correct that first",
            three()
                .workload(
                    a(1).affinity("b", Scope.ZONE, true),
                    workload("b").only("z1").affinity("c", Scope.ZONE, true),
                    workload("c").only("z2").affinity("b", Scope.ZONE, true))),
        new Case(
            AffinityUnsatisfiable, // with b, which asks for no replica, nothing is wrong
            "required relations to b, c; place",
            three()
                .workload(
                    a(1).affinity("b", Scope.ZONE, true).affinity("c", Scope.ZONE, true),
                    workload("b").replicas(0),
                    workload("c"))),
        new Case(
            AffinityUnsatisfiable,
            "the zones that the required relations to b leave have too little room",
            three()
                .workload(a(20).antiAffinity("b", Scope.ZONE, true), workload("b").only("z1"))
                .running("b", "z1", 1)),
        new Case(
            InsufficientCapacity, // nor with the zone of b
            "too little room for all",
            three()
                .workload(a(28).antiAffinity("b", Scope.ZONE, true), workload("b").only("z1"))
                .running("b", "z1", 1)),
        new Case(
            RequirementsConflict,
            "the 3 replicas fit in z1, z2, z3, but not so that all of this holds together:"
                + " placement.perZone (min 2, max 2); relax",
            three().workload(a(3).perZone(2, 2))),
        new Case(
            RequirementsConflict,
            "not so that all of this holds together: placement.perZone (min 2, max 2) (left out for now: z4 is"
                + " Drained); relax one of them, or allow more zones; or make z4 Active again",
            three().zone(zone("z4").state(ZoneState.Drained)).workload(a(3).perZone(2, 2))),
        new Case(
            RequirementsConflict,
            "left out for now: z4 is Drained, z5 is Cordoned, z6 is Drained, z7 is Cordoned); relax"
                + " one of them, or allow more zones; or make z4 or z5 or z6 Active again",
            three()
                .zone(
                    zone("z4").state(ZoneState.Drained),
                    zone("z5").state(ZoneState.Cordoned),
                    zone("z6").state(ZoneState.Drained),
                    zone("z7").state(ZoneState.Cordoned))
                .workload(a(3).perZone(2, 2))),
        new Case(
            SurvivalUnsatisfiable,
            "(cpu: z2 9, z3 9) (left out for now: z4 is Cordoned); add capacity or zones, or tolerate less;"
                + " or make z4 Active again",
            three()
                .zone(zone("z4").state(ZoneState.Cordoned))
                .workload(a(27).tolerate(Scope.ZONE))),
        new Case(
            InsufficientCapacity,
            "hold 27 of 28 (cpu: z1 9, z2 9, z3 9) (left out for now: z4 is left for a live drill); add"
                + " capacity, allow more zones or ask for less; or wait until live drill tried ends",
            three().zone(zone("z4").leftFor("tried")).workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is left for a live drill, and is also Cordoned); add"
                + " capacity, allow more zones or ask for less; or make z4 Active again",
            three().zone(zone("z4").state(ZoneState.Cordoned).leftFor("tried")).workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is left for a live drill, and is also Cordoned); add"
                + " capacity, allow more zones or ask for less; or wait until the maintenance of z4"
                + " ends",
            three()
                .zone(
                    zone("z4")
                        .state(ZoneState.Cordoned)
                        .maintenance(Estates.NOW, Estates.NOW.plusSeconds(3600))
                        .leftFor("tried"))
                .workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is silent); add capacity, allow more zones or ask for less; or bring"
                + " z4 back",
            three().zone(zone("z4").cpu(9).unhealthySince(Estates.NOW)).workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is Lost); add capacity, allow more zones or ask for less; or bring"
                + " z4 back",
            three().zone(zone("z4").state(ZoneState.Lost)).workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is in service again, and not yet for spec.health.recoveredAfter); add"
                + " capacity, allow more zones or ask for less; or wait until z4 is in service for long"
                + " enough",
            three()
                .zone(zone("z4").health(new Health(Health.Signal.Recovering, Estates.NOW)))
                .workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is Drained); add capacity, allow more zones or ask for less; or bring"
                + " z4 back",
            three()
                .zone(zone("z4").state(ZoneState.Drained).unhealthySince(Estates.NOW))
                .workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is Cordoned); add capacity, allow more zones or ask for less; or wait"
                + " until the maintenance of z4 ends",
            three()
                .zone(
                    zone("z4")
                        .state(ZoneState.Cordoned)
                        .maintenance(Estates.NOW, Estates.NOW.plusSeconds(3600)))
                .workload(a(28))),
        new Case(
            InsufficientCapacity,
            "(left out for now: z4 is Drained, z5 is Drained, z6 is Drained and others); add capacity,"
                + " allow more zones or ask for less; or make z4 or z5 or z6 Active again",
            three()
                .zone(
                    zone("z4").state(ZoneState.Drained),
                    zone("z5").state(ZoneState.Drained),
                    zone("z6").state(ZoneState.Drained),
                    zone("z7").state(ZoneState.Lost),
                    zone("z8").unhealthySince(Estates.NOW))
                .workload(a(28))),
        new Case(
            SurvivalUnsatisfiable,
            "so nothing outlives its loss (left out for now: z3 is Drained); allow zones in another"
                + " region, or do not ask to tolerate its loss; or make z3 Active again",
            estate()
                .zone(
                    zone("z1").region("r"),
                    zone("z2").region("r"),
                    zone("z3").region("s").state(ZoneState.Drained))
                .workload(a(2).tolerate(Scope.REGION))),
        new Case(
            StaysDown,
            "replicas stay down: z1 is lost and resilience.tolerate says recover: None; bring",
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(9))
                .workload(a(1).tolerate(Scope.ZONE, 0, Recover.None, true))
                .running("a", "z1", 1)),
        new Case(
            RequirementKeepsDown,
            "replicas stay down: z1 has their data and room for them, and a requirement keeps them",
            estate()
                .zones(9, "z1", "z2")
                .workload(a(2).dataBound().tolerate(Scope.ZONE, 1, Recover.None, true))
                .placement(
                    new Placement(
                        Estates.id("a"), null, List.of(), List.of(), 0, Map.of("z1", 2)))));
  }

  private static EstateBuilder oneRegion(String... regions) {
    EstateBuilder estate = estate().zone(zone("z1").region("r"), zone("z2").region("r"));
    for (int i = 0; i < regions.length; i++) {
      estate.zone(zone("z" + (i + 3)).region(regions[i]).state(ZoneState.Drained));
    }
    return estate;
  }

  /** A zone that would not help is not named. */
  @Test
  void onlyZonesThatWouldHelpAreNamed() {
    ZoneBuilder drained = zone("z4").cpu(9).state(ZoneState.Drained);
    Map<String, EstateBuilder> estates =
        Map.of(
            "of no weight",
            three().zone(drained).workload(a(28).weight("z1", 1).weight("z2", 1).weight("z3", 1)),
            "of the same domain",
            oneRegion("r").workload(a(2).tolerate(Scope.REGION)),
            "of too few domains for a quorum",
            oneRegion("s").workload(a(3).quorum().tolerate(Scope.REGION)),
            "without what is needed beside it",
            three()
                .zone(drained)
                .workload(
                    a(1).only("z1", "z4").affinity("b", Scope.ZONE, true), workload("b").only("z2"))
                .running("b", "z2", 1));
    estates.forEach(
        (which, estate) -> {
          Decision a = Estates.of(Planner.plan(estate.build()), "a");
          assertFalse(a.outcome() instanceof Decision.Outcome.Placed, which);
          String said = a.outcome().toString();
          assertFalse(said.contains("left out") || said.contains("z4 is"), which + ": " + said);
        });
  }

  /** What runs in breach of what is asked now. */
  private static List<Case> shortfalls() {
    return List.of(
        new Case(
            SurvivalUnsatisfiable,
            "the loss of zone z1 leaves fewer replicas than keep",
            still(a(2).tolerate(Scope.ZONE, 1, Recover.None, true), 2)),
        new Case(
            SurvivalUnsatisfiable,
            "after the loss of zone z1 not every replica has a place to go",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(0))
                .workload(a(2).tolerate(Scope.ZONE))
                .running("a", "z1", 2)),
        new Case(
            DataBound,
            "no replication is declared",
            still(a(2).dataBound().tolerate(Scope.ZONE), 2)),
        new Case(
            SpreadUnsatisfiable,
            "not spread over Zone as asked (min 2, maxSkew 1)",
            still(a(4).spread(Scope.ZONE, 2, null, 1, true), 4)),
        new Case(
            QuorumUnsatisfiable,
            "the loss of zone z1 leaves 0 of 3 members, and a majority is 2; allow",
            still(a(3).quorum(), 3)),
        new Case(QuorumUnsatisfiable, "and 2 is even", still(a(2).quorum(), 2)),
        new Case(PerZoneExceeded, "zone z1 holds more", still(a(3).perZone(0, 2), 3)),
        new Case(PerZoneTooFew, "zone z1 holds fewer", still(a(1).perZone(2, null), 1)),
        new Case(
            RoundTripExceeded,
            "zones z1 and z2 are farther apart",
            three()
                .workload(a(2).replication(100L, null).rebalance(Workload.Rebalance.Mode.Never, 0))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(new Assignment("z1", 1, 1), new Assignment("z2", 1, 1)),
                        List.of(),
                        0))),
        new Case(RoundTripSearchCut, "than are tried", manyCliques()),
        new Case(
            ZoneSilent,
            "replicas stay in z1, where no node is ready, and no other zone takes them; bring",
            silent(a(2).cpu(5), "z1")),
        new Case(
            ZoneSilent,
            "replicas with volumes or a quorum move only when the loss is certain; bring",
            silent(a(1).dataBound(), "z1")),
        new Case(
            ZoneSilent,
            "no node is ready, because resilience.tolerate says recover: None; bring",
            silent(a(2).tolerate(Scope.ZONE, 0, Recover.None, true), "z1")),
        new Case(
            ViewInDoubt,
            "the operator's own view is in doubt; bring",
            silent(a(2), "z1", "z2", "z3")),
        new Case(
            TooManyLosses,
            "takes at most 1 loss of zones by observation in an hour (--max-observed-losses); set",
            waiting(Why.BoundReached, 1, a(2))),
        new Case(
            TooManyLosses,
            "takes at most 0 losses of zones by observation in an hour (--max-observed-losses); set",
            waiting(Why.BoundReached, 0, a(2))),
        new Case(
            ZoneSilent,
            "replicas with volumes or a quorum move only when the loss is certain; bring",
            waiting(Why.BoundReached, 1, a(1).dataBound())),
        new Case(
            ZoneSilent,
            "and whose status does not say that the loss was taken; see LossNotRecorded",
            waiting(Why.NotRecorded, 1, a(2))),
        new Case(
            ZoneSilent,
            "replicas with volumes or a quorum move only when the loss is certain; bring",
            waiting(Why.NotRecorded, 1, a(1).dataBound())),
        new Case(
            ReturnWaits,
            "z3",
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9))
                .zone(zone("z3").state(ZoneState.Lost, Estates.NOW.minusSeconds(600)))
                .workload(a(1))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 0)),
                        List.of(),
                        1))),
        new Case(
            MovesWait,
            "all workloads together may move 2 in an hour",
            estate()
                .moving(2, Estates.NOW.plusSeconds(60))
                .zone(zone("z1").cpu(9), zone("z2").cpu(9))
                .workload(a(1))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 0)),
                        List.of(),
                        0),
                    Estates.running("gone", "z2", 1).withMoves(2))),
        new Case(
            VolumesGivenUp,
            "replicas run in z1, whose volumes spec.resilience.abandonVolumesIn gives up",
            estate()
                .zones(9, "z1", "z2")
                .workload(a(1).dataBound().abandonVolumesIn("z1"))
                .running("a", "z1", 1)),
        new Case(FollowSearchCut, "in which those follow (not proven", barredRing()),
        new Case(
            AffinityTargetMissing,
            "with b, which does not exist",
            still(a(1).affinity("b", Scope.ZONE, true), 1)),
        new Case(
            AffinityUnsatisfiable,
            "required affinity with b over Zone",
            still(a(1).affinity("b", Scope.ZONE, true), 1).workload(workload("b").only("z2"))),
        new Case(
            AffinityUnsatisfiable,
            "required affinity with b, which has no zone; correct that first",
            still(a(1).affinity("b", Scope.ZONE, true), 1).workload(workload("b").only("z9"))),
        new Case(
            AffinityUnsatisfiable,
            "required affinity with b over Zone",
            still(a(1).affinity("b", Scope.ZONE, true), 1).workload(workload("b").replicas(0))),
        new Case(
            AffinityUnsatisfiable,
            "required anti-affinity with b over Zone",
            still(a(1).antiAffinity("b", Scope.ZONE, true), 1)
                .workload(workload("b").rebalance(Workload.Rebalance.Mode.Never, 0))
                .running("b", "z1", 1)),
        new Case(
            AffinityPreferenceUnmet,
            "preferred affinity with b over Zone",
            still(a(1).affinity("b", Scope.ZONE, false), 1).workload(workload("b").only("z2"))));
  }

  /** All of it in z1, and nothing may move. */
  private static EstateBuilder still(WorkloadBuilder a, int replicas) {
    return three()
        .workload(a.rebalance(Workload.Rebalance.Mode.Never, 0))
        .running("a", "z1", replicas);
  }

  /** The zone z1 is silent for long enough, and not left. */
  private static EstateBuilder waiting(Why why, int most, WorkloadBuilder a) {
    return estate()
        .zone(
            zone("z1")
                .cpu(9)
                .unhealthySince(Estates.NOW.minusSeconds(600))
                .patience(Duration.ofDays(1)),
            zone("z2").cpu(9),
            zone("z3").cpu(9))
        .losses(new LossBudget(most, most, List.of(), List.of(new Waiting("z1", why, null))))
        .workload(a.failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
        .running("a", "z1", a.build().replicas());
  }

  /** All of it in z1; these zones are silent for longer than it waits. */
  private static EstateBuilder silent(WorkloadBuilder a, String... silent) {
    EstateBuilder estate = estate();
    for (String name : List.of("z1", "z2", "z3")) {
      ZoneBuilder zone = zone(name).cpu(name.equals("z1") ? 9 : 4);
      estate.zone(
          List.of(silent).contains(name)
              ? zone.unhealthySince(Estates.NOW.minusSeconds(600))
              : zone);
    }
    return estate
        .workload(a.failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
        .running("a", "z1", a.build().replicas());
  }

  /** Pairs of zones that lie together, each pair twice on its own: more cliques than are tried. */
  private static EstateBuilder manyCliques() {
    EstateBuilder estate = estate();
    for (int z = 0; z < 70; z++) {
      estate.zone(zone("z" + z).at(-60 + z * 1.7, 0).cpu(9));
    }
    return estate.workload(a(2).replication(800L, null));
  }

  /** All would go home but for x, which needs them in z2; a is the last of too many to try. */
  private static EstateBuilder barredRing() {
    EstateBuilder estate = estate().zones(900, "z1", "z2");
    WorkloadBuilder x = workload("x").only("z2").affinity("a", Scope.ZONE, true);
    String next = "a";
    for (int i = 199; i >= 0; i--) {
      String name = "%03d".formatted(i);
      estate.workload(workload(name).affinity(next, Scope.REGION, true)).placement(away(name));
      x.affinity(name, Scope.ZONE, true);
      next = name;
    }
    return estate
        .workload(a(1).affinity("x", Scope.REGION, true), x)
        .placement(away("a"))
        .running("x", "z2", 1);
  }

  private static Placement away(String name) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(new Assignment("z1", 0, 1), new Assignment("z2", 1, 0)),
        List.of(),
        0);
  }

  @Test
  void eachSituationHasItsCodeAndItsWords() {
    List<String> wrong = new ArrayList<>();
    for (Case c : refusals()) {
      Decision a = Estates.of(Planner.plan(c.estate().build()), "a");
      Decision.Reason reason =
          a.outcome() instanceof Decision.Outcome.Unplaceable u
              ? u.reason()
              : a.outcome() instanceof Decision.Outcome.PartlyPlaced p ? p.reason() : null;
      if (reason == null
          || !reason.code().equals(c.code().name())
          || !reason.message().contains(c.says())) {
        wrong.add(c.code() + " " + c.says() + "\n  but " + a.outcome());
      }
    }
    for (Case c : shortfalls()) {
      Decision a = Estates.of(Planner.plan(c.estate().build()), "a");
      if (a.shortfalls().stream()
          .noneMatch(r -> r.code().equals(c.code().name()) && r.message().contains(c.says()))) {
        wrong.add(c.code() + " " + c.says() + "\n  but " + a.outcome() + a.shortfalls());
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  @Test
  void everyCodeIsReached() {
    EnumSet<ReasonCode> reached = EnumSet.of(CheckFailed); // FencingTest
    refusals().forEach(c -> reached.add(c.code()));
    shortfalls().forEach(c -> reached.add(c.code()));
    assertEquals(EnumSet.allOf(ReasonCode.class), reached);
  }

  @Test
  void everyReasonSaysWhatToDoNextAndNoFigureOfOthers() {
    List<Estate> estates = new ArrayList<>();
    refusals().forEach(c -> estates.add(c.estate().build()));
    shortfalls().forEach(c -> estates.add(c.estate().build()));
    for (int seed = 0; seed < 150; seed++) {
      Estate fresh = Samples.fresh(seed);
      estates.add(fresh);
      estates.add(Samples.later(fresh, Estates.inForce(Planner.propose(fresh, Map.of())), seed));
    }
    Set<String> codes = new TreeSet<>();
    for (ReasonCode code : ReasonCode.values()) {
      codes.add(code.name());
    }
    for (Estate estate : estates) {
      for (Decision d : Planner.propose(estate, Map.of()).decisions()) {
        for (Decision.Reason reason : said(d)) {
          assertTrue(codes.contains(reason.code()), reason.code());
          assertTrue(reason.message().matches("[^;]+; [^;]{10,}(; or [^;]+)*"), reason.message());
          assertTrue(noStrangeFigure(estate, d.id(), reason), reason.message());
        }
      }
    }
  }

  private static List<Decision.Reason> said(Decision d) {
    List<Decision.Reason> said = new ArrayList<>(d.shortfalls());
    if (d.outcome() instanceof Decision.Outcome.Unplaceable u) {
      said.add(u.reason());
    } else if (d.outcome() instanceof Decision.Outcome.PartlyPlaced p) {
      said.add(p.reason());
    }
    return said;
  }

  /** What empty zones hold. */
  private static final String EMPTY =
      "hold ([0-9]+ of (the )?[0-9]+( to keep)?( when empty| so)?|fewer than [0-9]+ spread so)"
          + " \\([^)]*\\)";

  /** Digits are those of names of places, of its own spec, or of the room of an empty zone. */
  private static boolean noStrangeFigure(Estate estate, WorkloadId id, Decision.Reason reason) {
    String text = reason.message().replaceAll(EMPTY, "");
    Workload own =
        estate.workloads().stream().filter(w -> w.id().equals(id)).findFirst().orElseThrow();
    List<String> names = new ArrayList<>();
    for (Zone z : estate.zones()) {
      names.addAll(List.of(z.site(), z.region(), z.provider(), z.name()));
      // Since when a zone is lost is a fact about the zone, and of no other workload.
      Stream.of(z.stateSince(), z.unhealthySince())
          .filter(Objects::nonNull)
          .forEach(since -> names.add(since.toString()));
    }
    MoveBudget budget = estate.moveBudget();
    if (budget != null) {
      // What all may do together, and when they may again, is nobody's own.
      names.addAll(List.of(" " + budget.perHour() + " ", String.valueOf(budget.nextFree())));
    }
    LossBudget losses = estate.lossBudget();
    if (losses != null) {
      // How many of the whole operator, and for how long each counts.
      names.add(" " + losses.most() + " ");
      names.add(" " + LossBudget.COUNTS.toSeconds() / 60.0 + " minutes");
    }
    for (String name : names) {
      text = text.replace(name, "");
    }
    if (reason.code().equals(ReplicaTooLarge.name())) {
      return true;
    }
    List<Integer> figures = new ArrayList<>(List.of(own.replicas()));
    own.spread().forEach(s -> figures.addAll(List.of(s.min(), s.maxSkew())));
    own.spread().stream().filter(s -> s.max() != null).forEach(s -> figures.add(s.max()));
    own.tolerate().forEach(t -> figures.add(t.keep()));
    figures.addAll(List.of(own.perZoneMin(), own.perZoneMax() == null ? 0 : own.perZoneMax()));
    Workload.Replication replication = own.replication();
    if (replication != null && replication.maxRoundTripMicros() != null) {
      figures.add(Math.toIntExact(replication.maxRoundTripMicros()));
    }
    if (own.quorum()) {
      // Members that a loss takes, or leaves: all are its own.
      IntStream.range(0, own.replicas()).forEach(figures::add);
    }
    for (int figure : figures) {
      text = text.replaceAll("\\b" + figure + "\\b", "");
    }
    return !text.matches(".*[0-9].*");
  }

  @Test
  void aLongListOfNamesInAChangeIsCut() {
    EstateBuilder estate = estate();
    List<String> names = new ArrayList<>();
    for (int z = 0; z < 200; z++) {
      estate.zone(zone("zone-with-quite-a-long-name-" + z).cpu(9));
      names.add("zone-with-quite-a-long-name-" + z);
    }
    Workload w =
        a(1).rule(
                new BoundRule(
                    Catalogue.rule("zones"),
                    "zones",
                    null,
                    BoundRule.Action.Enforce,
                    BoundRule.OnViolation.Report,
                    new Parameters(new java.util.TreeMap<>(Map.of("deny", names))),
                    List.of()))
            .build();
    Estate e =
        new Estate(
            Estates.NOW, List.of(), estate.build().zones(), List.of(w), List.of(), List.of());
    Decision.Change change = Estates.of(Planner.plan(e), "a").relax().get(0).changes().get(0);
    assertTrue(change.from().endsWith("] and 192 more"), change.from());
    assertTrue(change.from().length() < 400, change.from());
    assertTrue(change.to().endsWith("] and 191 more"), change.to());
  }
}
