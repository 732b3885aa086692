package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looking for better floors takes, and what it never gives for a lower cost. */
class FloorClimbTest {
  private static final long STEPS = 300_000;

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
    PlanState state = new PlanState(estate);
    ReplicaPlacer placer = new ReplicaPlacer(state);
    placer.start(state.workloadStates[0]);
    state.steps.grant(0, steps);
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
    ReplicaPlacer placer = started(cheapAndDear(3000, 600), STEPS);
    placer.climbs(false);
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
}
