package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spread entries over domains that lie in each other, and spread within a round trip. */
class NestedSpreadTest {
  private static final int ANY = 100_000;

  private static Decision placed(Estate estate) {
    Plan plan = Planner.propose(estate, java.util.Map.of());
    assertEquals(java.util.List.of(), Checker.check(estate, plan));
    Decision decision = of(plan, "a");
    assertTrue(decision.placed(), () -> decision.outcome().toString());
    return decision;
  }

  /** Each region by its zones' room. */
  private static EstateBuilder regions(long[]... rooms) {
    EstateBuilder builder = estate();
    for (int r = 0; r < rooms.length; r++) {
      for (int z = 0; z < rooms[r].length; z++) {
        builder.zone(zone("r" + r + "z" + z).region("r" + r).cpu(rooms[r][z]));
      }
    }
    return builder;
  }

  /** The one region whose two largest zones take all is not the one with the first zone. */
  @Test
  void theRegionIsChosenForTheZonesInIt() {
    Decision decision =
        placed(
            regions(new long[] {10, 3, 4}, new long[] {10, 8, 3})
                .workload(
                    workload("a")
                        .replicas(18)
                        .spread(Scope.REGION, 1, 1, ANY, true)
                        .spread(Scope.ZONE, 1, 2, ANY, true))
                .build());
    assertEquals("r1z0=10, r1z1=8", zones(decision));
  }

  /** Only the second region has three zones. */
  @ParameterizedTest
  @CsvSource({"3", "17", "18", "19", "20", "40", "300"})
  void theRegionHasAsManyZonesAsAreAskedFor(int replicas) {
    Decision decision =
        placed(
            regions(new long[] {100, 100}, new long[] {100, 100, 100})
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .spread(Scope.REGION, 1, 1, ANY, true)
                        .spread(Scope.ZONE, 3, null, ANY, true))
                .build());
    assertEquals(3, decision.assignments().size());
    assertTrue(decision.assignments().stream().allMatch(a -> a.zone().startsWith("r1")));
  }

  /** Ten zones in three regions: only those with five, two and three have them. */
  @Test
  void severalRegionsTogetherHaveAsManyZonesAsAreAskedFor() {
    long[][] rooms = new long[6][];
    int[] counts = {1, 1, 1, 5, 2, 3};
    for (int r = 0; r < counts.length; r++) {
      rooms[r] = new long[counts[r]];
      java.util.Arrays.fill(rooms[r], 9);
    }
    Decision decision =
        placed(
            regions(rooms)
                .workload(
                    workload("a")
                        .replicas(20)
                        .spread(Scope.REGION, 1, 3, ANY, true)
                        .spread(Scope.ZONE, 10, null, ANY, true))
                .build());
    assertEquals(10, decision.assignments().size());
  }

  /** Zones of regions that were not chosen are no measure of the skew. */
  @Test
  void skewIsMeasuredWithinTheRegionsThatWereChosen() {
    Decision decision =
        placed(
            regions(new long[] {9, 9, 9}, new long[] {9, 9, 9})
                .workload(
                    workload("a")
                        .replicas(9)
                        .spread(Scope.REGION, 1, 1, ANY, true)
                        .spread(Scope.ZONE, 3, null, 1, true))
                .build());
    assertEquals("r0z0=3, r0z1=3, r0z2=3", zones(decision));
  }

  /** Two metropolitan areas far from each other: E is taken within the one that is used. */
  @Test
  void skewIsMeasuredWithinTheRoundTrip() {
    EstateBuilder builder = estate();
    for (int z = 1; z <= 3; z++) {
      builder.zone(zone("a" + z).cpu(50).at(48 + z / 10.0, 2.1));
      builder.zone(zone("b" + z).cpu(50).at(43 + z / 10.0, 5.1));
    }
    Decision decision =
        placed(
            builder
                .workload(
                    workload("a")
                        .replicas(9)
                        .replication(2000L, null)
                        .spread(Scope.ZONE, 3, null, 1, true))
                .build());
    assertEquals("a1=3, a2=3, a3=3", zones(decision));
  }

  /** The clique with as many domains as are asked for comes before a cheaper one with fewer. */
  @Test
  void theCliqueHasAsManyDomainsAsAreAskedForIfAnyHas() {
    EstateBuilder builder = estate();
    builder.zone(zone("a1").at(48.1, 2.1).cost(1, 1), zone("a2").at(48.2, 2.1).cost(1, 1));
    for (int z = 1; z <= 3; z++) {
      builder.zone(zone("b" + z).at(43 + z / 10.0, 5.1).cost(9, 9));
    }
    Decision decision =
        placed(
            builder
                .workload(
                    workload("a")
                        .replicas(60)
                        .objective(Workload.Objective.Cost)
                        .replication(2000L, null)
                        .spread(Scope.ZONE, 3, null, ANY, true))
                .build());
    assertEquals(3, decision.assignments().size());
  }

  /**
   * A zone that is opened late in a plan lowers the floor under what grew before, in that plan:
   * what can leave the drained zone only later does so in a later plan.
   */
  @ParameterizedTest
  @CsvSource({"4, 1, 1", "5, 1, 1", "6, 1, 2", "6, 2, 2", "7, 2, 2"})
  void whatGrewFirstIsWithinTheSkewOfWhatIsOpenedLater(int replicas, int z2, int z4) {
    Estate estate =
        estate()
            .zone(zone("z0").cpu(9).region("r0").state(ZoneState.Drained))
            .zone(zone("z2").cpu(z2).region("r0"), zone("z3").cpu(9).region("r1"))
            .zone(zone("z4").cpu(z4).region("r0"))
            .workload(
                workload("a")
                    .replicas(replicas)
                    .priority(9)
                    .spread(Scope.REGION, 2, 2, 3, true)
                    .spread(Scope.ZONE, 1, 2, 1, true))
            .workload(workload("b").replicas(1))
            .running("a", "z0", replicas / 2, "z3", replicas / 2)
            .running("b", "z0", 1)
            .build();
    for (int plans = 0; plans < 3; plans++) {
      Plan plan = Planner.propose(estate, java.util.Map.of());
      assertEquals(java.util.List.of(), Checker.check(estate, plan), "plan " + plans);
      estate = Estates.with(estate, Estates.inForce(plan));
    }
    assertEquals("", zonesLeft(estate), "nothing is left in the drained zone after a few plans");
  }

  /**
   * What the contingency sends is within the floor that it was decided against: it is no growth
   * that keeps what it has no room for from another region.
   */
  @Test
  void whatTheContingencySendsDoesNotKeepTheOthersDown() {
    Estate estate =
        estate()
            .zone(zone("z0").cpu(9).region("r0").state(ZoneState.Lost))
            .zone(zone("z2").cpu(3).region("r0"))
            .zone(zone("z3").cpu(9).region("r1"), zone("z4").cpu(9).region("r1"))
            .workload(
                workload("a")
                    .replicas(4)
                    .tolerate(Scope.ZONE)
                    .spread(Scope.REGION, 1, 2, ANY, true)
                    .spread(Scope.ZONE, 1, null, 1, true))
            .placement(sending("z0", 2, "z2", 2))
            .build();
    assertEquals("z2=2, z3=1, z4=1", zones(placed(estate)));
  }

  /** So many in two zones, and all those of the first go to the second when it is lost. */
  private static Placement sending(String from, int replicas, String to, int there) {
    return new Placement(
        Estates.id("a"),
        null,
        List.of(new Assignment(from, replicas, replicas), new Assignment(to, there, there)),
        List.of(
            new Contingency(
                new Contingency.Event(Scope.ZONE, from),
                List.of(new Contingency.Move(from, to, replicas)),
                List.of(),
                there)),
        0);
  }

  private static String zonesLeft(Estate estate) {
    return estate.placements().stream()
        .flatMap(p -> p.assignments().stream())
        .filter(a -> a.zone().equals("z0") && a.replicas() > 0)
        .map(Object::toString)
        .collect(java.util.stream.Collectors.joining(" "));
  }
}
