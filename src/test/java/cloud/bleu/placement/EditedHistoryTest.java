package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import org.junit.jupiter.api.Test;

/**
 * One thing after another happens to an estate: each plan with what is remembered equals the plan
 * from nothing, the check of what changed included, and the last one is that byte for byte. What is
 * rare is counted, so that the histories are known to have it. {@code -Dbleu.histories=N} for more,
 * {@code -Dbleu.seed=N} for one.
 */
class EditedHistoryTest {
  private static final int HISTORIES = Campaign.size("bleu.histories", 11);
  private static final int EDITS = 24;

  @Test
  void withMemoryAndFromNothingThePlansAreTheSame() {
    Long one = Long.getLong("bleu.seed");
    long first = one == null ? 0 : one;
    long last = one == null ? HISTORIES : one + 1;
    HistoryCounts counts = new HistoryCounts();
    for (long seed = first; seed < last; seed++) {
      EditedEstates estates = new EditedEstates(seed);
      PlannerMemory memory = new PlannerMemory();
      Estate estate = estates.first();
      for (int edit = 0; edit <= EDITS; edit++) {
        Plan fresh = Planner.plan(estate);
        // Who reads a cluster makes new objects for each plan.
        Plan plan = Planner.plan(seed % 2 == 0 ? estate : Estates.anew(estate), memory);
        String replay = "-Dbleu.seed=" + seed + ", edit " + edit;
        for (int i = 0; i < fresh.decisions().size(); i++) {
          assertEquals(fresh.decisions().get(i), plan.decisions().get(i), replay);
        }
        assertEquals(fresh, plan, replay);
        if (edit == EDITS) {
          // Written alike as well. Of each plan that would be most of what this test costs.
          assertEquals(fresh.toString(), plan.toString(), replay);
        }
        counts.add(estate, plan);
        estate = estates.next(estate, plan);
      }
    }
    if (one == null) {
      counts.assertOften(HISTORIES);
    }
  }
}
