package cloud.bleu.placement.check;

import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.Map;

/** Which workloads have more replicas only because a loss softens what is asked of them. */
final class CheckerGrowth {
  private final Map<WorkloadId, CheckerWorkload> workloads;
  private final Map<WorkloadId, Boolean> byLossAlone = new HashMap<>();

  CheckerGrowth(Map<WorkloadId, CheckerWorkload> workloads) {
    this.workloads = workloads;
  }

  /**
   * Whether a workload has more replicas than ran, or were at home somewhere if these were more,
   * and does not do all that would be asked of it if no zone were out of service.
   */
  boolean isByLossAlone(CheckerWorkload w) {
    return byLossAlone.computeIfAbsent(w.spec.id(), id -> look(w));
  }

  private boolean look(CheckerWorkload w) {
    int ranOrAtHome = Math.max(w.totalBefore(), CheckerWorkload.sum(w.hadHome));
    return w.incident() && w.total() > ranOrAtHome && w.asWithoutLoss(() -> unmet(w)) > unmet(w);
  }

  /** How much is wrong with what requirements gate, of one workload alone. */
  private int unmet(CheckerWorkload w) {
    CheckerFindings findings = new CheckerFindings();
    new CheckerZones(findings).check(w);
    new CheckerContingency(workloads, findings, new CheckerSpread(findings)).check(w);
    new CheckerQuorum(findings).check(w);
    new CheckerRelations(w.places, workloads, findings).check(w);
    return findings.all().size();
  }
}
