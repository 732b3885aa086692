package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a higher priority took room, so that replicas there may be gone. */
final class CheckerPreemption {
  private final Map<WorkloadId, CheckerWorkload> workloads;
  private final CheckerGrowth growth;
  private int @Nullable [] takers;

  CheckerPreemption(Map<WorkloadId, CheckerWorkload> workloads) {
    this.workloads = workloads;
    growth = new CheckerGrowth(workloads);
  }

  /** Finds evictions where nobody who evicts came, or holds room for a loss. */
  void check(CheckerWorkload w, CheckerFindings findings) {
    boolean preempted = w.decision.cause() != Decision.Cause.Preempted;
    for (int z = 0; z < w.has.length && !preempted; z++) {
      preempted = preempted(w, z);
    }
    if (!preempted) {
      findings.add("PreemptedByNobody", w, "evicted, and nobody who may evict it took room");
    }
  }

  /** Whether a higher priority that may preempt took room in the zone. */
  boolean preempted(CheckerWorkload w, int z) {
    if (w.decision.cause() != Decision.Cause.Preempted || CheckerView.drilled(w.places.estate)) {
      return false;
    }
    int[] all = takers == null ? takers(w.places.places()) : takers;
    takers = all;
    return all[z] > w.priority;
  }

  /**
   * How many replicas may have come, out of zones that they have to leave, where as many others of
   * the workload were evicted, or where they were evicted themselves and may not go back: the
   * counts show neither.
   */
  int replaced(CheckerWorkload w) {
    if (w.decision.cause() != Decision.Cause.Preempted) {
      return 0;
    }
    int replaced = 0;
    int cameAndWent = 0;
    int[] sent = w.recovery.sent(from -> isTaken(w, from));
    for (int z = 0; z < w.has.length; z++) {
      if (preempted(w, z)) {
        replaced += Math.min(w.had[z], w.has[z]);
        cameAndWent += Math.max(0, sent[z] - w.added(z));
      }
    }
    int left = 0;
    for (int z = 0; z < w.has.length && cameAndWent > 0; z++) {
      boolean leaves = w.failover.drained(z) || w.failover.leavesSilence(z);
      left += leaves && isTaken(w, z) ? w.removed(z) : 0;
    }
    return replaced + Math.min(cameAndWent, left);
  }

  /** Whether somebody came to where a zone is from whom a workload is required to be apart. */
  private boolean isTaken(CheckerWorkload w, int z) {
    for (CheckerWorkload other : workloads.values()) {
      if (other != w && (isTaken(w, other, z, other) || isTaken(other, w, z, other))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTaken(
      CheckerWorkload asks, CheckerWorkload other, int z, CheckerWorkload newcomer) {
    for (Workload.Affinity affinity : asks.spec.antiAffinity()) {
      WorkloadId apart = new WorkloadId(asks.spec.id().namespace(), affinity.with());
      if (affinity.required() && apart.equals(other.spec.id())) {
        int[] domains = asks.places.partition(affinity.topology()).valueOf();
        int had = 0;
        int has = 0;
        for (int y = 0; y < asks.places.zones; y++) {
          had += domains[y] == domains[z] ? newcomer.had[y] : 0;
          has += domains[y] == domains[z] ? newcomer.has[y] : 0;
        }
        if (domains[z] >= 0 && had == 0 && has > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * By place, the highest priority that may preempt and took or reserved room there. Who is let
   * come by a loss alone evicts nobody.
   */
  private int[] takers(int places) {
    int[] highest = new int[places];
    Arrays.fill(highest, Integer.MIN_VALUE);
    for (CheckerWorkload other : workloads.values()) {
      if (!other.preempts || !other.takes() || growth.isByLossAlone(other)) {
        continue;
      }
      for (int z = 0; z < places; z++) {
        highest[z] = other.added(z) > 0 ? Math.max(highest[z], other.priority) : highest[z];
      }
      for (Contingency c : other.decision.contingency()) {
        for (Contingency.Move m : c.moves()) {
          int to = other.places.find(m.to());
          if (to >= 0) {
            highest[to] = Math.max(highest[to], other.priority);
          }
        }
      }
    }
    return highest;
  }
}
