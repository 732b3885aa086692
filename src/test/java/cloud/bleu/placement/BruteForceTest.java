package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two definitions of the same semantics, written apart: what the brute force finds, the checker
 * lets pass.
 */
class BruteForceTest {

  @Test
  void smallPlacementsThatAreFoundPassTheChecker() {
    int[] seen = new int[3];
    SmallInstances.each(
        e -> {
          // All are tried against the planner; a thirteenth is enough to compare two definitions.
          if (seen[2]++ % 13 != 0) {
            return;
          }
          Workload w = e.workloads().get(0);
          BruteForce force = new BruteForce(e, w, new int[e.zones().size()], List.of());
          BruteForce.Found found = force.find(w.replicas());
          seen[found == null ? 1 : 0]++;
          if (found != null) {
            assertEquals(
                java.util.Set.of(), Plans.codes(e, force.draft(found)), () -> e.toString());
          }
        });
    assertTrue(seen[0] > 300 && seen[1] > 300, seen[0] + " placed, " + seen[1] + " not");
  }

  @Test
  void sampledEstatesPlacedOneByOnePassTheChecker() {
    int placed = 0;
    for (long seed = 0; seed < 600; seed++) {
      Estate e = Samples.fresh(seed);
      List<BruteForce.Neighbour> others = new ArrayList<>();
      List<Plans.Draft> drafts = new ArrayList<>();
      for (Workload w : e.workloads()) {
        BruteForce force = new BruteForce(e, w, new int[e.zones().size()], others);
        BruteForce.Found found = w.replicas() == 0 ? null : force.find(w.replicas());
        Plans.Draft draft =
            found == null ? Plans.decided(w.id().name()) : force.draft(found).shortfalls();
        placed += found == null ? 0 : 1;
        drafts.add(draft);
        Decision d = draft.build(e);
        others.add(
            new BruteForce.Neighbour(
                w, BruteForce.counts(e, d.assignments()), d.contingency(), true));
      }
      long failing = seed;
      java.util.Set<String> found = Plans.codes(e, drafts.toArray(Plans.Draft[]::new));
      // The drafts tell every shortfall there could be, and not what they cost.
      found.remove("ShortfallFalse");
      found.remove("CostWrong");
      assertEquals(java.util.Set.of(), found, () -> "Samples.fresh(" + failing + ")");
    }
    assertTrue(placed > 300, placed + " placed");
  }
}
