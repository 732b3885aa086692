package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is the same with what is remembered of the plans before and without. */
class PlannerMemoryTest {

  private static final int CHAINS = Campaign.size("bleu.chains", 60);
  private static final int PASSES = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomEstatesOneAfterAnother(long run) {
    // One memory for all: what follows has nothing to do with what was before, or nearly all.
    PlannerMemory memory = new PlannerMemory();
    for (long seed = run * 10_000; seed < run * 10_000 + CHAINS; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate estate = random.fresh();
      for (int pass = 0; pass < PASSES; pass++) {
        Plan fresh = Planner.plan(estate);
        assertEquals(fresh, Planner.plan(estate, memory), "seed " + seed + " pass " + pass);
        Estate still =
            Estates.with(
                estate.at(estate.now().plus(Duration.ofMinutes(1))), Estates.inForce(fresh));
        assertEquals(
            Planner.plan(still), Planner.plan(still, memory), "seed " + seed + " after " + pass);
        estate = random.later(still, List.copyOf(still.placements()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3})
  void withoutWhatDecisionsSayOfThemselvesTheyAreTheSame(long run) {
    PlannerMemory memory = new PlannerMemory();
    for (long seed = run * 10_000; seed < run * 10_000 + CHAINS; seed++) {
      Estate estate = new RandomEstates(seed).fresh();
      Plan whole = Planner.propose(estate, Map.of());
      Plan bare = Planner.unadorned(estate, memory);
      assertNotNull(bare);
      for (int i = 0; i < whole.decisions().size(); i++) {
        Decision one = whole.decisions().get(i);
        Decision other = bare.decisions().get(i);
        assertEquals(one.id(), other.id());
        assertEquals(one.outcome(), other.outcome());
        assertEquals(one.cause(), other.cause());
        assertEquals(one.assignments(), other.assignments());
        assertEquals(one.contingency(), other.contingency());
        assertEquals(one.moves(), other.moves());
      }
    }
  }
}
