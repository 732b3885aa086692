package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.verification.DecisionReplay.Made;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the decisions of another release with the independent checker: whether each replica that
 * came was allowed where it is, and whether there was room for it. Which of the allowed places
 * another engine chose is not checked.
 */
final class ReleaseCheck {

  private static final Set<String> HARD =
      Set.of(
          "ZoneGone",
          "ZoneNotActive",
          "ZoneNotAllowed",
          "PerZoneMax",
          "RoundTrip",
          "AntiAffinity",
          "CapacityExceeded",
          "ReserveExceeded",
          "EvictionPriority");

  private ReleaseCheck() {}

  /** What the checker finds; empty when it finds nothing. */
  static List<ChainFault> check(Estate estate, List<Made> pass) {
    Map<WorkloadId, Made> made = new HashMap<>();
    pass.stream()
        .filter(m -> !m.decision().withdrawn())
        .forEach(m -> made.put(m.decision().id(), m));
    Map<WorkloadId, Placement> placements = new HashMap<>();
    estate.placements().forEach(p -> placements.put(p.id(), p));
    List<Decision> decisions = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      Made one = made.get(workload.id());
      Placement before = placements.get(workload.id());
      if (one != null) {
        decisions.add(
            decision(workload, one.decision().assignments(), one.decision().contingency(), null));
      } else if (before == null) {
        decisions.add(decision(workload, List.of(), List.of(), "nothing was in force"));
      } else {
        decisions.add(
            decision(workload, before.assignments(), before.contingency(), "not of this pass"));
      }
    }
    List<ChainFault> faults = new ArrayList<>();
    for (Finding finding : Checker.check(estate, new Plan(decisions, List.of()))) {
      Made one = finding.workload() == null ? null : made.get(finding.workload());
      if (one != null && HARD.contains(finding.code())) {
        faults.add(new ChainFault(Code.CheckFailed, one.where(), finding.toString()));
      }
    }
    return faults;
  }

  private static Decision decision(
      Workload workload,
      List<Assignment> assignments,
      List<Contingency> contingency,
      @Nullable String kept) {
    int placed = assignments.stream().mapToInt(Assignment::replicas).sum();
    Decision.Reason reason =
        new Decision.Reason("Recorded", kept == null ? "recorded" : kept, true);
    Decision.Outcome outcome;
    if (kept != null) {
      outcome = new Decision.Outcome.Kept(reason);
    } else if (placed >= workload.replicas()) {
      outcome = new Decision.Outcome.Placed();
    } else {
      outcome =
          placed == 0
              ? new Decision.Outcome.Unplaceable(reason)
              : new Decision.Outcome.PartlyPlaced(reason);
    }
    return new Decision(
        workload.id(),
        outcome,
        kept == null ? Decision.Cause.SpecChanged : Decision.Cause.Unchanged,
        Math.max(0, workload.replicas() - placed),
        assignments,
        contingency,
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        0);
  }
}
