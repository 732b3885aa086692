package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.LossEvents;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which zones a workload has to leave, which replicas move now, and which of them start elsewhere.
 */
public final class VacatedZones {
  private VacatedZones() {}

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
              && !compiled.workload.movesOnlyWhenTold();
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
  public static boolean anyDrained(PlanState planState, WorkloadState workloadState) {
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

  /** Whether some zone is drained, reported lost or silent, before anything is placed. */
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

  /**
   * Whether what is lost in a zone is not re-created elsewhere: something is asked of a loss that
   * happened, one whose zones are all lost, and that is asked of none.
   */
  public static boolean staysDown(CompiledWorkload compiled, int zone) {
    List<ProtectedEvent> happened =
        compiled.protectedEvents.happened(zone, z -> compiled.allowed.lost[z]);
    return !happened.isEmpty()
        && happened.stream().allMatch(event -> event.recover == Workload.Recover.None);
  }

  /** Which zones one workload leaves now, and by which moves. */
  public static final class DueMoves {
    private final PlanState planState;
    private final WorkloadState workloadState;

    /** Zones that it has to leave; a suspended workload leaves none. */
    private final BitSet left = new BitSet();

    private int ownEvent = -1;

    /** Of the loss that its moves answer for, the concerned zones; empty: none such happened. */
    private BitSet loss = new BitSet();

    private boolean last;

    private DueMoves(PlanState planState, WorkloadState workloadState) {
      this.planState = planState;
      this.workloadState = workloadState;
      for (int z = 0; z < planState.topology.known && !suspended(); z++) {
        left.set(z, workloadState.replicas(z) > 0 && isLost(z));
      }
    }

    /** The due moves of workloads before any of them is made, in the same order. */
    public static List<DueMoves> of(PlanState planState, List<WorkloadState> workloadStates) {
      List<DueMoves> all = new ArrayList<>(workloadStates.size());
      workloadStates.forEach(each -> all.add(new DueMoves(planState, each)));
      BitSet concerned = new BitSet();
      all.forEach(each -> each.concern(concerned));
      all.forEach(each -> each.choose(concerned));
      Set<BitSet> losses = new HashSet<>();
      all.stream()
          .filter(each -> each.leads(each.ownEvent()))
          .forEach(each -> losses.add(each.loss));
      all.forEach(each -> each.last = losses.stream().anyMatch(each::isPartOf));
      return all;
    }

    private boolean suspended() {
      return workloadState.compiled.workload.suspended();
    }

    private boolean isLost(int zone) {
      return VacatedZones.leaves(planState, workloadState.compiled, zone);
    }

    /** Whether moves of a protected event lead out of the zones to be left. */
    private boolean leads(int ownEvent) {
      Moves moves = ownEvent < 0 ? Moves.NONE : workloadState.evacuation().moves(ownEvent);
      for (int i = 0; i < moves.size(); i++) {
        if (left.get(moves.from(i))) {
          return true;
        }
      }
      return false;
    }

    /**
     * Marks the zones to be left out of which moves in force lead, and the lost zones to which
     * these lead. What has no moves, or waits there for a place, says nothing of when a zone was
     * lost.
     */
    private void concern(BitSet zones) {
      if (left.isEmpty() || workloadState.compiled.dataBound()) {
        return;
      }
      for (int at = 0; at < workloadState.evacuation().size(); at++) {
        Moves moves = workloadState.evacuation().movesAt(at);
        for (int i = 0; i < moves.size(); i++) {
          if (left.get(moves.from(i))) {
            zones.set(moves.from(i));
            if (isLost(moves.to(i))) {
              zones.set(moves.to(i));
            }
          }
        }
      }
    }

    /**
     * Takes the event that answers for what happened; if that moves nothing, a larger one that
     * answers for a loss that happened as a whole, or else a smaller one, if these move.
     */
    private void choose(BitSet concerned) {
      if (left.isEmpty()) {
        return;
      }
      ProtectedEvent[] events = workloadState.compiled.protectedEvents.list;
      ownEvent = around(concerned, g -> true);
      if (ownEvent >= 0 && !leads(ownEvent)) {
        int size = events[ownEvent].members.length;
        List<ProtectedEvent> happened =
            workloadState.compiled.protectedEvents.happened(left.nextSetBit(0), this::isLost);
        int other =
            around(
                concerned,
                g -> events[g].members.length > size && happened.contains(events[g]) && leads(g));
        if (other < 0) {
          other = around(concerned, g -> events[g].members.length < size && leads(g));
        }
        ownEvent = other < 0 ? ownEvent : other;
      }
      if (ownEvent >= 0) {
        loss = happened(workloadState.compiled.protectedEvents.list[ownEvent], concerned);
      }
    }

    /**
     * The event in force that answers for what happened, among those that contain all the zones to
     * be left: a loss of as many of the concerned zones as can be, and of no zone that is not lost.
     * Where several are, or none is, it is the smallest; -1: none.
     *
     * @param counts which of them count
     */
    private int around(BitSet concerned, IntPredicate counts) {
      ProtectedEvent[] events = workloadState.compiled.protectedEvents.list;
      int best = -1;
      int most = -1;
      for (int g = 0; g < events.length; g++) {
        if (workloadState.inForce().protectedEvents().get(g)
            && left.stream().allMatch(events[g]::holds)
            && counts.test(g)) {
          int happened = happened(events[g], concerned).cardinality();
          boolean smaller = best < 0 || events[g].members.length < events[best].members.length;
          if (happened > most || happened == most && smaller) {
            best = g;
            most = happened;
          }
        }
      }
      return best;
    }

    /**
     * The zones of a loss that happened and that an event answers for, among the concerned ones. A
     * zone that one workload leaves is lost, also for workloads that would wait longer.
     */
    private BitSet happened(ProtectedEvent protectedEvent, BitSet concerned) {
      BitSet most = new BitSet();
      for (int event : protectedEvent.charged) {
        BitSet lost = planState.events.zones(event);
        if (LossEvents.liesIn(left, lost)
            && lost.stream().allMatch(z -> concerned.get(z) || isLost(z))) {
          lost.and(concerned);
          most = lost.cardinality() > most.cardinality() ? lost : most;
        }
      }
      return most;
    }

    private boolean isPartOf(BitSet larger) {
      return leads(ownEvent) && !loss.equals(larger) && LossEvents.liesIn(loss, larger);
    }

    /**
     * Whether others make moves that were proven for a larger loss that happened, or for any that
     * did where its own were not: those come first.
     */
    public boolean last() {
      return last;
    }

    /** Whether it has nothing to leave. */
    public boolean none() {
      return left.isEmpty();
    }

    /** Whether it has to leave a zone; a suspended one leaves none. */
    public boolean leaves(int zone) {
      return left.get(zone);
    }

    /** The protected event whose moves it makes; -1: it makes none. */
    public int ownEvent() {
      return workloadState.compiled.dataBound() ? -1 : ownEvent;
    }

    /** Whether all that it sends to a zone was proven to fit there at a loss, with all others. */
    boolean provenAt(ProtectedEvent loss, int zone) {
      if (ownEvent() < 0) {
        return true;
      }
      boolean answers = workloadState.compiled.protectedEvents.answering(loss.ofEstate) == ownEvent;
      Moves moves = workloadState.evacuation().moves(ownEvent);
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
