package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.BitSet;

/** What losses and drains ask of one workload now: which zones it leaves, and by which moves. */
public final class MovesNow {
  private final WorkloadState workloadState;
  private final BitSet left = new BitSet();
  private final int guard;

  private MovesNow(PlanState planState, WorkloadState workloadState) {
    this.workloadState = workloadState;
    CompiledWorkload compiled = workloadState.compiled;
    for (int z = 0; z < planState.topology.known && !compiled.workload.suspended(); z++) {
      left.set(z, workloadState.replicas(z) > 0 && LostZones.leaves(planState, compiled, z));
    }
    guard = left.isEmpty() ? -1 : around();
  }

  /** Of a workload before any of its moves is made. */
  public static MovesNow of(PlanState planState, WorkloadState workloadState) {
    return new MovesNow(planState, workloadState);
  }

  /** The smallest event in force that contains all the zones to be left; -1: none. */
  private int around() {
    ProtectedEvent[] events = workloadState.compiled.protectedEvents.list;
    int best = -1;
    for (int g = 0; g < events.length; g++) {
      if (workloadState.inForce().guards().get(g)
          && left.stream().allMatch(events[g]::holds)
          && (best < 0 || events[g].members.length < events[best].members.length)) {
        best = g;
      }
    }
    return best;
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
