package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room: in use, of a shape, for rollouts, held for losses, freed by evictions. */
class CheckerCapacityTest {
  private static final Set<String> FINE = Set.of();
  private static final Set<String> FULL = Set.of("CapacityExceeded");
  private static final Set<String> SOLD_TWICE = Set.of("ReserveExceeded");

  @Test
  void whatIsInUseFits() {
    Estate e = estate().zones(3, "z1").workload(workload("a").replicas(4)).build();
    Estate enough = estate().zones(4, "z1").workload(workload("a").replicas(4)).build();

    assertEquals(FINE, codes(enough, decided("a").in("z1", 4)));
    assertEquals(FULL, codes(e, decided("a").in("z1", 4)));
  }

  @Test
  void usableIsRoundedDown() {
    // 90 % of 11 cpus is 9.9: nine replicas of one cpu, not ten.
    Estate nine =
        estate()
            .zone(zone("z1").cpu(11).usablePercent(90))
            .workload(workload("a").replicas(9))
            .build();
    Estate ten =
        estate()
            .zone(zone("z1").cpu(11).usablePercent(90))
            .workload(workload("a").replicas(10))
            .build();

    assertEquals(FINE, codes(nine, decided("a").in("z1", 9)));
    assertEquals(FULL, codes(ten, decided("a").in("z1", 10)));
  }

  @Test
  void anUnknownResourceIsZero() {
    Estate e = estate().zones(8, "z1").workload(workload("a").request("nvidia.com/gpu", 1)).build();

    assertEquals(FULL, codes(e, decided("a").in("z1", 1)));
  }

  @Test
  void tenNodesOfFourCpusDoNotHoldOnePodOfFive() {
    Estate five = estate().zone(zone("z1").nodes(10, 4)).workload(workload("a").cpu(5)).build();
    Estate four =
        estate().zone(zone("z1").nodes(10, 4)).workload(workload("a").cpu(4).replicas(10)).build();

    assertEquals(FULL, codes(five, decided("a").in("z1", 1)));
    assertEquals(FINE, codes(four, decided("a").in("z1", 10)));
  }

  @Test
  void slotsOfAShapeAreCountedOverAllWorkloadsOfThatShape() {
    // Two nodes of 4 cpus hold one replica of 3 each, though 8 cpus would hold 2 and a half.
    Estate e =
        estate()
            .zone(zone("z1").nodes(2, 4))
            .workload(workload("a").cpu(3), workload("b").cpu(3), workload("c").cpu(1))
            .build();
    Estate three =
        estate()
            .zone(zone("z1").nodes(2, 5))
            .workload(workload("a").cpu(3), workload("b").cpu(3), workload("c").cpu(3))
            .build();

    assertEquals(
        FINE,
        codes(e, decided("a").in("z1", 1), decided("b").in("z1", 1), decided("c").in("z1", 1)));
    assertEquals(
        FULL,
        codes(three, decided("a").in("z1", 1), decided("b").in("z1", 1), decided("c").in("z1", 1)));
  }

  @Test
  void reservedSlotsOfAShapeAreCountedToo() {
    // z2 has two slots of 3 cpus: one in use, two held.
    Estate e =
        estate()
            .zone(zone("z1").cpu(12), zone("z2").nodes(2, 5))
            .workload(workload("a").cpu(3).replicas(2).tolerate(Scope.ZONE), workload("b").cpu(3))
            .build();

    assertEquals(
        SOLD_TWICE,
        codes(
            e,
            decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z2", 2)),
            decided("b").in("z2", 1)));
  }

  @Test
  void theLargestSurgeInAZoneCountsAsUsedOnce() {
    Estate six =
        estate()
            .zones(6, "z1")
            .workload(workload("a").surges(), workload("b").cpu(2).surges(), workload("c"))
            .build();
    Estate five =
        estate()
            .zones(5, "z1")
            .workload(workload("a").surges(), workload("b").cpu(2).surges(), workload("c"))
            .build();
    Plans.Draft[] all = {
      decided("a").in("z1", 1), decided("b").in("z1", 1), decided("c").in("z1", 1)
    };

    // 1 + 2 + 1 in use, and 2 for the larger rollout.
    assertEquals(FINE, codes(six, all));
    assertEquals(FULL, codes(five, all));
  }

  @Test
  void aZoneThatShrankKeepsWhatRunsAndTakesNothingNew() {
    Estate kept =
        estate().zones(2, "z1").workload(workload("a").replicas(3)).running("a", "z1", 3).build();
    Estate grown =
        estate().zones(2, "z1").workload(workload("a").replicas(4)).running("a", "z1", 3).build();

    assertEquals(FINE, codes(kept, decided("a").in("z1", 3)));
    assertEquals(FULL, codes(grown, decided("a").in("z1", 4)));
  }

  @Test
  void roomIsHeldInTheZoneThatTakesOver() {
    Estate e =
        estate()
            .zones(4, "z1", "z2")
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE), workload("b").replicas(3))
            .build();
    Plans.Draft a = decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z2", 2));

    assertEquals(SOLD_TWICE, codes(e, a, decided("b").in("z2", 3)));
    assertEquals(FINE, codes(e, a, decided("b").in("z1", 1).in("z2", 2)));
  }

  @Test
  void roomIsSharedBetweenEventsThatExcludeEachOther() {
    // a flees z1, b flees z2, both to z3: room for the larger of the two is enough.
    Estate two =
        estate()
            .zone(zone("z1"), zone("z2"), zone("z3").cpu(2))
            .workload(
                workload("a").replicas(2).tolerate(Scope.ZONE),
                workload("b").replicas(2).tolerate(Scope.ZONE))
            .build();

    assertEquals(
        FINE,
        codes(
            two,
            decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z3", 2)),
            decided("b").in("z2", 2).loss(Scope.ZONE, "z2", move("z2", "z3", 2))));
    assertEquals(
        SOLD_TWICE,
        codes(
            two,
            decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z3", 2)),
            decided("b").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z3", 2))));
  }

  @Test
  void lossOfTheZoneAloneNeedsTwelve() {
    // docs/placement.md, 4: A is protected by site, B by zone, both in z1, both recover in z3.
    for (int cpus : new int[] {6, 11, 12}) {
      Estate e =
          estate()
              .zone(zone("z1").site("s1"), zone("z2").site("s1"), zone("z3").cpu(cpus))
              .workload(
                  workload("a").replicas(6).tolerate(Scope.SITE),
                  workload("b").replicas(6).tolerate(Scope.ZONE))
              .build();
      Set<String> found =
          codes(
              e,
              decided("a")
                  .in("z1", 6)
                  .loss(Scope.SITE, "s1", move("z1", "z3", 6))
                  .loss(Scope.ZONE, "z1", move("z1", "z3", 6)),
              decided("b").in("z1", 6).loss(Scope.ZONE, "z1", move("z1", "z3", 6)));
      assertEquals(cpus >= 12 ? FINE : SOLD_TWICE, found, cpus + " cpus");
    }
  }

  @Test
  void anEventThatSomebodyElseNamedIsChargedWithTheMovesOfTheSmallestOwnOne() {
    // a names the region only, b the site inside it: the loss of the site takes both to z4.
    for (int cpus : new int[] {3, 4}) {
      Estate e =
          estate()
              .zone(
                  zone("z1").site("s1").region("r1"),
                  zone("z2").site("s1").region("r1"),
                  zone("z3").site("s3").region("r1"),
                  zone("z4").region("r4").cpu(cpus))
              .workload(
                  workload("a").replicas(2).tolerate(Scope.REGION),
                  workload("b").replicas(2).tolerate(Scope.SITE))
              .build();
      Set<String> found =
          codes(
              e,
              decided("a")
                  .in("z1", 1)
                  .in("z2", 1)
                  .loss(Scope.REGION, "r1", move("z1", "z4", 1), move("z2", "z4", 1))
                  .loss(Scope.ZONE, "z1", move("z1", "z3", 1))
                  .loss(Scope.ZONE, "z2", move("z2", "z3", 1)),
              decided("b")
                  .in("z1", 2)
                  .loss(Scope.SITE, "s1", move("z1", "z4", 2))
                  .loss(Scope.ZONE, "z1", move("z1", "z3", 2)));
      assertEquals(cpus == 4 ? FINE : SOLD_TWICE, found, cpus + " cpus");
    }
  }

  @Test
  void victimsAtTheLossMakeRoomAndOnlyOnce() {
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2").cpu(2))
            .workload(
                workload("a").replicas(2).tolerate(Scope.ZONE).priority(10),
                workload("b").replicas(1).tolerate(Scope.ZONE).priority(10),
                workload("low").replicas(2))
            .build();
    Contingency.Eviction two = new Contingency.Eviction(Estates.id("low"), "z2", 2);
    Contingency.Eviction one = new Contingency.Eviction(Estates.id("low"), "z2", 1);
    Plans.Draft low = decided("low").in("z2", 2);

    assertEquals(
        FINE,
        codes(
            e,
            decided("a").in("z1", 2).loss(Scope.ZONE, "z1", List.of(two), move("z1", "z2", 2)),
            decided("b"),
            low));
    assertEquals(
        Set.of("EvictionWrong", "ReserveExceeded"),
        codes(
            e,
            decided("a").in("z1", 2).loss(Scope.ZONE, "z1", List.of(two), move("z1", "z2", 2)),
            decided("b").in("z1", 1).loss(Scope.ZONE, "z1", List.of(one), move("z1", "z2", 1)),
            low));
  }

  @Test
  void roomHeldBeforeIsNotAskedForAgain() {
    Placement before =
        new Placement(
            Estates.id("a"),
            null,
            List.of(Assignment.of("z1", 2)),
            List.of(
                new Contingency(
                    new Contingency.Event(Scope.ZONE, "z1"),
                    List.of(move("z1", "z2", 2)),
                    List.of(),
                    0)),
            0);
    Estate shrunk =
        estate()
            .zone(zone("z1"), zone("z2").cpu(1))
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE))
            .placement(before)
            .build();
    Estate fresh =
        estate()
            .zone(zone("z1"), zone("z2").cpu(1))
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE))
            .placement(running("a", "z1", 2))
            .build();
    Plans.Draft a = decided("a").in("z1", 2).loss(Scope.ZONE, "z1", move("z1", "z2", 2));

    assertEquals(FINE, codes(shrunk, a));
    assertEquals(SOLD_TWICE, codes(fresh, a));
  }

  @Test
  void aLostZoneHasNoRoomForAnybody() {
    Estate e =
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Lost))
            .workload(workload("a").tolerate(Scope.ZONE))
            .build();

    assertEquals(
        Set.of("MoveTo", "ReserveExceeded"),
        codes(e, decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1))));
  }

  @Test
  void largestNodeBoundsAShape() {
    Estate e =
        estate()
            .zone(zone("z1").cpu(100).largestNode(Map.of("cpu", 4000L)))
            .workload(workload("a").cpu(5))
            .build();

    assertEquals(FULL, codes(e, decided("a").in("z1", 1)));
  }

  /** So many of half of what a long counts, each with one replica, and one of 1 Gi. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8})
  void whatIsMoreThanCanBeCountedIsTooMuch(int huge) {
    EstateBuilder standing = estate().zone(zone("z1").cpu(100).resource("memory", 1L << 62));
    EstateBuilder held =
        estate()
            .zone(zone("z1").cpu(100).resource("memory", 1L << 62))
            .zone(zone("z2").cpu(100).resource("memory", 1L << 62));
    List<Plans.Draft> stand = new ArrayList<>();
    List<Plans.Draft> move = new ArrayList<>();
    for (int i = 0; i < huge; i++) {
      String name = "h" + i;
      standing.workload(workload(name).cpu(1).request("memory", 1L << 62)).running(name, "z1", 1);
      held.workload(workload(name).cpu(1).request("memory", 1L << 62).tolerate(Scope.ZONE));
      held.running(name, "z2", 1);
      stand.add(decided(name).in("z1", 1));
      move.add(decided(name).in("z2", 1).loss(Scope.ZONE, "z2", move("z2", "z1", 1)));
    }
    standing.workload(workload("x").cpu(1).request("memory", 1L << 30));
    stand.add(decided("x").in("z1", 1));
    held.workload(workload("x").cpu(1).request("memory", 1L << 30));
    move.add(decided("x").in("z1", 1));

    assertEquals(FULL, codes(standing.build(), stand.toArray(new Plans.Draft[0])));
    assertEquals(SOLD_TWICE, codes(held.build(), move.toArray(new Plans.Draft[0])));
  }

  /** What fits no empty place is not what runs there, unless it has just come. */
  @Test
  void whatHasOutgrownItsZoneTakesNoRoomOfMovesInForce() {
    Estate e =
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(10).state(ZoneState.Lost))
            .workload(workload("h").cpu(11), workload("x").cpu(4).tolerate(Scope.ZONE))
            .running("h", "z1", 1)
            .placement(lost("x"))
            .build();
    Estate fits =
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(10).state(ZoneState.Lost))
            .workload(workload("h").cpu(7), workload("x").cpu(4).tolerate(Scope.ZONE))
            .running("h", "z1", 1)
            .placement(lost("x"))
            .build();

    Plans.Draft[] moved = {decided("h").in("z1", 1), decided("x").in("z1", 1)};
    assertEquals(false, codes(e, moved).contains("CapacityExceeded"));
    assertEquals(true, codes(fits, moved).contains("CapacityExceeded"));
    Estate fresh = estate().zones(10, "z1").workload(workload("h").cpu(11)).build();
    assertEquals(true, codes(fresh, decided("h").in("z1", 1)).contains("CapacityExceeded"));
  }

  /** Nor does its eviction free what it asks for. */
  @ParameterizedTest
  @ValueSource(longs = {4, 11})
  void whatHasOutgrownItsZoneFreesNothing(long asked) {
    List<Contingency.Eviction> evicts = List.of(new Contingency.Eviction(Estates.id("h"), "z1", 1));
    Placement x =
        new Placement(
            Estates.id("x"),
            null,
            List.of(Assignment.of("z2", 1)),
            List.of(
                new Contingency(
                    new Contingency.Event(Scope.ZONE, "z2"),
                    List.of(move("z2", "z1", 1)),
                    evicts,
                    0)),
            0);
    Estate e =
        estate()
            .zones(10, "z1")
            .zones(20, "z2")
            .workload(
                workload("h").cpu(asked).only("z1"),
                workload("x").cpu(4).tolerate(Scope.ZONE).priority(10),
                workload("y").cpu(8).tolerate(Scope.ZONE).priority(10))
            .running("h", "z1", 1)
            .placement(x)
            .running("y", "z2", 1)
            .build();
    assertEquals(
        SOLD_TWICE,
        codes(
            e,
            decided("h").in("z1", 1),
            decided("x").in("z2", 1).loss(Scope.ZONE, "z2", evicts, move("z2", "z1", 1)),
            decided("y").in("z2", 1).loss(Scope.ZONE, "z2", move("z2", "z1", 1))));
  }

  /** One replica in z2, which goes to z1 when that is lost. */
  private static Placement lost(String name) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(Assignment.of("z2", 1)),
        List.of(
            new Contingency(
                new Contingency.Event(Scope.ZONE, "z2"),
                List.of(move("z2", "z1", 1)),
                List.of(),
                0)),
        0);
  }
}
