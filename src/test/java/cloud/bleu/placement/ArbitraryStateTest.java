package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What runs may be anything: put there by hand, under other rules, or decided by an older release.
 * Whatever it is, what is decided next passes the check.
 */
class ArbitraryStateTest {
  private static final int SEEDS = Campaign.size("bleu.arbitrary.seeds", 600);

  @Test
  void whateverRunsTheNextDecisionPassesTheCheck() {
    List<String> wrong = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Estate estate = state(seed);
      for (Finding finding : Checker.check(estate, Planner.propose(estate, Map.of()))) {
        wrong.add(seed + ": " + finding);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Estate state(int seed) {
    Estate fresh = Samples.fresh(seed);
    Random random = new Random(seed * 77L + 5);
    List<Placement> running = new ArrayList<>();
    for (Workload w : fresh.workloads()) {
      if (random.nextInt(5) == 0) {
        continue;
      }
      List<Assignment> assignments = new ArrayList<>();
      for (Zone z : fresh.zones()) {
        int count = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        if (count > 0) {
          assignments.add(new Assignment(z.name(), count, count));
        }
      }
      running.add(new Placement(w.id(), null, assignments, List.of(), random.nextInt(2)));
    }
    return Samples.later(fresh, running, seed);
  }
}
