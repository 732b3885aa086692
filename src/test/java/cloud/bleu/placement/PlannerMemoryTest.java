package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  /**
   * The whole is checked once in an hour, also where nothing changed and no date passed. Between
   * two checks it is the plan that was checked, and no other that is like it.
   */
  @Test
  void aSettledEstateIsCheckedOnceInAnHour() {
    Estate fresh =
        Estates.estate()
            .zones(9, "z1", "z2", "z3")
            .workload(Estates.workload("a").replicas(3).tolerate(Scope.ZONE))
            .build();
    Estate settled = Estates.with(fresh, Estates.inForce(Planner.plan(fresh)));
    int[] checks = {0};
    PlannerMemory memory =
        new PlannerMemory(
            check -> {
              checks[0]++;
              return check.get();
            });
    List<String> told = new ArrayList<>();
    Plan last = null;
    for (int minutes : new int[] {0, 1, 59, 61, 62, 120, 121}) {
      Estate now = settled.at(settled.now().plus(Duration.ofMinutes(minutes)));
      Plan plan = Planner.plan(now, memory);
      assertEquals(Planner.plan(now), plan, minutes + " minutes");
      told.add(minutes + " " + checks[0] + (plan == last ? " known" : ""));
      last = plan;
    }
    assertEquals(
        List.of("0 1", "1 1 known", "59 1 known", "61 2", "62 2 known", "120 2 known", "121 3"),
        told);
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
