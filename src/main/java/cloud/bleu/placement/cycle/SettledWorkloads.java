package cloud.bleu.placement.cycle;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.LossEvents;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.Topology;
import cloud.bleu.placement.state.Moves;
import cloud.bleu.placement.state.PlanState;
import cloud.bleu.placement.state.RoomReads;
import cloud.bleu.placement.state.WorkloadState;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Workloads whose turn changed nothing in a plan before, with what they asked of the room in it. A
 * turn depends on the workload, its placement, the zones, and on the room by what it asks of it; of
 * who has relations or lacks something, and where evictions are promised, nothing is remembered.
 * Where a workload and its placement are the same, and the zones in which the room is another would
 * answer the same, the turn would change nothing again: the decision is the one before.
 */
public final class SettledWorkloads {
  /** Of changed room in more than one of so many zones, all is made anew. */
  private static final int FEW = 4;

  private final Map<WorkloadId, Settled> settled = new HashMap<>();

  /** Zones whose room is another than in some turn that is remembered. */
  private final BitSet touched = new BitSet();

  private @Nullable Estate loaded;
  private int leftOut;
  private String[] names = {};

  /** A workload that is settled, with what its turn rested on. */
  private record Settled(
      Workload workload,
      AllowedZones allowed,
      LossEvents.Guards protectedEvents,
      int[] columns,
      @Nullable RoundTripGraph graph,
      int movedInLastHour,
      Decision decision,
      BitSet into,
      RoomReads reads) {}

  /** How many turns were left out of the plan before. */
  public int leftOut() {
    return leftOut;
  }

  /** A plan in which nothing is remembered. */
  public static Pass none(PlanState planState) {
    return new Pass(planState, null);
  }

  /** A plan of an estate that is loaded into the state; {@link Pass#keep} ends it. */
  public Pass pass(PlanState planState, Estate estate) {
    leftOut = 0;
    Estate before = loaded;
    loaded = null;
    boolean same = before != null && names == planState.topology.names;
    names = planState.topology.names;
    if (before != null && same) {
      differences(planState.topology, before, estate);
    }
    if (!same || touched.cardinality() * FEW > planState.zones()) {
      settled.clear();
      touched.clear();
    }
    return new Pass(planState, this);
  }

  /** Marks the zones of workloads that are others, or placed otherwise, than in the plan before. */
  private void differences(Topology topology, Estate before, Estate now) {
    Set<WorkloadId> other = new HashSet<>();
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    before.workloads().forEach(w -> workloads.put(w.id(), w));
    for (Workload workload : now.workloads()) {
      if (!workload.equals(workloads.remove(workload.id()))) {
        other.add(workload.id());
      }
    }
    other.addAll(workloads.keySet());
    Map<WorkloadId, Placement> placements = new HashMap<>();
    before.placements().forEach(p -> placements.put(p.id(), p));
    for (Placement placement : now.placements()) {
      Placement was = placements.get(placement.id());
      if (other.contains(placement.id()) || !placement.equals(was)) {
        touch(topology, placement);
      } else {
        placements.remove(placement.id());
      }
    }
    placements.values().forEach(placement -> touch(topology, placement));
  }

  private void touch(Topology topology, Placement placement) {
    for (Assignment assignment : placement.assignments()) {
      touch(topology.number(assignment.zone()));
    }
    for (Contingency contingency : placement.contingency()) {
      for (Contingency.Move move : contingency.moves()) {
        touch(topology.number(move.to()));
      }
    }
  }

  private void touch(int zone) {
    if (zone >= 0) {
      touched.set(zone);
    }
  }

  private void touch(WorkloadState workloadState) {
    for (int z = 0; z < workloadState.x.length; z++) {
      if (workloadState.x[z] + workloadState.before[z] + workloadState.home[z] > 0) {
        touched.set(z);
      }
    }
    touch(workloadState.moves);
  }

  private void touch(Moves[] all) {
    for (Moves moves : all) {
      for (int i = 0; i < moves.size(); i++) {
        touched.set(moves.to(i));
      }
    }
  }

  /** One plan: whose turns are left out, and what the others ask of the room. */
  public static final class Pass {
    private final PlanState planState;
    private final @Nullable SettledWorkloads memory;
    private final boolean[] skipped;
    private final @Nullable RoomReads[] reads;
    private boolean usable;

    private Pass(PlanState planState, @Nullable SettledWorkloads memory) {
      this.planState = planState;
      this.memory = memory;
      this.skipped = new boolean[planState.compiledWorkloads.size()];
      this.reads = new RoomReads[planState.compiledWorkloads.size()];
    }

    /** All are in the room, and what a loss moves is moved. */
    public void begin() {
      usable = memory != null && planState.evictions.none();
      for (WorkloadState workloadState : planState.workloadStates) {
        if (memory != null && !still(workloadState)) {
          memory.touch(workloadState);
        }
      }
    }

    /** Whether it stands as it was placed, with its reserve. */
    private static boolean still(WorkloadState workloadState) {
      return workloadState.reserved
          && workloadState.cause == Decision.Cause.SpecChanged
          && Arrays.equals(workloadState.x, workloadState.before)
          && Arrays.equals(workloadState.home, workloadState.homeBefore);
    }

    /** Whether its turn would change nothing, so that it may be left out. */
    boolean stands(WorkloadState workloadState) {
      CompiledWorkload compiled = workloadState.compiled;
      Settled last =
          memory == null || !usable || planState.disturbed || workloadState.decided
              ? null
              : memory.settled.get(compiled.workload.id());
      boolean stands =
          last != null
              && last.workload == compiled.workload
              && last.allowed == compiled.allowed
              && last.protectedEvents == compiled.protectedEvents
              && last.columns == compiled.columns
              && last.graph == compiled.graph
              && last.movedInLastHour == workloadState.movedInLastHour
              && compiled.relations.length == 0
              && workloadState.known
              && last.decision.assignments().equals(workloadState.assignmentsBefore)
              && last.decision.contingency().equals(workloadState.contingencyBefore)
              && still(workloadState)
              && !workloadState.evicts()
              && !workloadState.bounded()
              && hearsTheSame(workloadState, last);
      skipped[compiled.number] = stands;
      return stands;
    }

    private boolean hearsTheSame(WorkloadState workloadState, Settled last) {
      BitSet touched = java.util.Objects.requireNonNull(memory).touched;
      boolean out = false;
      boolean same = true;
      for (int z = touched.nextSetBit(0); z >= 0 && same; z = touched.nextSetBit(z + 1)) {
        if (!last.reads.about(z)) {
          continue;
        }
        if (!out && (workloadState.x[z] > 0 || last.into.get(z))) {
          planState.leave(workloadState);
          out = true;
        }
        same = last.reads.hold(planState.ledger, z);
      }
      if (out) {
        planState.enter(workloadState);
      }
      return same;
    }

    /** Listens to what it asks in its turn; a second turn is of no use. */
    void listen(WorkloadState workloadState) {
      if (memory == null) {
        return;
      }
      int number = workloadState.compiled.number;
      RoomReads own = new RoomReads(workloadState.compiled);
      if (workloadState.decided) {
        own.otherwise();
      }
      reads[number] = own;
      planState.ledger.listen(own);
    }

    /** The turn is over. */
    void heard() {
      planState.ledger.listen(null);
    }

    /** The room in its zones is another from now on, and where its moves led before. */
    void touch(WorkloadState workloadState, Moves[] movesBefore) {
      touch(workloadState);
      if (memory != null) {
        memory.touch(movesBefore);
      }
    }

    /** The room in its zones is another from now on. */
    void touch(WorkloadState workloadState) {
      if (memory != null) {
        memory.touch(workloadState);
      }
    }

    /** The decision of a workload whose turn was left out; null: it is to be written. */
    public @Nullable Decision decision(WorkloadState workloadState) {
      boolean left = skipped[workloadState.compiled.number] && !planState.disturbed;
      return memory == null || !left
          ? null
          : java.util.Objects.requireNonNull(
                  memory.settled.get(workloadState.compiled.workload.id()))
              .decision;
    }

    /**
     * Ends the plan, and remembers who is settled in it.
     *
     * @param decisions by workload
     */
    public void keep(Estate estate, List<Decision> decisions) {
      if (memory == null) {
        return;
      }
      if (!usable || planState.disturbed) {
        memory.settled.clear();
        return;
      }
      Set<WorkloadId> there = new HashSet<>();
      for (WorkloadState workloadState : planState.workloadStates) {
        int number = workloadState.compiled.number;
        WorkloadId id = workloadState.compiled.workload.id();
        there.add(id);
        if (skipped[number]) {
          memory.leftOut++;
          continue;
        }
        memory.settled.remove(id);
        RoomReads own = reads[number];
        if (own != null && own.telling() && isSettled(workloadState, decisions.get(number))) {
          memory.settled.put(id, settled(workloadState, decisions.get(number), own));
        }
      }
      memory.settled.keySet().retainAll(there);
      memory.loaded = estate;
    }

    private static boolean isSettled(WorkloadState workloadState, Decision decision) {
      boolean home = true;
      for (int z = 0; z < workloadState.x.length; z++) {
        home &= workloadState.home[z] <= workloadState.x[z];
      }
      return home
          && decision.cause() == Decision.Cause.Unchanged
          && decision.outcome() instanceof Decision.Outcome.Placed
          && decision.missing() == 0
          && decision.moves().isEmpty()
          && still(workloadState)
          && !workloadState.evicts()
          && !workloadState.bounded()
          && !workloadState.holdsHomes()
          && MoveRepair.idle(workloadState);
    }

    private static Settled settled(
        WorkloadState workloadState, Decision decision, RoomReads reads) {
      CompiledWorkload compiled = workloadState.compiled;
      BitSet into = new BitSet();
      for (Moves moves : workloadState.moves) {
        for (int i = 0; i < moves.size(); i++) {
          into.set(moves.to(i));
        }
      }
      return new Settled(
          compiled.workload,
          compiled.allowed,
          compiled.protectedEvents,
          compiled.columns,
          compiled.graph,
          workloadState.movedInLastHour,
          decision,
          into,
          reads);
    }
  }
}
