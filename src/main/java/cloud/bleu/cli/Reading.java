package cloud.bleu.cli;

import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Plan;
import java.util.stream.Collectors;

/** What people read off a plan. */
final class Reading {
  private Reading() {}

  /** Whether all was decided and every replica of every workload has a zone. */
  static boolean isComplete(Plan plan) {
    return plan.decisions().stream()
        .allMatch(
            d -> d.placed() && d.missing() == 0 && !(d.outcome() instanceof Decision.Outcome.Kept));
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
