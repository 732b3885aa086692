package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a higher priority took room, so that what ran there may be gone. */
final class CheckerPreemption {
  private final Map<WorkloadId, CheckerWorkload> workloads;
  private int @Nullable [] takers;

  CheckerPreemption(Map<WorkloadId, CheckerWorkload> workloads) {
    this.workloads = workloads;
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
   * the workload were evicted, or where they were evicted themselves: the counts show neither.
   */
  int replaced(CheckerWorkload w) {
    int replaced = 0;
    int[] sent = w.recovery.sent();
    for (int z = 0; z < w.has.length; z++) {
      int came = Math.max(0, sent[z] - w.added(z));
      replaced += preempted(w, z) ? Math.min(w.had[z], w.has[z]) + came : 0;
    }
    return replaced;
  }

  /** By place, the highest priority that may preempt and took or reserved room there. */
  private int[] takers(int places) {
    int[] highest = new int[places];
    Arrays.fill(highest, Integer.MIN_VALUE);
    for (CheckerWorkload other : workloads.values()) {
      if (!other.preempts) {
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
