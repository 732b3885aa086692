package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which zones a workload has to leave, by which moves it does now, and whether what ran there
 * starts anew elsewhere.
 */
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

  /** Which zones one workload leaves now, and by which moves. */
  public static final class MovesNow {
    private final PlanState planState;
    private final WorkloadState workloadState;

    /** Zones that it has to leave; a suspended workload leaves none. */
    private final BitSet left = new BitSet();

    private int guard = -1;

    private MovesNow(PlanState planState, WorkloadState workloadState) {
      this.planState = planState;
      this.workloadState = workloadState;
      for (int z = 0; z < planState.topology.known && !suspended(); z++) {
        left.set(z, workloadState.replicas(z) > 0 && isLost(z));
      }
    }

    /** Of workloads before any of their moves is made, in the same order. */
    public static List<MovesNow> of(PlanState planState, List<WorkloadState> workloadStates) {
      List<MovesNow> all = new ArrayList<>(workloadStates.size());
      workloadStates.forEach(each -> all.add(new MovesNow(planState, each)));
      BitSet concerned = new BitSet();
      all.forEach(each -> each.concern(concerned));
      all.forEach(each -> each.guard = each.left.isEmpty() ? -1 : each.around(concerned));
      return all;
    }

    private boolean suspended() {
      return workloadState.compiled.workload.suspended();
    }

    private boolean isLost(int zone) {
      return LostZones.leaves(planState, workloadState.compiled, zone);
    }

    /** Marks the lost zones in which it runs, and to which moves in force still lead. */
    private void concern(BitSet zones) {
      zones.or(left);
      for (int at = 0; at < workloadState.evacuation().size() && !suspended(); at++) {
        Moves moves = workloadState.evacuation().movesAt(at);
        for (int i = 0; i < moves.size(); i++) {
          if (isLost(moves.to(i))) {
            zones.set(moves.to(i));
          }
        }
      }
    }

    /**
     * Of the events in force that contain all the zones to be left, the one that answers for what
     * happened: a loss of as many of the concerned zones as can be, and of no zone that is not
     * lost. Where several do, or none, it is the smallest; -1: none.
     */
    private int around(BitSet concerned) {
      ProtectedEvent[] events = workloadState.compiled.protectedEvents.list;
      int best = -1;
      int most = -1;
      for (int g = 0; g < events.length; g++) {
        if (workloadState.inForce().guards().get(g) && left.stream().allMatch(events[g]::holds)) {
          int happened = happened(events[g], concerned);
          boolean smaller = best < 0 || events[g].members.length < events[best].members.length;
          if (happened > most || happened == most && smaller) {
            best = g;
            most = happened;
          }
        }
      }
      return best;
    }

    /** Of a loss that an event answers for and that happened, how many zones are concerned. */
    private int happened(ProtectedEvent guarded, BitSet concerned) {
      int most = 0;
      for (int event : guarded.charged) {
        BitSet lost = planState.events.zones(event);
        if (contains(lost, left) && lost.stream().allMatch(this::isLost)) {
          lost.and(concerned);
          most = Math.max(most, lost.cardinality());
        }
      }
      return most;
    }

    private static boolean contains(BitSet zones, BitSet others) {
      return others.stream().allMatch(zones::get);
    }

    /** Whether it has nothing to leave. */
    public boolean none() {
      return left.isEmpty();
    }

    /** Whether it has to leave a zone; a suspended one leaves none. */
    public boolean leaves(int zone) {
      return left.get(zone);
    }

    /** The guard whose moves it makes; -1: it makes none. */
    public int guard() {
      return workloadState.compiled.dataBound() ? -1 : guard;
    }

    /** Whether all that it sends to a zone was proven to fit there at a loss, with all others. */
    boolean provenAt(ProtectedEvent loss, int zone) {
      if (guard() < 0) {
        return true;
      }
      boolean answers = workloadState.compiled.protectedEvents.answering(loss.event) == guard;
      Moves moves = workloadState.evacuation().moves(guard);
      for (int i = 0; i < moves.size(); i++) {
        int from = moves.from(i);
        if (moves.to(i) == zone && left.get(from) && !(answers && loss.holds(from))) {
          return false;
        }
      }
      return true;
    }
  }
}
