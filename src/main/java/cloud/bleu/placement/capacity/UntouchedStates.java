package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledEstate;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.Topology;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workloads to which nothing happened in a plan, and the room at its end. In the next plan a
 * workload that is compiled to the same, with the same placement in force, stands just so: it is
 * neither loaded nor counted in the room again. The other workloads are taken out of that room. It
 * is changed by differences only, so what is left is what would be counted anew.
 */
public final class UntouchedStates {
  private final PlanState planState;

  /** By number: nothing happened to it since it was loaded, and its reserve is held. */
  private final BitSet untouched;

  /**
   * Of a plan that is over.
   *
   * @param planState not to be used any more
   * @param untouched by number, those that are {@link LoadedState#untouched}, and that were decided
   *     to be as the placement in force says
   */
  public UntouchedStates(PlanState planState, BitSet untouched) {
    this.planState = planState;
    this.untouched = untouched;
  }

  /**
   * Leaves the states of those who stand as they did in their places of an array.
   *
   * @return the room that counts these and nobody else; null where nobody is taken over: reserves
   *     that rest on evictions are served in order, and what leaves a zone is moved before any is
   *     held
   */
  @Nullable CapacityLedger takeOver(
      Topology topology, CompiledEstate next, @Nullable WorkloadState[] into) {
    if (!next.tookFrom(planState.compiledEstate)
        || next.columns != planState.columns
        || next.events != planState.events
        || evicts()
        || evicts(topology.estate.placements())
        || VacatedZones.any(topology)) {
      return null;
    }
    BitSet left = new BitSet();
    left.set(0, planState.workloadStates.length);
    List<Placement> placements = topology.estate.placements();
    int at = 0;
    for (CompiledWorkload compiled : next.compiledWorkloads) {
      WorkloadId id = compiled.workload.id();
      while (at < placements.size() && isBefore(placements.get(at).id(), id)) {
        at++;
      }
      int number = next.before(compiled.number);
      if (number >= 0 && untouched.get(number) && at < placements.size()) {
        WorkloadState state = planState.workloadStates[number];
        if (state.inForce().placement() == placements.get(at)) {
          into[compiled.number] = state.stillStanding(compiled);
          left.clear(number);
          at++;
        }
      }
    }
    for (int number = left.nextSetBit(0); number >= 0; number = left.nextSetBit(number + 1)) {
      planState.leave(planState.workloadStates[number]);
    }
    return planState.ledger;
  }

  /** Whether somebody counts on evictions by what is in force, to be had or not. */
  private static boolean evicts(List<Placement> placements) {
    for (Placement placement : placements) {
      for (Contingency contingency : placement.contingency()) {
        if (!contingency.evicts().isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether anybody counted on evictions in the plan before: of those who stand nobody did. */
  private boolean evicts() {
    int number = untouched.nextClearBit(0);
    while (number < planState.workloadStates.length) {
      if (planState.workloadStates[number].evacuation().evicts()) {
        return true;
      }
      number = untouched.nextClearBit(number + 1);
    }
    return false;
  }

  private static boolean isBefore(WorkloadId one, WorkloadId other) {
    return !one.equals(other) && one.compareTo(other) < 0;
  }
}
