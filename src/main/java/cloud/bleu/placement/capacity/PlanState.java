package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.LossEvents;
import cloud.bleu.placement.problem.ResourceColumns;
import cloud.bleu.placement.problem.Topology;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An estate compiled to numbers, with where everything stands: what the rooms of the engine share.
 */
public final class PlanState {
  public final Topology topology;
  public final ResourceColumns columns;
  public final LossEvents events;
  public final List<CompiledWorkload> compiledWorkloads;

  /** The estate that the columns, events and workloads come from. */
  public final CompiledEstate compiledEstate;

  public final int lowestPriority;

  public final WorkloadState[] workloadStates;
  public final CapacityLedger ledger;

  /** Evictions that are promised at losses. */
  public final EvictionLedger evictions;

  public final StepBudget steps;
  public final SharedMoves sharedMoves;

  /** What is done while the room counts something else. */
  public final RoomScope roomScope = new RoomScope(this);

  /** Room that is held for replicas which are elsewhere. */
  final ReservedRoom reserved;

  /** Nothing is assumed of any workload. */
  private static final boolean[] NOBODY = {};

  /** By workload: it will be where the others need it, which is proven later; empty for none. */
  private boolean[] assumed = NOBODY;

  /** By zone: the use of some workload grew since the plan began. */
  public final GrownZones grown;

  /** Of a new estate: no replica has a place yet. */
  public PlanState(Estate estate) {
    this(new Topology(estate));
  }

  private PlanState(Topology topology) {
    this(topology, new CompiledEstate(topology, null), null);
  }

  /**
   * @param last who stood in the plan before, who are in the room already; null for nobody
   */
  public PlanState(
      Topology topology, CompiledEstate compiledEstate, @Nullable UntouchedStates last) {
    this.topology = topology;
    this.compiledEstate = compiledEstate;
    columns = compiledEstate.columns;
    events = compiledEstate.events;
    compiledWorkloads = compiledEstate.compiledWorkloads;
    lowestPriority = compiledEstate.lowestPriority;
    steps = new StepBudget(compiledWorkloads.size());
    workloadStates = new WorkloadState[compiledWorkloads.size()];
    CapacityLedger room =
        last == null ? null : last.takeOver(topology, compiledEstate, workloadStates);
    for (CompiledWorkload compiled : compiledWorkloads) {
      if (workloadStates[compiled.number] == null) {
        workloadStates[compiled.number] = new WorkloadState(compiled, topology.size);
      }
    }
    grown = new GrownZones(topology.size);
    ledger = room == null ? new CapacityLedger(columns, topology.size, events.count()) : room;
    reserved = new ReservedRoom(this);
    evictions = new EvictionLedger(this);
    sharedMoves = new SharedMoves(this, topology.estate);
  }

  /** How many zones there are, with those that only a placement still names. */
  public int zones() {
    return topology.size;
  }

  /** Changes the count of a workload whose use is in the room. */
  public void change(WorkloadState workloadState, int zone, int replicas) {
    CompiledWorkload compiled = workloadState.compiled;
    int before = workloadState.replicas(zone);
    if (before > 0 && compiled.workload.surges()) {
      ledger.surge(compiled, zone, false);
    }
    workloadState.places().change(zone, replicas);
    ledger.use(compiled, zone, before, workloadState.replicas(zone));
    if (workloadState.replicas(zone) > 0 && compiled.workload.surges()) {
      ledger.surge(compiled, zone, true);
    }
  }

  /**
   * Carries out what the contingency in force says: so many leave a zone and come to another, in
   * the room as well. They are at home where they were.
   */
  public void failOver(WorkloadState workloadState, int from, int to, int replicas) {
    change(workloadState, from, -replicas);
    change(workloadState, to, replicas);
    grown.add(to);
    workloadState.motion().failOver(from, to, replicas);
  }

  /**
   * Holds the room of replicas that are to go home to a zone that is not back for long enough: who
   * comes after this workload does not take it meanwhile.
   */
  public void holdHomes(WorkloadState workloadState) {
    reserved.holdHomes(workloadState);
  }

  /** Gives that room back. */
  public void releaseHomes(WorkloadState workloadState) {
    reserved.releaseHomes(workloadState);
  }

  /**
   * Holds room for a workload's moves, in every event that they answer for. What they count on of
   * evictions that are no longer to be had is dropped.
   *
   * @return whether nothing had to be dropped
   */
  public boolean hold(WorkloadState workloadState) {
    if (workloadState.reserved()) {
      return true;
    }
    boolean whole = evictions.promise(workloadState);
    workloadState.room().reserve();
    reserved.holdMoves(workloadState, 1);
    return whole;
  }

  /** Gives the room of a workload's moves back; the moves themselves stay known. */
  public void release(WorkloadState workloadState) {
    if (!workloadState.reserved()) {
      return;
    }
    workloadState.room().release();
    reserved.holdMoves(workloadState, -1);
    evictions.release(workloadState);
  }

  /** Counts a workload in the room: its replicas, and its moves. */
  public void enter(WorkloadState workloadState) {
    ledger.use(workloadState, true);
    hold(workloadState);
  }

  /**
   * Takes a workload out of the room: its replicas, its moves, and what is held for it at home,
   * which is held anew when it is back and not by {@link #enter}.
   */
  public void leave(WorkloadState workloadState) {
    releaseHomes(workloadState);
    release(workloadState);
    ledger.use(workloadState, false);
  }

  /**
   * Does something while a workload is out of the room, and counts what it has then. Its reserve
   * and its room at home are held again if they were; what others were promised of it beyond what
   * it has then is taken back.
   */
  public <T> T without(WorkloadState workloadState, Supplier<T> change) {
    boolean held = workloadState.reserved();
    int[] homes = workloadState.room().held();
    leave(workloadState);
    try {
      return change.get();
    } finally {
      ledger.use(workloadState, true);
      reserved.holdHomes(workloadState, homes);
      if (held) {
        hold(workloadState);
      }
      evictions.honour(workloadState);
    }
  }

  /**
   * Places workloads while each of them, until it {@link #stands}, is assumed to be where the
   * others need it; that is proven later.
   */
  public boolean assuming(List<WorkloadState> some, BooleanSupplier placing) {
    assumed = new boolean[compiledWorkloads.size()];
    some.forEach(each -> assumed[each.compiled.number] = true);
    try {
      return placing.getAsBoolean();
    } finally {
      assumed = NOBODY;
    }
  }

  /** A workload that was assumed to be anywhere is where it stands. */
  public void stands(WorkloadState workloadState) {
    assumed[workloadState.compiled.number] = false;
  }

  /** Whether the zones that a workload's moves lead to hold no more than they have. */
  public boolean fits(WorkloadState workloadState) {
    return ReservedRoom.everywhere(
        workloadState, (event, zone) -> ledger.within(workloadState.compiled, event, zone));
  }

  /**
   * Whether the zones that a workload's moves lead to hold no more than they have, where some of
   * the moves are in force: these fit beside what is held for others than suspended workloads.
   *
   * @param fresh by zone: something new leads there
   */
  public boolean fits(WorkloadState workloadState, boolean[] fresh) {
    return ReservedRoom.everywhere(
        workloadState,
        (event, zone) ->
            ledger.within(workloadState.compiled, event, zone)
                || !fresh[zone] && ledger.withinDecided(workloadState.compiled, event, zone));
  }

  /**
   * Whether the zones that a workload's moves lead to hold no more than they have, whatever
   * happens: then it has its room, for it is counted in them itself.
   */
  public boolean fitsAlways(WorkloadState workloadState) {
    return workloadState.reserved()
        && ReservedRoom.everywhere(
            workloadState, (event, zone) -> ledger.within(workloadState.compiled, zone));
  }

  /** Whether moves lead to a zone where somebody's use grew and that holds more than it has. */
  public boolean crowded(WorkloadState workloadState) {
    return !ReservedRoom.everywhere(
        workloadState,
        (event, zone) -> !grown.holds(zone) || ledger.within(workloadState.compiled, event, zone));
  }

  /** Whether a workload is assumed to be anywhere; a negative number is no workload. */
  public boolean assumes(int workload) {
    return workload >= 0 && assumed.length > 0 && assumed[workload];
  }

  /** Whether some zone of a domain holds replicas of a workload. */
  public boolean holds(int workload, Domains over, int domain) {
    if (domain < 0 || workload < 0) {
      return false;
    }
    WorkloadState workloadState = workloadStates[workload];
    for (int z = 0; z < topology.size; z++) {
      if (workloadState.replicas(z) > 0 && over.of(z) == domain) {
        return true;
      }
    }
    return false;
  }

  /** Whether some zone of a domain holds replicas of a workload after an event. */
  public boolean holdsAfter(int workload, int event, Domains over, int domain) {
    if (domain < 0) {
      return false;
    }
    WorkloadState workloadState = workloadStates[workload];
    for (int z = 0; z < topology.size; z++) {
      if (over.of(z) == domain && workloadState.after(event, events, z) > 0) {
        return true;
      }
    }
    return false;
  }
}
