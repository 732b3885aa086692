package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;

/**
 * The room that moves of a loss still ask for which are not made yet: what comes to a zone, less
 * what is evicted for it, as it was counted when the moves of the loss were proven together. A
 * workload that comes before them and may evict does not take it.
 */
final class MovesToCome {
  private final PlanState planState;

  /** By event: what is still asked for, by zone and column. */
  private final Map<Integer, long[]> asked = new HashMap<>();

  private final Map<WorkloadState, List<Share>> shares = new HashMap<>();

  /** What one workload asks for in one zone when one event happens. */
  private static final class Share {
    final int event;
    final int zone;
    final long[] amounts;
    boolean counted;

    Share(int event, int zone, long[] amounts) {
      this.event = event;
      this.zone = zone;
      this.amounts = amounts;
    }
  }

  /**
   * Counts the moves that workloads make now out of zones that they have to leave. Only where some
   * of these moves evict is anything counted.
   *
   * @param order of workloads, none of which has moved yet
   * @param now by workload, in that order
   */
  MovesToCome(PlanState planState, List<WorkloadState> order, List<VacatedZones.DueMoves> now) {
    this.planState = planState;
    TreeSet<Integer> events = new TreeSet<>();
    for (int i = 0; i < order.size(); i++) {
      int ownEvent = now.get(i).ownEvent();
      if (ownEvent >= 0 && !order.get(i).evacuation().evicts(ownEvent).isEmpty()) {
        events.add(order.get(i).compiled.protectedEvents.list[ownEvent].ofEstate);
      }
    }
    for (int event : events) {
      asked.put(event, new long[planState.zones() * planState.columns.count]);
      for (int i = 0; i < order.size(); i++) {
        ask(order.get(i), now.get(i), event);
      }
    }
  }

  private void ask(WorkloadState workloadState, VacatedZones.DueMoves now, int event) {
    int ownEvent = now.ownEvent();
    if (ownEvent < 0 || workloadState.compiled.protectedEvents.answering(event) != ownEvent) {
      return;
    }
    int[] into = new int[planState.zones()];
    Moves moves = workloadState.evacuation().moves(ownEvent);
    for (int i = 0; i < moves.size(); i++) {
      int from = moves.from(i);
      if (now.leaves(from) && planState.events.holds(event, from)) {
        into[moves.to(i)] += Math.min(moves.count(i), workloadState.replicas(from));
      }
    }
    for (int z = 0; z < into.length; z++) {
      if (into[z] > 0 && workloadState.compiled.allowed.open[z]) {
        Share share = new Share(event, z, amounts(workloadState, ownEvent, event, z, into[z]));
        shares.computeIfAbsent(workloadState, w -> new ArrayList<>()).add(share);
        count(share, true);
      }
    }
  }

  private long[] amounts(
      WorkloadState workloadState, int ownEvent, int event, int zone, int replicas) {
    CompiledWorkload compiled = workloadState.compiled;
    long[] amounts = new long[planState.columns.count];
    for (int i = 0; i < compiled.columns.length && !compiled.outgrew(zone); i++) {
      amounts[compiled.columns[i]] = ResourceColumns.times(replicas, compiled.amounts[i]);
    }
    ProtectedEvent own = compiled.protectedEvents.list[ownEvent];
    for (EvacuationPlan.Victim victim : workloadState.evacuation().evicts(ownEvent)) {
      WorkloadState other = planState.workloadStates[victim.workload()];
      if (own.ofEstate == event
          && victim.zone() == zone
          && planState.evictions.mayEvict(workloadState, other)) {
        int gone = Math.min(victim.replicas(), other.replicas(zone));
        for (int i = 0; i < other.compiled.columns.length; i++) {
          int column = other.compiled.columns[i];
          long freed = ResourceColumns.times(gone, other.compiled.amounts[i]);
          amounts[column] = Math.max(0, amounts[column] - freed);
        }
      }
    }
    return amounts;
  }

  /** What a workload moves to a zone comes now, or never: it is asked for no more. */
  void comes(WorkloadState workloadState, int zone) {
    count(workloadState, zone, false);
  }

  /** What a workload moves to a zone is still to come after all. */
  void waits(WorkloadState workloadState, int zone) {
    count(workloadState, zone, true);
  }

  private void count(WorkloadState workloadState, int zone, boolean counted) {
    for (Share share : shares.getOrDefault(workloadState, List.of())) {
      if (share.zone == zone) {
        count(share, counted);
      }
    }
  }

  private void count(Share share, boolean counted) {
    long[] all = asked.get(share.event);
    if (all == null || share.counted == counted) {
      return;
    }
    share.counted = counted;
    for (int c = 0; c < share.amounts.length; c++) {
      all[share.zone * share.amounts.length + c] += counted ? share.amounts[c] : -share.amounts[c];
    }
  }

  /** By column, what is still to come to a zone by moves that were proven for an event. */
  IntToLongFunction at(int event, int zone) {
    long[] all = asked.get(event);
    return column -> all == null ? 0 : all[zone * planState.columns.count + column];
  }
}
