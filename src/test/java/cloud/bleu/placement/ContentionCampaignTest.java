package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.ZoneState;
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

  /** Of one plan, the most tiers of priority that {@link ContendedEstates} has. */
  private static final int TIERS = 5;

  private static final int LARGE_GROUP = 1_000;

  private final List<String> failures = new ArrayList<>();
  private int plans;
  private int placed;
  private int refused;
  private int evictions;
  private int preempted;
  private int plansOfAllTiers;
  private int plansOfLargeGroups;
  private int secondLosses;

  @Test
  void theCheckerRefusesNothing() {
    Long one = Long.getLong("bleu.seed");
    long first = one == null ? FIRST : one;
    long last = one == null ? FIRST + HISTORIES : one + 1;
    for (long seed = first; seed < last; seed++) {
      history(seed);
    }
    String met =
        "contention: %d histories, %d plans, %d placed, %d refused, %d evictions promised, %d"
                .formatted(last - first, plans, placed, refused, evictions, preempted)
            + " workloads preempted, %d plans of %d tiers, %d with %d replicas of one, %d losses"
                .formatted(plansOfAllTiers, TIERS, plansOfLargeGroups, LARGE_GROUP, secondLosses)
            + " after a return";
    System.out.println(met);
    assertEquals(List.of(), failures);
    if (one == null) {
      assertAll(
          () -> assertTrue(refused >= 50 * HISTORIES, met),
          () -> assertTrue(evictions >= 15 * HISTORIES, met),
          () -> assertTrue(preempted >= 10 * HISTORIES, met),
          () -> assertTrue(plansOfAllTiers >= HISTORIES / 2, met),
          () -> assertTrue(plansOfLargeGroups >= HISTORIES / 2, met),
          () -> assertTrue(secondLosses >= HISTORIES / 5, met));
    }
  }

  private void history(long seed) {
    ContendedEstates estates = new ContendedEstates(seed);
    Estate estate = estates.first();
    LossesInTurn losses = new LossesInTurn();
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
      count(estate);
      secondLosses += losses.isAnother(estate) ? 1 : 0;
      List<Finding> findings = Checker.check(estate, plan);
      if (!findings.isEmpty()) {
        failures.add(replay + findings);
        return;
      }
      estate = estates.next(estate, Estates.inForce(plan));
    }
  }

  private void count(Estate estate) {
    plansOfAllTiers +=
        estate.workloads().stream().mapToInt(w -> w.priority().value()).distinct().count() == TIERS
            ? 1
            : 0;
    plansOfLargeGroups +=
        estate.workloads().stream().anyMatch(w -> w.replicas() >= LARGE_GROUP) ? 1 : 0;
  }

  /** Of one history: losses that come after all zones are back from one before. */
  private static final class LossesInTurn {
    private boolean lost;
    private boolean returned;

    boolean isAnother(Estate estate) {
      boolean loss = estate.zones().stream().anyMatch(z -> z.state() == ZoneState.Lost);
      boolean another = loss && returned;
      returned = !loss && (returned || lost);
      lost = loss;
      return another;
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
