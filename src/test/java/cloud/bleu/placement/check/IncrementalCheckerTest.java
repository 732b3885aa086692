package cloud.bleu.placement.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EditedEstates;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What looks at what changed finds what the check from nothing finds. */
class IncrementalCheckerTest {
  private static final int HISTORIES = 16;
  private static final int EDITS = 16;

  @Test
  void plansAfterEditsPassAndWrongOnesDoNot() {
    int parts = 0;
    int refused = 0;
    for (long seed = 500; seed < 500 + HISTORIES; seed++) {
      EditedEstates estates = new EditedEstates(seed);
      Random random = new Random(seed);
      IncrementalChecker checker = new IncrementalChecker();
      Estate estate = estates.first();
      for (int edit = 0; edit < EDITS; edit++) {
        String replay = "seed " + seed + ", edit " + edit;
        Plan plan = Planner.propose(estate, Map.of());
        assertEquals(Checker.check(estate, plan), checker.check(estate, plan), replay);
        parts += checker.looked() < estate.workloads().size() ? 1 : 0;
        for (int i = 0; i < 4 && !plan.decisions().isEmpty(); i++) {
          Plan wrong = spoiled(plan, estate, random);
          List<Finding> findings = Checker.check(estate, wrong);
          assertEquals(findings, checker.check(estate, wrong), replay + " spoiled " + i);
          refused += findings.isEmpty() ? 0 : 1;
          assertEquals(List.of(), checker.check(estate, plan), replay);
          assertEquals(List.of(), checker.check(estate, plan), replay);
        }
        estate = estates.next(estate, plan);
      }
    }
    assertTrue(parts > 40, parts + " plans of which a part was looked at");
    assertTrue(refused > 300, refused + " wrong plans refused");
  }

  @Test
  void anUnchangedEstateIsLookedAtAsAWholeOnceInAnHour() {
    IncrementalChecker checker = new IncrementalChecker();
    Estate fresh = new EditedEstates(7).first();
    Estate estate = Estates.with(fresh, Estates.inForce(Planner.plan(fresh)));
    int all = estate.workloads().size();
    List<Integer> looked = new ArrayList<>();
    for (int minutes : new int[] {0, 20, 59, 60, 61}) {
      Estate later = estate.at(estate.now().plus(Duration.ofMinutes(minutes)));
      checker.check(later, Planner.propose(later, Map.of()));
      looked.add(checker.looked());
    }
    assertEquals(all, looked.get(0));
    assertTrue(looked.get(1) < all, looked::toString);
    assertTrue(looked.get(2) < all, looked::toString);
    assertEquals(all, looked.get(3));
    assertTrue(looked.get(4) < all, looked::toString);
  }

  /** One decision says something that is not so. */
  private static Plan spoiled(Plan plan, Estate estate, Random random) {
    List<Decision> decisions = new ArrayList<>(plan.decisions());
    int i = random.nextInt(decisions.size());
    Decision d = decisions.get(i);
    TreeMap<String, Assignment> assignments = new TreeMap<>();
    d.assignments().forEach(a -> assignments.put(a.zone(), a));
    String zone = estate.zones().get(random.nextInt(estate.zones().size())).name();
    Assignment there = assignments.getOrDefault(zone, new Assignment(zone, 0, 0));
    int kind = random.nextInt(6);
    int more = kind == 0 ? 40 : kind == 1 ? 1 : 0;
    if (more > 0) {
      assignments.put(zone, new Assignment(zone, there.replicas() + more, there.home() + more));
    }
    decisions.set(
        i,
        new Decision(
            d.id(),
            d.outcome(),
            kind == 0 ? Decision.Cause.SpecChanged : d.cause(),
            kind == 2 ? d.missing() + 1 : d.missing(),
            List.copyOf(assignments.values()),
            kind == 3 ? List.of() : d.contingency(),
            d.moves(),
            kind == 4 ? List.of() : d.tolerates(),
            kind == 5 ? new TreeMap<>() : d.rejected(),
            d.violations(),
            d.warnings(),
            d.shortfalls(),
            d.relax(),
            d.relaxComplete(),
            d.cost()));
    return new Plan(decisions, plan.orphans());
  }
}
