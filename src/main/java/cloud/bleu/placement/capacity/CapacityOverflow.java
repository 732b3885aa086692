package cloud.bleu.placement.capacity;

import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A zone that lost a part of its nodes has less room. Replicas beyond that room are to move, those
 * of the lowest priority first. Each workload waits for as long as it waits for the loss of a zone,
 * or for as long as the zone says, if that is longer.
 */
public final class CapacityOverflow {
  private CapacityOverflow() {}

  /** Marks in the standings what is to move, given the order of decisions. */
  public static void mark(PlanState planState, List<List<CompiledWorkload>> order) {
    for (int z = 0; z < planState.topology.known; z++) {
      Health health = planState.topology.zone(z).health();
      if (health.degradedSince() != null && !planState.topology.inDoubt) {
        mark(planState, order, z, health);
      }
    }
  }

  private static void mark(
      PlanState planState, List<List<CompiledWorkload>> order, int zone, Health health) {
    long[] excess = planState.ledger.used.excess(planState.columns, zone, false);
    // What has outgrown the zone leaves as if it used what it asks for, and drives nobody out.
    long[] asked = planState.ledger.used.excess(planState.columns, zone, true);
    for (int group = order.size() - 1; group >= 0; group--) {
      List<CompiledWorkload> compiledWorkloads = order.get(group);
      for (int i = compiledWorkloads.size() - 1; i >= 0; i--) {
        CompiledWorkload compiled = compiledWorkloads.get(i);
        WorkloadState workloadState = planState.workloadStates[compiled.number];
        int most = waited(planState, compiled, health) ? workloadState.replicas(zone) : 0;
        int leaving = 0;
        boolean outgrew = compiled.outgrew(zone);
        while (leaving < most && relieves(compiled, outgrew ? asked : excess)) {
          leaving++;
        }
        if (leaving > 0) {
          workloadState.room().bound(zone, workloadState.replicas(zone) - leaving);
        }
      }
    }
  }

  /** Whether one replica less brings a resource nearer to what there is; then it is taken off. */
  private static boolean relieves(CompiledWorkload compiled, long[] excess) {
    boolean relieves = false;
    for (int i = 0; i < compiled.columns.length; i++) {
      relieves |= excess[compiled.columns[i]] > 0 && compiled.amounts[i] > 0;
    }
    for (int i = 0; i < compiled.columns.length && relieves; i++) {
      int c = compiled.columns[i];
      excess[c] = Math.max(-UsedRoom.MOST, excess[c] - compiled.amounts[i]);
    }
    return relieves;
  }

  private static boolean waited(PlanState planState, CompiledWorkload compiled, Health health) {
    Instant since = health.degradedSince();
    Duration after = compiled.workload.failoverAfter();
    return since != null
        && after != null
        && !compiled.workload.suspended()
        && !compiled.workload.movesOnlyWhenTold()
        && !since.plus(health.patience(after)).isAfter(planState.topology.estate.now());
  }
}
