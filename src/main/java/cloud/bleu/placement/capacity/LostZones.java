package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.Topology;

/** Which zones a workload has to leave, and whether what ran there starts anew elsewhere. */
public final class LostZones {
  private LostZones() {}

  /**
   * Whether a zone has to be left: drained, reported lost, or silent for long enough while our own
   * view is not in doubt.
   */
  public static boolean leaves(PlanState planState, CompiledWorkload compiled, int zone) {
    if (zone >= planState.topology.known) {
      return false;
    }
    return switch (planState.topology.zone(zone).state()) {
      case Lost, Drained -> true;
      case Active, Cordoned ->
          compiled.allowed.lost[zone]
              && !planState.topology.inDoubt
              && !compiled.movesOnlyWhenTold();
    };
  }

  /** Whether what runs in a zone has to leave it now, and may start elsewhere. */
  public static boolean hasToLeave(PlanState planState, CompiledWorkload compiled, int zone) {
    if (compiled.dataBound() || compiled.strandedIn(zone)) {
      return false;
    }
    return compiled.allowed.moveNow[zone]
        || leaves(planState, compiled, zone)
            && (planState.topology.zone(zone).state() == ZoneState.Drained
                || !staysDown(compiled, zone));
  }

  /** Replicas that have to leave a zone now, and may start elsewhere. */
  public static int leaving(PlanState planState, WorkloadState workloadState, int zone) {
    return zone < planState.topology.known && hasToLeave(planState, workloadState.compiled, zone)
        ? workloadState.replicas(zone)
        : workloadState.overflow(zone);
  }

  /** Whether replicas are in a drained zone that they may leave, or were when the plan began. */
  public static boolean leavesDrained(PlanState planState, WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.replicas(z) + workloadState.before(z) > 0
          && planState.topology.zone(z).state() == ZoneState.Drained
          && hasToLeave(planState, workloadState.compiled, z)) {
        return true;
      }
    }
    return false;
  }

  /** Whether some zone is drained, reported lost or silent: else none has to be left. */
  public static boolean any(PlanState planState) {
    return any(planState.topology);
  }

  /** The same of an estate of which nothing is placed yet. */
  static boolean any(Topology topology) {
    for (int z = 0; z < topology.known; z++) {
      Zone zone = topology.zone(z);
      if (zone.state() == ZoneState.Lost
          || zone.state() == ZoneState.Drained
          || zone.unhealthySince() != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether what ran in a zone is gone: somebody said so. Silence alone proves nothing. */
  public static boolean gone(PlanState planState, int zone) {
    return zone < planState.topology.known
        && planState.topology.zone(zone).state() == ZoneState.Lost;
  }

  /** Whether what is lost in a zone is not re-created elsewhere. */
  public static boolean staysDown(CompiledWorkload compiled, int zone) {
    if (!compiled.allowed.lost[zone]) {
      return false;
    }
    ProtectedEvent smallest = null;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      if (protectedEvent.holds(zone)
          && (smallest == null || protectedEvent.members.length < smallest.members.length)) {
        smallest = protectedEvent;
      }
    }
    return smallest != null && smallest.recover == Workload.Recover.None;
  }
}
