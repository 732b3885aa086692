package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Arrays;
import java.util.HashMap;
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
   * the workload were evicted: the counts show neither. No more are evicted in a zone than what all
   * others add there, or hold for losses, asks for, with what the zone lacks anyway.
   */
  int replaced(CheckerWorkload w) {
    int replaced = 0;
    for (int z = 0; z < w.places.zones; z++) {
      if (preempted(w, z)) {
        long came = Math.max(0, evicted(w, z) - w.removed(z));
        replaced += (int) Math.min(Math.min(w.had[z], w.has[z]), came);
      }
    }
    return replaced;
  }

  /** The most replicas of a workload that were evicted in a zone for all that others ask there. */
  private long evicted(CheckerWorkload w, int z) {
    Quantities own = w.spec.requests();
    Map<String, Long> lacks = new HashMap<>();
    long replicas = 0;
    long slots = -w.places.slots(z, own);
    for (CheckerWorkload other : workloads.values()) {
      long more = other == w ? 0 : more(other, z);
      long stood = Math.max(other.had[z], other.hadHome[z]);
      replicas += more;
      slots += other.spec.requests().equals(own) ? stood : 0;
      own.amounts().keySet().forEach(r -> lack(lacks, r, other.spec.requests(), more + stood));
    }
    long most = replicas + Math.max(0, slots);
    Quantities unknown = w.places.zone(z).capacity().outgrown();
    for (Map.Entry<String, Long> of : own.amounts().entrySet()) {
      long asked =
          Quantities.saturatingSum(lacks.getOrDefault(of.getKey(), 0L), unknown.get(of.getKey()));
      long lack = asked - w.places.usable(z).get(of.getKey());
      if (of.getValue() > 0 && lack > 0) {
        most = Math.max(most, (lack - 1) / of.getValue() + 1);
      }
    }
    return most;
  }

  /** Replicas that a workload adds in a zone, holds room for at any loss, or rolls out. */
  private static long more(CheckerWorkload w, int z) {
    long more = w.added(z);
    for (Contingency c : w.decision.contingency()) {
      for (Contingency.Move m : c.moves()) {
        more += w.places.find(m.to()) == z ? m.replicas() : 0;
      }
    }
    return w.spec.surges() && more + w.has[z] > 0 ? more + 1 : more;
  }

  private static void lack(Map<String, Long> lacks, String resource, Quantities ask, long count) {
    int replicas = (int) Math.min(Integer.MAX_VALUE, count);
    long amount = Quantities.saturatingProduct(ask.get(resource), replicas);
    lacks.merge(resource, amount, Quantities::saturatingSum);
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
