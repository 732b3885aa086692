package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the planner proposes for {@link GroupedEstates}, before anything is fenced off, passes the
 * checker. {@code -Dbleu.grouped=N} takes so many seeds, {@code -Dbleu.seed=N} that one beside
 * those that found something once.
 */
class GroupedHistoriesTest {
  private static final int SEEDS = Campaign.size("bleu.grouped", 100);

  /**
   * Of 4,000 seeds some of the 55 that found something: who grew was without what it needs after a
   * loss, or now; had no place left for a loss; or kept moves that lead to where others no longer
   * go.
   */
  private static final long[] FOUND = {102, 113, 159, 232, 636, 1_155, 1_838, 1_907, 2_396, 2_398};

  private static final int PLANS = 5;

  /** Decisions that say that growth is held back. */
  private long heldBack;

  @Test
  void everyProposalPassesTheChecker() {
    Long one = Long.getLong("bleu.seed");
    List<String> found = new ArrayList<>();
    for (long seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
      history(seed, found);
    }
    for (long seed : FOUND) {
      history(seed, found);
    }
    assertEquals(List.of(), found);
    assertTrue(one != null || heldBack > 0, "nobody was held back in any history");
  }

  private static boolean heldBack(Decision decision) {
    return decision.outcome().toString().contains("once those have moved");
  }

  private void history(long seed, List<String> found) {
    GroupedEstates estates = new GroupedEstates(seed);
    Estate estate = estates.first();
    for (int plan = 0; plan < PLANS; plan++) {
      Plan proposed = Planner.propose(estate, Map.of());
      heldBack += proposed.decisions().stream().filter(GroupedHistoriesTest::heldBack).count();
      for (Finding finding : Checker.check(estate, proposed)) {
        found.add("-Dbleu.seed=" + seed + ", plan " + plan + ": " + finding);
      }
      estate = estates.next(estate, Estates.inForce(proposed));
    }
  }
}
