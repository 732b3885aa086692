package cloud.bleu.placement;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.BruteForceComparison;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every small instance, and many samples after those of {@link PlannerAgainstBruteForceTest}. A
 * long campaign prints how often the greedy ways missed a placement that the exact search found.
 * The seed of a failure is replayed there.
 */
@Tag("campaign")
class PlannerAgainstBruteForceCampaignTest {
  /** The seeds before it are taken there. */
  private static final long FIRST = PlannerAgainstBruteForceTest.SAMPLES;

  private static final int SAMPLES = Campaign.size("bleu.samples", 900);

  /** Fewer: each is several plans. */
  private static final int WALKS = Campaign.size("bleu.walks", 650);

  private static final int CHANGES = 6;

  private final BruteForceComparison comparison = new BruteForceComparison();

  @Test
  void everySmallInstance() {
    int[] number = {0};
    SmallInstances.each(
        e -> {
          number[0]++;
          comparison.judge(() -> "small instance " + number[0] + " " + e.workloads(), e);
          greedy(e);
        });
    comparison.report("all " + number[0] + " small instances");
  }

  @Test
  void manyEstatesWithNothingRunning() {
    for (long seed = FIRST; seed < FIRST + SAMPLES; seed++) {
      PlannerAgainstBruteForceTest.fresh(comparison, seed);
      greedy(Samples.fresh(seed));
    }
    comparison.report(SAMPLES + " estates with nothing running");
  }

  @Test
  void manyEstatesThatChangeAgainAndAgain() {
    for (long seed = FIRST; seed < FIRST + WALKS; seed++) {
      PlannerAgainstBruteForceTest.later(comparison, seed, CHANGES);
    }
    comparison.report(WALKS + " estates after each of " + CHANGES + " changes");
  }

  private void greedy(Estate estate) {
    if (Campaign.isLong()) {
      comparison.greedy(estate);
    }
  }
}
