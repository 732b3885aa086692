package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looking for better floors takes, and what it never gives for a lower cost. */
class FloorClimbTest {
  private static final long STEPS = 300_000;
  private static final int SEEDS = Campaign.size("bleu.climbs", 1_000);

  /** Three zones, of which the first costs next to nothing and the others nearly the same. */
  private static Estate cheapAndDear(int replicas, int skew) {
    EstateBuilder estate = estate();
    int[] price = {0, 100, 101};
    for (int z = 0; z < price.length; z++) {
      estate.zone(zone("z" + z).cpu(replicas).cost(price[z], 0));
    }
    return estate.workload(skewed(replicas, skew)).build();
  }

  private static WorkloadBuilder skewed(int replicas, int skew) {
    return workload("a")
        .replicas(replicas)
        .objective(Objective.Cost)
        .spread(Scope.ZONE, 1, null, skew, true);
  }

  private static ReplicaPlacer started(Estate estate, long steps) {
    return started(estate, steps, SearchEffort.FULL);
  }

  private static ReplicaPlacer started(Estate estate, long steps, SearchEffort effort) {
    ReplicaPlacer placer = TrialScene.placer(estate, effort);
    placer.trial.planState.steps.grant(0, steps);
    return placer;
  }

  private static String placed(ReplicaPlacer placer, int replicas) {
    assertTrue(placer.place(replicas), "placed");
    return TrialScene.counts(placer.trial.x);
  }

  /** 800 floors above those that were found, of which each would be one fill. */
  @Test
  void aFarFloorIsReachedWithinATenthOfTheSteps() {
    ReplicaPlacer placer = started(cheapAndDear(3000, 600), STEPS);
    assertEquals("1400 800 800", placed(placer, 3000));
    long taken = STEPS - placer.trial.planState.steps.left(0);
    assertTrue(taken < STEPS / 10, taken + " steps");
  }

  /** However large the workload is: what it does not find then costs more, and is sound. */
  @ParameterizedTest
  @CsvSource({"30000, 6000", "300000, 60000"})
  void itTakesNoMoreThanATenthOfTheSteps(int replicas, int skew) {
    ReplicaPlacer placer = started(cheapAndDear(replicas, skew), STEPS);
    placed(placer, replicas);
    long fill = new GreedyFill(placer.trial).steps(replicas, false);
    long taken = STEPS - placer.trial.planState.steps.left(0);
    assertTrue(taken <= fill + STEPS / 10, taken + " steps");
  }

  /** The last half of the steps is for what finds a place at all. */
  @ParameterizedTest
  @CsvSource({"150000, '1200 1200 600'", "4000, '1200 1200 600'", "160000, '1400 800 800'"})
  void itTakesNothingOfTheLastHalf(long steps, String counts) {
    ReplicaPlacer placer = started(cheapAndDear(3000, 600), steps);
    assertEquals(counts, placed(placer, 3000));
    assertTrue(placer.trial.planState.steps.left(0) >= Math.min(steps, STEPS / 2) - 150);
  }

  @Test
  void itIsLeftOutWhereOnlyAPlaceIsAskedFor() {
    ReplicaPlacer placer = started(cheapAndDear(3000, 600), STEPS, SearchEffort.ANY_PLACE);
    assertEquals("1200 1200 600", placed(placer, 3000));
  }

  /** Where survival is only preferred and not all of it can be, what can be is not for sale. */
  @Test
  void noneThatOutlivesALossIsGivenForALowerCost() {
    EstateBuilder estate = estate();
    for (int z = 1; z <= 5; z++) {
      estate.zone(zone("z" + z).region("one").cpu(30).cost(z, 0));
    }
    estate.workload(
        skewed(19, 6)
            .tolerate(Scope.ZONE, 13, Recover.None, false)
            .tolerate(Scope.REGION, 0, Recover.Reserved, false));
    assertEquals("6 6 6 1 0", placed(started(estate.build(), STEPS), 19));
  }

  /** What needs every step to find a place finds it, though a part was placed well before. */
  @Test
  void whatIsFoundWithTheLastStepIsStillFound() {
    ReplicaPlacer sparing = started(fewWays(), STEPS / 2, SearchEffort.ANY_PLACE);
    assertTrue(sparing.place(60) && sparing.place(100), "without better floors");
    long needed = STEPS / 2 - sparing.trial.planState.steps.left(0);
    ReplicaPlacer placer = started(fewWays(), needed);
    assertTrue(placer.place(60), "a part");
    placer.trial.rewind();
    assertTrue(placer.place(100), "all, of " + needed + " steps");
  }

  /** Two zones near each other with room, and two far away with less: few distributions do. */
  private static Estate fewWays() {
    return estate()
        .zone(zone("a").cpu(100).at(48.0, 2.0).cost(0, 0))
        .zone(zone("b").cpu(100).at(48.1, 2.1).cost(9, 0))
        .zone(zone("c").cpu(31).at(43.3, 5.4).cost(20, 0))
        .zone(zone("d").cpu(31).at(43.4, 5.5).cost(21, 0))
        .workload(
            skewed(100, 35)
                .perZone(0, 45)
                .replication(null, 200_000L)
                .tolerate(Scope.ZONE, 0, Recover.Reserved, DataCopy.Asynchronous, true))
        .build();
  }

  /** Whatever else is asked and whatever runs: survival before cost, and nothing gets dearer. */
  @Test
  void neverDearerThanWithoutAndNeverWorseInSurvival() {
    int better = 0;
    int wanting = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int more = 6 + random.nextInt(20);
      Estate estate = mixed(random, more);
      ReplicaPlacer without = TrialScene.placer(estate, SearchEffort.ANY_PLACE);
      ReplicaPlacer with = TrialScene.placer(estate);
      boolean placed = without.place(more);
      assertEquals(placed, with.place(more), "seed " + seed);
      if (placed) {
        PlacementScore before = score(without.trial);
        PlacementScore after = score(with.trial);
        String both =
            "seed "
                + seed
                + ": "
                + TrialScene.counts(without.trial.x)
                + ", then "
                + TrialScene.counts(with.trial.x);
        long unmet = unmet(with.trial);
        assertTrue(unmet >= 0, both);
        assertFalse(before.before(after), both);
        better += after.before(before) ? 1 : 0;
        wanting += unmet > 0 ? 1 : 0;
      }
    }
    assertTrue(better > SEEDS / 20, better + " better");
    assertTrue(wanting > SEEDS / 20, wanting + " with survival that is not met");
  }

  private static PlacementScore score(PlacementTrial trial) {
    PlacementScore score = new PlacementScore();
    score.measure(trial, unmet(trial));
    return score;
  }

  private static long unmet(PlacementTrial trial) {
    RecoverySearch recovery = new RecoverySearch(trial, new RecoveryRoom(trial));
    return new LossSurvival(trial, recovery).cover(RecoveryEffort.Greedy);
  }

  /** Some zones at a price, some replicas that run, a skew or two, losses, fewest by zone. */
  private static Estate mixed(Random random, int more) {
    int zones = 4 + random.nextInt(3);
    EstateBuilder estate = estate();
    List<Object> running = new ArrayList<>();
    int runs = 0;
    for (int z = 0; z < zones; z++) {
      int here = Math.max(0, random.nextInt(6) - 2);
      estate.zone(
          zone("z" + z)
              .cpu(6 + random.nextInt(20))
              .cost(1 + random.nextInt(12), 0)
              .region("r" + random.nextInt(2)));
      if (here > 0 && random.nextBoolean()) {
        running.addAll(List.of("z" + z, here));
        runs += here;
      }
    }
    WorkloadBuilder a = skewed(runs + more, 1 + random.nextInt(7));
    if (random.nextInt(3) == 0) {
      a.spread(Scope.REGION, 1, null, 1 + random.nextInt(6), random.nextBoolean());
    }
    if (random.nextInt(3) > 0) {
      int keep = (runs + more) * (5 + random.nextInt(4)) / 10;
      a.tolerate(Scope.ZONE, keep, Recover.None, random.nextInt(4) == 0);
    }
    if (random.nextBoolean()) {
      a.tolerate(Scope.REGION, 0, Recover.Reserved, false);
    }
    if (random.nextInt(3) == 0) {
      a.perZone(2 + random.nextInt(2), null);
    }
    return estate.workload(a).running("a", running.toArray()).build();
  }
}
