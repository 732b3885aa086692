package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The exact model and brute force say the same wherever brute force can answer: what is found by
 * trying every way is what the solver finds, and a refusal is one for both.
 */
class ExactModelTest {
  /** One in so many of the small instances. */
  private static final int SHARE = 97;

  private static final int SAMPLES = 120;

  @Test
  void smallInstancesHaveTheSameAnswer() {
    int[] seen = new int[3];
    SmallInstances.each(
        e -> {
          if (seen[2]++ % SHARE == 0) {
            Workload w = e.workloads().get(0);
            seen[same(e, w, List.of(), "small instance " + seen[2]) == null ? 1 : 0]++;
          }
        });
    assertTrue(seen[0] > 50 && seen[1] > 50, seen[0] + " placed, " + seen[1] + " not");
  }

  @Test
  void sampledEstatesPlacedOneByOneHaveTheSameAnswer() {
    int placed = 0;
    int refused = 0;
    for (long seed = 0; seed < SAMPLES; seed++) {
      Estate e = Samples.fresh(seed);
      List<BruteForce.Neighbour> others = new ArrayList<>();
      for (Workload w : e.workloads()) {
        if (w.replicas() > 0 && w.replication() == null && w.spread().size() < 2) {
          BruteForce.Found found = same(e, w, others, "Samples.fresh(" + seed + ") " + w.id());
          placed += found == null ? 0 : 1;
          refused += found == null ? 1 : 0;
          if (found != null) {
            BruteForce force = new BruteForce(e, w, new int[e.zones().size()], others);
            Decision d = force.draft(found).shortfalls().build(e);
            others.add(
                new BruteForce.Neighbour(
                    w, BruteForce.counts(e, d.assignments()), d.contingency(), true));
          }
        }
      }
    }
    assertTrue(placed > 50 && refused > 15, placed + " placed, " + refused + " not");
  }

  private static BruteForce.Found same(
      Estate e, Workload w, List<BruteForce.Neighbour> others, String what) {
    int[] had = new int[e.zones().size()];
    BruteForce force = new BruteForce(e, w, had, others);
    BruteForce.Found found = force.find(w.replicas());
    ExactModel model = new ExactModel(e, w, had, others, w.replicas(), w.replicas(), false);
    ExactModel.Answer answer = model.solve();
    assertFalse(answer.gaveUp(), what);
    assertEquals(found != null, answer.exists(), () -> what + " " + w + " in " + e.zones());
    if (found != null) {
      Decision d = force.draft(found).build(e);
      ExactModel.Answer judged =
          new ExactModel(e, w, had, others, w.replicas(), w.replicas(), false)
              .judge(found.counts(), d.contingency());
      assertTrue(judged.exists(), () -> what + ": what brute force found is none for the model");
      assertTrue(force.judge(answer.counts()) != null, () -> what + ": the model found another");
    }
    return found;
  }
}
