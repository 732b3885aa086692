package cloud.bleu.placement;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.explain.BruteForceComparison;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every small instance, and many samples: what {@link PlannerAgainstBruteForceTest} takes a share
 * of. Prints how often the greedy ways missed a placement that the exact search found. The seed of
 * a failure is replayed there.
 */
@Tag("campaign")
class PlannerAgainstBruteForceCampaignTest {
  private static final int SAMPLES = Campaign.size("bleu.samples", 2_000);

  /** Fewer: each is several plans. */
  private static final int WALKS = Campaign.size("bleu.walks", 1_500);

  private static final int CHANGES = 6;

  private final BruteForceComparison comparison = new BruteForceComparison();

  @Test
  void everySmallInstance() {
    int[] number = {0};
    SmallInstances.each(
        e -> {
          number[0]++;
          comparison.judge(() -> "small instance " + number[0] + " " + e.workloads(), e);
          comparison.greedy(e);
        });
    comparison.report("all " + number[0] + " small instances");
  }

  @Test
  void manyEstatesWithNothingRunning() {
    for (long seed = 0; seed < SAMPLES; seed++) {
      PlannerAgainstBruteForceTest.fresh(comparison, seed);
      comparison.greedy(Samples.fresh(seed));
    }
    comparison.report(SAMPLES + " estates with nothing running");
  }

  @Test
  void manyEstatesThatChangeAgainAndAgain() {
    for (long seed = 0; seed < WALKS; seed++) {
      PlannerAgainstBruteForceTest.later(comparison, seed, CHANGES);
    }
    comparison.report(WALKS + " estates after each of " + CHANGES + " changes");
  }
}
