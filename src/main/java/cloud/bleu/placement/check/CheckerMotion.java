package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Checks what moved, whether it was allowed to, and whether the counts of moves and homes add up.
 */
final class CheckerMotion {
  private final CheckerFindings findings;
  private final CheckerIncident incident;
  private final CheckerPreemption preemption;
  private final List<CheckerWorkload> movers = new ArrayList<>();
  private long movedTogether;

  CheckerMotion(Map<WorkloadId, CheckerWorkload> workloads, CheckerFindings findings) {
    this.findings = findings;
    incident = new CheckerIncident(workloads, findings);
    preemption = new CheckerPreemption(workloads);
  }

  void check(CheckerWorkload w) {
    if (w.fixed()) {
      checkSame(w, w.spec.suspended() ? "suspended" : "kept");
      return;
    }
    if (w.decision.cause() == Decision.Cause.Unchanged && (w.before != null || w.total() > 0)) {
      checkSame(w, "unchanged");
    }
    int[] out = new int[w.has.length];
    int[] in = new int[w.has.length];
    for (Contingency.Move m : w.decision.moves()) {
      if (m.replicas() <= 0 || m.from().equals(m.to())) {
        findings.add("MoveWrong", w, m.toString());
      }
      out[w.places.find(m.from())] += m.replicas();
      in[w.places.find(m.to())] += m.replicas();
    }
    checkBooks(w, out, in);
    checkCauses(w, out);
    checkReturn(w);
    incident.check(w);
    preemption.check(w, findings);
    checkHome(w);
  }

  private void checkSame(CheckerWorkload w, String what) {
    List<Assignment> before = w.before == null ? List.of() : w.before.assignments();
    List<Contingency> contingency = w.before == null ? List.of() : w.before.contingency();
    if (!w.decision.assignments().equals(before)) {
      findings.add(
          "NotUnchanged", w, what + ", but " + before + " became " + w.decision.assignments());
    }
    if (!w.decision.moves().isEmpty()) {
      findings.add("NotUnchanged", w, what + ", but moves: " + w.decision.moves());
    }
    if (!w.decision.contingency().equals(contingency)) {
      findings.add("NotUnchanged", w, what + ", but its contingency is another");
    }
  }

  private void checkBooks(CheckerWorkload w, int[] out, int[] in) {
    int removed = 0;
    for (int z = 0; z < w.has.length; z++) {
      removed += w.removed(z);
      if (out[z] > w.removed(z) || in[z] > w.added(z)) {
        findings.add(
            "MovesWrong",
            w,
            w.places.name(z)
                + " had "
                + w.had[z]
                + ", has "
                + w.has[z]
                + "; moves say "
                + out[z]
                + " out, "
                + in[z]
                + " in");
      }
    }
    int moved = w.movedTotal();
    if (w.bound()) {
      if (moved > 0) {
        findings.add("DataBound", w, "its data cannot move, and " + moved + " replicas do");
      }
      checkDataStays(w);
    } else if (moved < Math.min(removed, w.addedTotal())) {
      findings.add(
          "MovesWrong", w, removed + " left, " + w.addedTotal() + " came, moves name " + moved);
    }
  }

  /** What comes where nothing of it was before is new: no more than was ever asked. */
  private void checkDataStays(CheckerWorkload w) {
    int[] data = data(w);
    if (startsEmpty(w, data)) {
      findings.add("DataBound", w, "replicas appear where their data is not");
    }
    int more = Math.max(0, w.spec.replicas() - CheckerWorkload.sum(data));
    for (int place : w.latest) {
      int volumes = Math.min(more, Math.max(0, w.volumes[place] - data[place]));
      data[place] += volumes;
      more -= volumes;
    }
    if (startsEmpty(w, data)) {
      findings.add(
          "DataBound", w, "replicas start empty or on old data while it has volumes elsewhere");
    }
  }

  /** Whether more are where no data is than data is nowhere. */
  private static boolean startsEmpty(CheckerWorkload w, int[] data) {
    int elsewhere = 0;
    for (int z = 0; z < w.has.length; z++) {
      elsewhere += Math.max(0, w.has[z] - data[z]);
    }
    return elsewhere > Math.max(0, w.spec.replicas() - CheckerWorkload.sum(data));
  }

  /**
   * By place, replicas with data there. Who ran away from home when it got its volumes has them
   * where it ran, so its home is not of another. What was given up counts only for who stays there.
   */
  private static int[] data(CheckerWorkload w) {
    int away = 0;
    for (int z = 0; z < w.had.length; z++) {
      away += Math.max(0, w.had[z] - w.hadHome[z]);
    }
    int[] data = w.had.clone();
    for (int z = 0; z < data.length; z++) {
      int down = Math.max(0, w.hadHome[z] - w.had[z]);
      int empty = Math.min(down, away);
      data[z] += down - empty;
      away -= empty;
      data[z] = w.abandoned(z) ? Math.min(w.had[z], w.has[z]) : data[z];
    }
    return data;
  }

  private void checkCauses(CheckerWorkload w, int[] out) {
    int dropped = 0;
    int leaving = 0;
    int moved = 0;
    for (int z = 0; z < w.has.length; z++) {
      if (w.failover.toldLost(z)) {
        if (w.has[z] > 0 && !w.bound()) {
          findings.add("StillInLostZone", w, w.has[z] + " in " + w.places.name(z));
        }
        continue;
      }
      if (w.removed(z) == 0 || preemption.preempted(w, z)) {
        continue;
      }
      if (out[z] > 0 && w.failover.staysInSilence(z)) {
        findings.add("MovedBySilence", w, out[z] + " out of " + w.places.name(z));
      }
      dropped += w.removed(z) - out[z];
      leaving += forced(w, z) ? w.removed(z) - out[z] : 0;
      moved += forced(w, z) ? 0 : out[z];
    }
    // Beside what was evicted only the decision tells what moved for a better state.
    moved = Math.max(moved, w.decision.voluntary());
    dropped -= Math.min(leaving, preemption.replaced(w));
    int tooMany = Math.max(0, w.totalBefore() - w.spec.replicas());
    if (dropped > tooMany) {
      findings.add(
          "ReplicasDropped",
          w,
          dropped + " running replicas are gone, " + tooMany + " were too many");
    }
    int budget = w.before == null ? 0 : w.spec.rebalance().maxMovesPerHour();
    budget = w.before == null ? 0 : Math.max(0, budget - w.before.movesInLastHour());
    budget = w.spec.rebalance().mode() == Workload.Rebalance.Mode.Never ? 0 : budget;
    budget = w.places.inDoubt() ? 0 : budget;
    if (moved > budget) {
      findings.add(
          "MovedWithoutCause", w, moved + " running replicas move, the budget allows " + budget);
    }
    if (moved > 0) {
      movers.add(w);
      movedTogether += moved;
    }
  }

  /** Once each was checked: whether all of them together moved no more than they may. */
  void checkTogether(Estate estate) {
    MoveBudget budget = estate.moveBudget();
    if (budget == null || movers.isEmpty()) {
      return;
    }
    long before = 0;
    for (Placement placement : estate.placements()) {
      before += placement.movesInLastHour();
    }
    long left = Math.max(0, budget.perHour() - before);
    if (movedTogether > left) {
      for (CheckerWorkload w : movers) {
        findings.add(
            "MovedTogetherOverBudget",
            w,
            movedTogether + " running replicas move in all, the budget of all allows " + left);
      }
    }
  }

  /** Whether what runs there has to go, or may be moved without anybody's budget. */
  static boolean forced(CheckerWorkload w, int z) {
    return !w.places.exists(z)
        || w.failover.toldLost(z)
        || w.failover.drained(z)
        || w.rules.mustLeave(z)
        || w.failover.leavesSilence(z)
        || w.failover.leavesDegradation(z);
  }

  /**
   * Running replicas move for a better state only to zones that have been back for long enough,
   * whether they go home or mend something. In the same decision other replicas may come to a zone
   * that has not been: those that were missing, and those that had to leave.
   */
  private void checkReturn(CheckerWorkload w) {
    int tooMany = Math.max(0, w.totalBefore() - w.spec.replicas());
    int voluntary = 0;
    int early = 0;
    TreeSet<String> zones = new TreeSet<>();
    for (int z = 0; z < w.has.length; z++) {
      if (w.removed(z) > 0 && !forced(w, z) && !preemption.preempted(w, z)) {
        voluntary += w.removed(z);
      }
      if (z < w.places.zones && w.added(z) > 0 && !w.failover.isCalm(z)) {
        early += w.added(z);
        zones.add(w.places.name(z));
      }
    }
    int others = w.addedTotal() - Math.max(0, voluntary - tooMany);
    if (early > Math.max(0, others)) {
      findings.add("ReturnTooEarly", w, String.join(", ", zones) + " is not back for long enough");
    }
  }

  private void checkHome(CheckerWorkload w) {
    int home = CheckerWorkload.sum(w.hasHome);
    if (w.total() > home || home > Math.max(w.spec.replicas(), w.total())) {
      findings.add(
          "HomeWrong",
          w,
          w.total() + " placed of " + w.spec.replicas() + ", and " + home + " have a home");
    }
    for (int z = 0; z < w.has.length; z++) {
      int away = w.hasHome[z] - w.has[z];
      if (away <= 0) {
        continue;
      }
      boolean left =
          w.failover.toldLost(z)
              || w.failover.leavesSilence(z)
              || w.failover.drained(z)
              || !w.places.exists(z);
      left |= w.failover.leavesDegradation(z);
      left |= w.bound() && preemption.preempted(w, z);
      if (!left && away > Math.max(0, w.hadHome[z] - w.had[z])) {
        findings.add(
            "HomeWrong",
            w,
            w.places.name(z) + ": home " + w.hasHome[z] + " of " + w.has[z] + ", nothing was lost");
      }
    }
  }
}
