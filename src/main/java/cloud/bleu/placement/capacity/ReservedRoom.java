package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.SortedMap;

/**
 * The room that is held for replicas which are elsewhere: at each loss for the moves that answer
 * it, at home for those that wait to return, and where they run for those that no decision counts.
 * A replica that would go home at the loss of where it is takes the room that is held for it there
 * anyway, so that is no reserve beside it.
 */
final class ReservedRoom {
  private final PlanState planState;
  private final CapacityLedger ledger;

  ReservedRoom(PlanState planState) {
    this.planState = planState;
    this.ledger = planState.ledger;
  }

  /** Holds, as much as is not in use, what a workload has beyond its replicas, after its turn. */
  void holdPlaces(WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      int most = Math.max(awaited(workloadState, z), uncounted(workloadState, z));
      holdUnused(workloadState, z, most);
    }
  }

  /** Holds, as much as is not in use, that of replicas that run though no decision counts them. */
  void holdStanding(WorkloadState workloadState) {
    for (String zone : workloadState.compiled.workload.standing().keySet()) {
      int z = planState.topology.number(zone);
      if (z >= 0 && z < planState.topology.known) {
        holdUnused(workloadState, z, uncounted(workloadState, z));
      }
    }
  }

  private void holdUnused(WorkloadState workloadState, int zone, int most) {
    if (most > 0) {
      CompiledWorkload compiled = workloadState.compiled;
      boolean surges = compiled.workload.surges();
      hold(workloadState, zone, ledger.fitUsed(compiled, zone, most, surges));
    }
  }

  /** Gives that room back; how much it was, by zone, empty for none. */
  int[] releasePlaces(WorkloadState workloadState) {
    int[] held = workloadState.held();
    for (int z = 0; z < held.length; z++) {
      hold(workloadState, z, 0);
    }
    return held;
  }

  /** Holds as much again as was given back, by zone, as far as it is not counted there now. */
  void holdPlaces(WorkloadState workloadState, int[] replicas) {
    for (int z = 0; z < replicas.length; z++) {
      int most = Math.max(away(workloadState, z), uncounted(workloadState, z));
      hold(workloadState, z, Math.max(0, Math.min(replicas[z], most)));
    }
  }

  private static int away(WorkloadState workloadState, int zone) {
    return workloadState.home[zone] - workloadState.x[zone];
  }

  /** Replicas that wait until they may go home to a zone. */
  private static int awaited(WorkloadState workloadState, int zone) {
    CompiledWorkload compiled = workloadState.compiled;
    boolean waits =
        compiled.allowed.open[zone] && !compiled.allowed.calm[zone] && !compiled.dataBound();
    return waits ? away(workloadState, zone) : 0;
  }

  /** Replicas that run in a zone beyond those that are decided there. */
  private int uncounted(WorkloadState workloadState, int zone) {
    SortedMap<String, Integer> standing = workloadState.compiled.workload.standing();
    return standing.isEmpty()
        ? 0
        : standing.getOrDefault(planState.topology.zone(zone).name(), 0) - workloadState.x[zone];
  }

  /** Holds so many replicas in a zone, no more and no fewer. */
  private void hold(WorkloadState workloadState, int zone, int replicas) {
    int more = replicas - workloadState.held(zone);
    if (more == 0) {
      return;
    }
    boolean reserved = workloadState.reserved;
    if (reserved) {
      holdMoves(workloadState, -1);
    }
    workloadState.hold(zone, replicas);
    ledger.use(workloadState.compiled, zone, more);
    if (reserved) {
      holdMoves(workloadState, 1);
    }
  }

  /** Holds the room of a workload's moves, or gives it back, whatever its state. */
  void holdMoves(WorkloadState workloadState, int sign) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int at = 0; at < workloadState.evacuation.size(); at++) {
      int g = workloadState.evacuation.guard(at);
      Moves moves = workloadState.evacuation.movesAt(at);
      for (int i = 0; i < moves.size(); i++) {
        boolean first = moves.first(i);
        boolean held = workloadState.held(moves.to(i)) > 0;
        for (int c = 1; c < protectedEvents[g].charged.length; c++) {
          int event = protectedEvents[g].charged[c];
          if (held ? first : planState.events.holds(event, moves.from(i))) {
            int replicas =
                held ? beyondHeld(workloadState, moves, moves.to(i), event) : moves.count(i);
            ledger.hold(workloadState.compiled, event, moves.to(i), sign * replicas);
          }
        }
        if (first) {
          holdInto(workloadState, at, moves.to(i), sign);
        }
      }
    }
  }

  /**
   * What comes into a zone in an event, but for those whose room is held there: they go home, or
   * they run there though no decision counts them.
   */
  private int beyondHeld(WorkloadState workloadState, Moves moves, int zone, int event) {
    int into = 0;
    int theirs = 0;
    boolean stands = !workloadState.compiled.workload.standing().isEmpty();
    for (int i = 0; i < moves.size(); i++) {
      if (moves.to(i) == zone && planState.events.holds(event, moves.from(i))) {
        into += moves.count(i);
        int refugees = stands ? moves.count(i) : workloadState.refugees(moves.from(i));
        theirs += Math.min(moves.count(i), refugees);
      }
    }
    return into - Math.min(theirs, workloadState.held(zone));
  }

  /**
   * Holds what comes into a zone in a guard's own event, less what is evicted for it.
   *
   * @param at the guard's position among those that have moves or evictions; negative for none
   */
  void holdInto(WorkloadState workloadState, int at, int zone, int sign) {
    if (at < 0) {
      return;
    }
    CompiledWorkload compiled = workloadState.compiled;
    EvacuationPlan evacuation = workloadState.evacuation;
    int event = compiled.protectedEvents.list[evacuation.guard(at)].event;
    int into = beyondHeld(workloadState, evacuation.movesAt(at), zone, event);
    for (int i = 0; i < compiled.columns.length; i++) {
      long needs = ResourceColumns.times(into, compiled.amounts[i]);
      for (EvacuationPlan.Victim victim : evacuation.evictsAt(at)) {
        if (victim.zone() == zone && !planState.workloadStates[victim.workload()].withdrawn) {
          CompiledWorkload other = planState.compiledWorkloads.get(victim.workload());
          needs -= ResourceColumns.times(victim.replicas(), other.amount(compiled.columns[i]));
        }
      }
      ledger.hold(compiled.columns[i], event, zone, sign * Math.max(0, needs));
    }
  }
}
