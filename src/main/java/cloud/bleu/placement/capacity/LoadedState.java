package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import java.util.List;

/**
 * How a workload stands right after its placement in force was loaded, with its reserve held. It is
 * kept to tell in a later plan whether the workload stands just so. Where its replicas are follows
 * from the assignments; its moves may have been searched anew.
 */
public final class LoadedState {
  /** Protected event, source, target and replicas of each. */
  private static final int NUMBERS_OF_A_PAIR = 4;

  /** Of the moves in force, one pair after the other. */
  private final int[] pairs;

  private final int movedInLastHour;
  private final List<Assignment> assignments;
  private final List<Contingency> contingency;

  /** Of a workload that {@link #untouched}. */
  public LoadedState(WorkloadState workloadState) {
    pairs = pairs(workloadState.evacuation());
    movedInLastHour = workloadState.inForce().movedInLastHour();
    assignments = workloadState.inForce().assignments();
    contingency = workloadState.inForce().contingency();
  }

  /**
   * Whether everything that the engine notes of a workload is as loading leaves it, with its
   * reserve held and no eviction in it, neither for its moves nor of its own replicas.
   */
  public static boolean untouched(PlanState planState, WorkloadState workloadState) {
    return workloadState.inForce().known()
        && workloadState.reserved()
        && workloadState.notes().cause() == Decision.Cause.SpecChanged
        && !workloadState.inForce().homeGone()
        && !workloadState.room().withdrawn()
        && !workloadState.notes().fresh()
        && !workloadState.notes().shifted()
        && !workloadState.notes().displaced()
        && !workloadState.notes().cliquesCut()
        && workloadState.notes().down() == 0
        && workloadState.notes().movedNow() == 0
        && !workloadState.notes().awaitsMoves()
        && !workloadState.notes().untried()
        && workloadState.moved().size() == 0
        && planState.steps.untouched(workloadState.compiled.number)
        && !workloadState.evacuation().evicts()
        && !planState.evictions.promised(workloadState)
        && workloadState.places().unchanged()
        && workloadState.places().keptAll()
        && workloadState.room().unbound();
  }

  /** Whether a workload stands just so, and is {@link #untouched}. */
  public boolean is(PlanState planState, WorkloadState workloadState) {
    return movedInLastHour == workloadState.inForce().movedInLastHour()
        && untouched(planState, workloadState)
        && hasPairs(workloadState.evacuation())
        && assignments.equals(workloadState.inForce().assignments())
        && contingency.equals(workloadState.inForce().contingency());
  }

  /**
   * Protected event, source, target and replicas of each pair that moves, one pair after the other.
   */
  static int[] pairs(EvacuationPlan evacuation) {
    int pairs = 0;
    for (int at = 0; at < evacuation.size(); at++) {
      pairs += evacuation.movesAt(at).size();
    }
    int[] numbers = new int[pairs * NUMBERS_OF_A_PAIR];
    int next = 0;
    for (int at = 0; at < evacuation.size(); at++) {
      Moves moves = evacuation.movesAt(at);
      for (int i = 0; i < moves.size(); i++) {
        numbers[next++] = evacuation.ownEvent(at);
        numbers[next++] = moves.from(i);
        numbers[next++] = moves.to(i);
        numbers[next++] = moves.count(i);
      }
    }
    return numbers;
  }

  /** Whether the moves are those then: asked of each workload in each plan, without new memory. */
  private boolean hasPairs(EvacuationPlan evacuation) {
    int next = 0;
    for (int at = 0; at < evacuation.size(); at++) {
      Moves moves = evacuation.movesAt(at);
      for (int i = 0; i < moves.size; i++) {
        if (next == pairs.length
            || pairs[next++] != evacuation.ownEvent(at)
            || pairs[next++] != moves.from[i]
            || pairs[next++] != moves.to[i]
            || pairs[next++] != moves.count[i]) {
          return false;
        }
      }
    }
    return next == pairs.length;
  }
}
