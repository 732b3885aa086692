package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Quantities;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An edited estate in zones of which room is held, raised and given back, through one memory: each
 * plan equals the plan from nothing, nothing is found in it, and the engine's own check refuses no
 * decision. {@code -Dbleu.heldHistories=N} for more.
 */
class HeldHistoryTest {
  private static final int HISTORIES = Campaign.size("bleu.heldHistories", 12);
  private static final int EDITS = 20;

  private int outgrown;
  private int spared;

  @Test
  void withMemoryAndFromNothingThePlansAreTheSame() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      play(seed);
    }
    assertTrue(outgrown >= 2 * HISTORIES, () -> outgrown + " zones held what had outgrown them");
    assertTrue(spared >= 20 * HISTORIES, () -> spared + " turns were remembered");
  }

  private void play(long seed) {
    EditedEstates estates = new EditedEstates(seed);
    HeldEstates held = new HeldEstates(seed);
    PlannerMemory memory = new PlannerMemory();
    Estate open = estates.first();
    for (int edit = 0; edit < EDITS; edit++) {
      Estate estate = held.next(open);
      Plan fresh = Planner.plan(estate);
      Plan plan = Planner.plan(seed % 2 == 0 ? estate : Estates.anew(estate), memory);
      String replay = "seed " + seed + ", edit " + edit;
      assertEquals(fresh, plan, replay);
      for (Decision decision : plan.decisions()) {
        assertFalse(
            decision.outcome() instanceof Decision.Outcome.Kept,
            () -> replay + ": " + decision.id() + " " + decision.outcome());
      }
      assertEquals(List.of(), Checker.check(estate, plan), replay);
      spared += memory.spared();
      outgrown +=
          (int)
              estate.zones().stream()
                  .filter(zone -> !zone.capacity().outgrown().equals(Quantities.NONE))
                  .count();
      open = estates.next(open, plan);
    }
  }
}
