package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.ResourceColumns;

/**
 * The room that is held for replicas which are elsewhere: at each loss for the moves that answer
 * it, and at home for replicas that wait to return. A replica that goes home when it loses its zone
 * uses the room that is held at home, so no reserve is held beside it.
 */
final class ReservedRoom {
  private final PlanState planState;
  private final CapacityLedger ledger;

  ReservedRoom(PlanState planState) {
    this.planState = planState;
    this.ledger = planState.ledger;
  }

  /**
   * Holds the room of replicas that are to go home to a zone that is not back for long enough, as
   * much as is not in use: who comes after this workload does not take it meanwhile.
   */
  void holdHomes(WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    for (int z = 0; z < planState.topology.known; z++) {
      int away = workloadState.homes(z) - workloadState.replicas(z);
      boolean waits =
          compiled.allowed.open[z] && !compiled.allowed.calm[z] && !compiled.dataBound();
      if (away > 0 && waits) {
        holdHome(workloadState, z, ledger.fitUsed(compiled, z, away, compiled.workload.surges()));
      }
    }
  }

  /** Gives that room back. */
  void releaseHomes(WorkloadState workloadState) {
    for (int z = workloadState.room().held().length - 1; z >= 0; z--) {
      holdHome(workloadState, z, 0);
    }
  }

  /** Holds as much again as was held before, by zone, as far as it is still away from there. */
  void holdHomes(WorkloadState workloadState, int[] replicas) {
    for (int z = 0; z < replicas.length; z++) {
      int away = Math.max(0, workloadState.homes(z) - workloadState.replicas(z));
      holdHome(workloadState, z, Math.min(replicas[z], away));
    }
  }

  /** Holds so many replicas in a zone, no more and no fewer. */
  private void holdHome(WorkloadState workloadState, int zone, int replicas) {
    int before = workloadState.room().held(zone);
    if (replicas == before) {
      return;
    }
    boolean reserved = workloadState.reserved();
    if (reserved) {
      holdMoves(workloadState, -1);
    }
    workloadState.room().holdHome(zone, replicas);
    ledger.use(workloadState.compiled, zone, before, replicas);
    if (reserved) {
      holdMoves(workloadState, 1);
    }
  }

  /** Receives a zone that moves lead to, and an event in which they do. */
  interface Room {
    boolean has(int event, int zone);
  }

  /** Whether there is room wherever a workload's moves lead, in each event that they answer for. */
  static boolean everywhere(WorkloadState workloadState, Room room) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int at = 0; at < workloadState.evacuation().size(); at++) {
      int g = workloadState.evacuation().ownEvent(at);
      Moves moves = workloadState.evacuation().movesAt(at);
      for (int i = 0; i < moves.size(); i++) {
        for (int event : protectedEvents[g].charged) {
          if (!room.has(event, moves.to(i))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Holds the room of a workload's moves, or gives it back, whatever its state. */
  void holdMoves(WorkloadState workloadState, int sign) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    for (int at = 0; at < workloadState.evacuation().size(); at++) {
      int g = workloadState.evacuation().ownEvent(at);
      Moves moves = workloadState.evacuation().movesAt(at);
      for (int i = 0; i < moves.size(); i++) {
        boolean first = moves.first(i);
        boolean home = workloadState.room().held(moves.to(i)) > 0;
        for (int c = 1; c < protectedEvents[g].charged.length; c++) {
          int event = protectedEvents[g].charged[c];
          if (home ? first : planState.events.holds(event, moves.from(i))) {
            int replicas =
                home ? beyondHome(workloadState, moves, moves.to(i), event) : moves.count(i);
            ledger.hold(workloadState.compiled, event, moves.to(i), sign * replicas);
          }
        }
        if (first) {
          holdInto(workloadState, at, moves.to(i), sign);
        }
      }
    }
  }

  /** What comes into a zone in an event, except replicas whose room is held there as their home. */
  private int beyondHome(WorkloadState workloadState, Moves moves, int zone, int event) {
    int into = 0;
    int goHome = 0;
    for (int i = 0; i < moves.size(); i++) {
      if (moves.to(i) == zone && planState.events.holds(event, moves.from(i))) {
        into += moves.count(i);
        goHome += Math.min(moves.count(i), workloadState.room().refugees(moves.from(i)));
      }
    }
    return into - Math.min(goHome, workloadState.room().held(zone));
  }

  /**
   * Holds what comes into a zone in a protected event, less what is evicted for it.
   *
   * @param at the protected event's position among those that have moves or evictions; negative for
   *     none
   */
  void holdInto(WorkloadState workloadState, int at, int zone, int sign) {
    if (at < 0) {
      return;
    }
    CompiledWorkload compiled = workloadState.compiled;
    if (compiled.outgrew(zone)) {
      return;
    }
    EvacuationPlan evacuation = workloadState.evacuation();
    int event = compiled.protectedEvents.list[evacuation.ownEvent(at)].ofEstate;
    int into = beyondHome(workloadState, evacuation.movesAt(at), zone, event);
    for (int i = 0; i < compiled.columns.length; i++) {
      long needs = ResourceColumns.times(into, compiled.amounts[i]);
      for (EvacuationPlan.Victim victim : evacuation.evictsAt(at)) {
        if (victim.zone() == zone
            && !planState.workloadStates[victim.workload()].room().withdrawn()) {
          CompiledWorkload other = planState.compiledWorkloads.get(victim.workload());
          long freed = ResourceColumns.times(victim.replicas(), other.amount(compiled.columns[i]));
          needs = Math.max(0, needs - freed);
        }
      }
      ledger.hold(compiled, i, event, zone, sign * needs);
    }
  }
}
