package cloud.bleu.status;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload runs against its own {@code spec.residency}, by which nothing moves, although
 * somebody could have it leave.
 */
final class OwnResidencyBreach {

  /** What {@code spec.residency} asks of a zone, by the names of the rules. */
  private static final Set<String> ASKED =
      Set.of("countries", "providers", "regions", "zones", "key-custody");

  private OwnResidencyBreach() {}

  /**
   * What makes it leave; null where it runs as it asks, and where this would not make it leave:
   * pods that others create, volumes that nobody replicates, what is frozen, a missing fact.
   */
  static @Nullable String remedy(WorkloadFacts facts, Decision decision) {
    Workload planned = facts.planned();
    if (planned == null || isHeld(facts, planned, decision.outcome())) {
      return null;
    }
    TreeSet<String> zones = new TreeSet<>();
    for (Verdict verdict : decision.violations()) {
      if (isOwn(verdict)) {
        zones.add(verdict.zone());
      }
    }
    zones.removeIf(zone -> isLeft(facts, planned, decision, zone));
    return zones.isEmpty()
        ? null
        : "what runs in "
            + String.join(", ", zones)
            + " stays there, until a SovereigntyPolicy that governs it enforces this rule with"
            + " onViolation MoveNow"
            + (rebalances(planned) ? " or Rebalance" : "")
            + ", the zone is drained, or spec.replicas is raised and lowered again";
  }

  private static boolean isHeld(WorkloadFacts facts, Workload planned, Outcome outcome) {
    return outcome instanceof Outcome.Suspended
        || outcome instanceof Outcome.Kept
        || facts.workload().getSpec().workload().pods() != null
        || planned.dataBound() && planned.replication() == null;
  }

  private static boolean isOwn(Verdict verdict) {
    return verdict.policy() == null
        && verdict.result() == Verdict.Result.Reject
        && ASKED.contains(verdict.rule());
  }

  /** Whether something else has it leave a zone, once there is room. */
  private static boolean isLeft(
      WorkloadFacts facts, Workload planned, Decision decision, String zone) {
    Zone there = facts.estate() == null ? null : facts.estate().zone(zone);
    return there != null && (there.state() == ZoneState.Drained || there.state() == ZoneState.Lost)
        || decision.violations().stream()
            .anyMatch(verdict -> verdict.zone().equals(zone) && moves(planned, verdict));
  }

  private static boolean moves(Workload planned, Verdict verdict) {
    return verdict.policy() != null
        && planned.rules().stream()
            .anyMatch(
                rule ->
                    verdict.policy().equals(rule.policy())
                        && verdict.rule().equals(rule.name())
                        && rule.moves(verdict)
                        && (rule.onViolation() == BoundRule.OnViolation.MoveNow
                            || rebalances(planned)));
  }

  private static boolean rebalances(Workload planned) {
    return planned.rebalance().mode() != Workload.Rebalance.Mode.Never;
  }
}
