package cloud.bleu.cli;

import cloud.bleu.placement.Checker;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Finding;
import cloud.bleu.placement.Plan;
import cloud.bleu.placement.Planner;
import java.util.List;
import java.util.stream.Collectors;

/** A plan that was checked, and what people read off it. */
final class Planning {
  private Planning() {}

  /**
   * The plan of an estate.
   *
   * @throws IllegalStateException if the checker finds anything wrong with it, which is a bug
   */
  static Plan plan(Estate estate) {
    Plan plan = Planner.plan(estate);
    List<Finding> findings = Checker.check(estate, plan);
    if (!findings.isEmpty()) {
      throw new IllegalStateException("the plan fails its check: " + findings);
    }
    return plan;
  }

  /** Whether every replica of every workload has a zone. */
  static boolean isComplete(Plan plan) {
    return plan.decisions().stream().allMatch(d -> d.placed() && d.missing() == 0);
  }

  /** {@code z1=2, z3=1}: the zones with replicas. */
  static String zones(Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone() + "=" + a.replicas())
        .collect(Collectors.joining(", "));
  }

  /** {@code 1 Site, 1 Region (assumed)}; empty for no loss at all. */
  static String tolerates(Decision decision) {
    return decision.tolerates().stream()
        .filter(t -> t.count() > 0)
        .map(t -> t.count() + " " + t.scope().name() + (t.assumed() ? " (assumed)" : ""))
        .collect(Collectors.joining(", "));
  }

  static int replicas(Decision decision) {
    return decision.assignments().stream().mapToInt(a -> a.replicas()).sum();
  }
}
