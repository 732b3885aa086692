package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.layers.Campaign;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.evacuation.GroupedPlan;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Properties of plans for estates of any kind; a failure names the seed that replays it. */
class PlannerPropertyTest {
  private static final int SEEDS = Campaign.size("bleu.seeds", 750);

  /** Of how many seeds the first plan is kept. */
  private static final int KEPT = 1500;

  /** By seed, what is planned where nothing runs yet: each test begins with it. */
  private static final Map<Long, Plan> FIRST = new HashMap<>();

  private static Plan first(long seed, Estate fresh) {
    return seed < KEPT
        ? FIRST.computeIfAbsent(seed, s -> Planner.propose(fresh, Map.of()))
        : Planner.propose(fresh, Map.of());
  }

  @Test
  void everyPlanPassesTheChecker() {
    Map<String, List<String>> failures = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        walk(seed, failures);
      } catch (RuntimeException e) {
        failures.computeIfAbsent("exception " + e, k -> new ArrayList<>()).add("seed " + seed);
      }
    }
    if (!failures.isEmpty()) {
      StringBuilder text = new StringBuilder();
      failures.forEach(
          (code, list) ->
              text.append('\n')
                  .append(code)
                  .append(' ')
                  .append(list.size())
                  .append("x: ")
                  .append(list.subList(0, Math.min(3, list.size()))));
      fail(text.toString());
    }
  }

  private static void walk(long seed, Map<String, List<String>> failures) {
    RandomEstates random = new RandomEstates(seed);
    Estate estate = random.fresh();
    for (int step = 0; step < 4; step++) {
      Plan plan = step == 0 ? first(seed, estate) : Planner.propose(estate, Map.of());
      for (Finding finding : Checker.check(estate, plan)) {
        failures
            .computeIfAbsent(
                (step == 0 ? "fresh " : "later ") + finding.code(), k -> new ArrayList<>())
            .add("seed " + seed + " step " + step + " " + finding);
      }
      for (Decision d : plan.decisions()) {
        if (!GroupedPlan.readBack(d.contingency(), d.assignments()).equals(d.contingency())
            || !GroupedPlan.readInOrder(d.contingency(), d.assignments()).equals(d.contingency())) {
          failures
              .computeIfAbsent("not read back as decided", k -> new ArrayList<>())
              .add("seed " + seed + " step " + step + " " + d);
        }
        if (isWrittenAgain(d)) {
          failures
              .computeIfAbsent("written again as it stands", k -> new ArrayList<>())
              .add("seed " + seed + " step " + step + " " + d);
        }
      }
      estate = random.later(estate, Estates.inForce(plan));
    }
  }

  /** Whether a decision, written and read as JSON, differs from itself. */
  private static boolean isWrittenAgain(Decision d) {
    ProposedDecision change = DecisionDifference.of(d, "u", "sha256:a", null, null, null);
    if (change == null) {
      return false;
    }
    WorkloadPlacementSpec spec =
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "u"),
            change.assignments(),
            change.evacuation(),
            new WorkloadPlacementSpec.Decision(1L, "sha256:a"));
    WorkloadPlacementSpec read =
        Serialization.unmarshal(Serialization.asJson(spec), WorkloadPlacementSpec.class);
    DecisionInForce before = new DecisionInForce("u", read, true, new RecentMoves(List.of()), null);
    return !read.equals(spec)
        || DecisionDifference.of(d, "u", "sha256:a", null, null, before) != null;
  }

  @Test
  void theOrderOfTheInputDoesNotMatter() {
    for (long seed = 0; seed < 300; seed++) {
      Estate estate = new RandomEstates(seed).fresh();
      assertEquals(
          first(seed, estate),
          Planner.propose(shuffled(estate, new Random(seed)), Map.of()),
          "seed " + seed);
    }
  }

  @Test
  void anUnchangedInputChangesNothing() {
    List<String> failures = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate estate = random.fresh();
      Plan first = first(seed, estate);
      Estate again = Estates.with(estate, Estates.inForce(first));
      Plan second = Planner.propose(again, Map.of());
      for (int i = 0; i < first.decisions().size(); i++) {
        Decision a = first.decisions().get(i);
        Decision b = second.decisions().get(i);
        boolean never = a.assignments().isEmpty();
        if (!never
            && (!a.assignments().equals(b.assignments())
                || !a.contingency().equals(b.contingency()))) {
          failures.add(
              "seed "
                  + seed
                  + " "
                  + a.id()
                  + "\n  "
                  + a.assignments()
                  + a.contingency()
                  + "\n  "
                  + b.assignments()
                  + b.contingency());
        }
      }
    }
    if (!failures.isEmpty()) {
      fail(
          failures.size()
              + " differ: "
              + String.join("\n", failures.subList(0, Math.min(5, failures.size()))));
    }
  }

  private static Estate shuffled(Estate estate, Random random) {
    return new Estate(
        estate.now(),
        mixed(estate.providers(), random),
        mixed(estate.zones(), random),
        mixed(estate.workloads(), random),
        mixed(estate.placements(), random),
        mixed(estate.roundTrips(), random));
  }

  private static <T> List<T> mixed(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }
}
