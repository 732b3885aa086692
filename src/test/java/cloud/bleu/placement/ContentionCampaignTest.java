package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many claimants, few victims, zones nearly full: {@link ContendedEstates}. The checker refuses
 * nothing of what is proposed, in any plan of any history. {@code -Dbleu.contention=N} takes so
 * many histories, {@code -Dbleu.contention.first=N} begins with another seed than 0; a failure
 * names the seed, {@code -Dbleu.seed=N} replays it alone.
 */
@Tag("campaign")
class ContentionCampaignTest {
  private static final int HISTORIES = Campaign.size("bleu.contention", 25);

  private static final long FIRST = Long.getLong("bleu.contention.first", 0);

  private static final int CHANGES = 6;

  private final List<String> failures = new ArrayList<>();
  private int plans;
  private int placed;
  private int refused;
  private int evictions;
  private int preempted;

  @Test
  void theCheckerRefusesNothing() {
    Long one = Long.getLong("bleu.seed");
    long first = one == null ? FIRST : one;
    long last = one == null ? FIRST + HISTORIES : one + 1;
    for (long seed = first; seed < last; seed++) {
      history(seed);
    }
    System.out.printf(
        "contention: %d histories, %d plans, %d placed, %d refused, %d evictions promised,"
            + " %d workloads preempted%n",
        last - first, plans, placed, refused, evictions, preempted);
    assertEquals(List.of(), failures);
  }

  private void history(long seed) {
    ContendedEstates estates = new ContendedEstates(seed);
    Estate estate = estates.first();
    for (int change = 0; change <= CHANGES; change++) {
      String replay = "-Dbleu.seed=" + seed + ", change " + change + ": ";
      Plan plan;
      try {
        plan = Planner.propose(estate, Map.of());
      } catch (RuntimeException bug) {
        failures.add(replay + "threw " + bug + " at " + bug.getStackTrace()[0]);
        return;
      }
      plans++;
      count(plan);
      List<Finding> findings = Checker.check(estate, plan);
      if (!findings.isEmpty()) {
        failures.add(replay + findings);
        return;
      }
      estate = estates.next(estate, Estates.inForce(plan));
    }
  }

  private void count(Plan plan) {
    for (Decision d : plan.decisions()) {
      placed += d.missing() == 0 ? 1 : 0;
      refused += d.missing() == 0 ? 0 : 1;
      preempted += d.cause() == Decision.Cause.Preempted ? 1 : 0;
      evictions += d.contingency().stream().mapToInt(c -> c.evicts().size()).sum();
    }
  }
}
