package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Map;
import java.util.TreeSet;

/**
 * While any zone is lost or silent, nothing that runs moves home or to a better zone. What moves to
 * mend something may come to a zone that is its home, and so may what had to leave.
 */
final class CheckerIncident {
  private final CheckerFindings findings;
  private final CheckerBreaches breaches;

  CheckerIncident(Map<WorkloadId, CheckerWorkload> workloads, CheckerFindings findings) {
    this.findings = findings;
    breaches = new CheckerBreaches(workloads);
  }

  void check(CheckerWorkload w) {
    Decision.Cause cause = w.decision.cause();
    if (!w.places.incident()
        || cause == Decision.Cause.Preempted
        || w.decision.moves().isEmpty()
        || cause != Decision.Cause.Returned && mayMend(w)) {
      return;
    }
    TreeSet<String> homes = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    for (Contingency.Move move : w.decision.moves()) {
      int to = w.places.find(move.to());
      if (!CheckerMotion.forced(w, w.places.find(move.from()))) {
        (w.hadHome[to] > w.had[to] ? homes : others).add(move.to());
      }
    }
    if (!homes.isEmpty()) {
      findings.add(
          "ReturnInIncident",
          w,
          "replicas go home to " + String.join(", ", homes) + " while a zone is lost or silent");
    }
    if (!others.isEmpty() && isTurned(w)) {
      findings.add(
          "MovedWithoutCause",
          w,
          "replicas move to "
              + String.join(", ", others)
              + ", nothing is to be mended, and a zone is lost or silent");
    }
  }

  /**
   * Whether moves may mend something. Beside what comes, goes or has to leave they may mend what
   * that broke: there the cause tells, which the last step of a decision gives.
   */
  private boolean mayMend(CheckerWorkload w) {
    return isTurned(w)
        ? breaches.mayBe(w)
        : w.decision.cause() == Decision.Cause.Rebalanced
            || w.decision.cause() == Decision.Cause.ZoneState;
  }

  /** Whether as many run as before, and none had to leave its zone. */
  private static boolean isTurned(CheckerWorkload w) {
    for (int z = 0; z < w.had.length; z++) {
      if (w.had[z] > 0 && CheckerMotion.forced(w, z)) {
        return false;
      }
    }
    return w.total() == w.totalBefore() && w.movedTotal() == w.addedTotal();
  }
}
