package cloud.bleu.placement;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that decide nothing new: what is in force stays. A workload is quarantined when the
 * decision for it fails the check. It is frozen in the estate, so the engine answers Suspended for
 * it. Here that becomes Kept, with the finding.
 */
final class KeptDecisions {
  private KeptDecisions() {}

  /** The estate in which those workloads are frozen. */
  static Estate of(Estate estate, Set<WorkloadId> quarantined) {
    if (quarantined.isEmpty()) {
      return estate;
    }
    return estate.withWorkloads(
        estate.workloads().stream()
            .map(w -> quarantined.contains(w.id()) ? w.frozen() : w)
            .toList());
  }

  /**
   * The plan with what stands still exactly as it is in force: suspended workloads, and those that
   * are quarantined for a finding.
   */
  static Plan exactly(Estate estate, Plan plan, Map<WorkloadId, String> quarantined) {
    if (plan.decisions().stream()
        .noneMatch(d -> d.outcome() instanceof Decision.Outcome.Suspended)) {
      return plan;
    }
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    Map<WorkloadId, Placement> placements = inForce(estate);
    List<Decision> decisions = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      String finding = quarantined.get(d.id());
      Workload workload = workloads.get(d.id());
      Placement before = placements.get(d.id());
      if (finding != null && workload != null) {
        decisions.add(kept(workload, before, finding, d));
      } else if (d.outcome() instanceof Decision.Outcome.Suspended) {
        decisions.add(suspended(before, d));
      } else {
        decisions.add(d);
      }
    }
    return new Plan(decisions, plan.orphans());
  }

  /** Nothing new for anybody, because of a finding that no quarantine helps against. */
  static Plan everybody(Estate estate, String finding) {
    Map<WorkloadId, Placement> placements = inForce(estate);
    List<Decision> decisions = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      decisions.add(kept(workload, placements.get(workload.id()), finding, null));
    }
    decisions.sort(Comparator.comparing(Decision::id));
    return new Plan(
        decisions,
        estate.placements().stream()
            .map(Placement::id)
            .filter(id -> !placements.containsKey(id))
            .toList());
  }

  /** Placements that belong to a workload of the estate. */
  private static Map<WorkloadId, Placement> inForce(Estate estate) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    Map<WorkloadId, Placement> placements = new HashMap<>();
    for (Placement p : estate.placements()) {
      Workload w = workloads.get(p.id());
      if (w != null && (w.uid() == null || p.uid() == null || w.uid().equals(p.uid()))) {
        placements.put(p.id(), p);
      }
    }
    return placements;
  }

  private static Decision suspended(@Nullable Placement before, Decision d) {
    return d.unchanged(
        before == null ? List.of() : before.assignments(),
        before == null ? List.of() : before.contingency(),
        List.of());
  }

  /** Claims no tolerance: what the engine says of this workload is what is in doubt. */
  private static Decision kept(
      Workload workload, @Nullable Placement before, String finding, @Nullable Decision proposed) {
    List<Assignment> assignments = before == null ? List.of() : before.assignments();
    int running = assignments.stream().mapToInt(Assignment::replicas).sum();
    return new Decision(
        workload.id(),
        new Decision.Outcome.Kept(reason(finding)),
        Decision.Cause.Unchanged,
        Math.max(0, workload.replicas() - running),
        assignments,
        before == null ? List.of() : before.contingency(),
        List.of(),
        List.of(),
        proposed == null ? new TreeMap<>() : proposed.rejected(),
        proposed == null ? List.of() : proposed.violations(),
        proposed == null ? List.of() : proposed.warnings(),
        List.of(),
        List.of(),
        false,
        proposed == null ? 0 : proposed.cost());
  }

  private static Decision.Reason reason(String finding) {
    return ReasonCode.CheckFailed.because(
        Message.of("why.checkFailed"),
        Message.of("do.report", "finding", Message.recorded(finding)));
  }
}
