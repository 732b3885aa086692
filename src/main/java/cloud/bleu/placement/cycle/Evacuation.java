package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a loss or a drain moves: as the contingency in force says, without a search. Done for all
 * workloads before any other decision, because the moves of one loss were proven to fit together.
 * Those of several losses were not: each is made as far as it may be beside what was made before
 * it, in the order of decisions, and what is not made is decided anew. Those that lead to where
 * others are who leave, and from whom they have to be apart, are made together at the end.
 */
public final class Evacuation {
  private final PlanState planState;
  private final Consumer<CompiledWorkload> listener;
  private final List<WorkloadState> leaving = new ArrayList<>();
  private final List<PromisedMove> waiting = new ArrayList<>();

  /**
   * Carries out what is in force in a plan.
   *
   * @param listener told of each workload before it is looked at
   */
  public Evacuation(PlanState planState, Consumer<CompiledWorkload> listener) {
    this.planState = planState;
    this.listener = listener;
  }

  /**
   * Moves what the plan in force says. Replicas that it does not cover are gone where somebody
   * reported the loss; where only silence speaks of it they stay until they have a new place.
   *
   * @param order that of decisions
   */
  public void move(List<WorkloadState> order) {
    if (!LostZones.any(planState)) {
      return;
    }
    List<LostZones.MovesNow> now = LostZones.MovesNow.of(planState, order);
    MovesToCome toCome = new MovesToCome(planState, order, now);
    for (int i = 0; i < order.size(); i++) {
      listener.accept(order.get(i).compiled);
      move(order.get(i), now.get(i), toCome);
    }
    moveTogether();
    for (WorkloadState workloadState : leaving) {
      listener.accept(workloadState.compiled);
      leave(workloadState);
    }
  }

  private void move(WorkloadState workloadState, LostZones.MovesNow now, MovesToCome toCome) {
    if (now.none()) {
      return;
    }
    leaving.add(workloadState);
    workloadState.notes().because(Decision.Cause.ZoneState);
    dropSurplus(workloadState, now);
    if (now.guard() >= 0) {
      Moves moves = workloadState.evacuation().moves(now.guard());
      PromisedMove.Evictions promised =
          new PromisedMove.Evictions(
              workloadState.compiled.protectedEvents.list[now.guard()].event,
              workloadState.evacuation().evicts(now.guard()));
      for (int i = 0; i < moves.size(); i++) {
        if (now.leaves(moves.from(i)) && workloadState.compiled.allowed.open[moves.to(i)]) {
          move(new PromisedMove(planState, workloadState, moves, i, promised, toCome));
        }
      }
    }
  }

  private void move(PromisedMove move) {
    if (move.isApart()) {
      move.make();
    } else {
      waiting.add(move);
    }
  }

  /**
   * Makes the moves that wait for others to leave, as far as all are apart once they are made. Of
   * those that are not, the last one in the order of decisions is not made.
   */
  private void moveTogether() {
    PromisedMove last = lastNotApart();
    while (last != null) {
      waiting.remove(last);
      last.keepApart();
      last = lastNotApart();
    }
    waiting.forEach(PromisedMove::make);
  }

  /** The last that is not apart from others if all that wait are made; null for none. */
  private @Nullable PromisedMove lastNotApart() {
    waiting.forEach(PromisedMove::suppose);
    PromisedMove last = null;
    for (PromisedMove move : waiting) {
      last = move.isApart() ? last : move;
    }
    for (int i = waiting.size() - 1; i >= 0; i--) {
      waiting.get(i).takeBack();
    }
    return last;
  }

  /** What has no new place is gone with its zone if that is reported lost. */
  private void leave(WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.replicas(z) > 0 && LostZones.gone(planState, z)) {
        planState.change(workloadState, z, -workloadState.replicas(z));
      }
    }
    workloadState.motion().trimMoves();
  }

  /** What is too many goes first, so that nobody makes room for it. */
  private void dropSurplus(WorkloadState workloadState, LostZones.MovesNow now) {
    int surplus = workloadState.total() - workloadState.compiled.replicas();
    for (int z = planState.zones() - 1; z >= 0 && surplus > 0; z--) {
      int dropped = now.leaves(z) ? Math.min(surplus, workloadState.replicas(z)) : 0;
      if (dropped > 0) {
        int zone = z;
        planState.roomScope.changing(
            List.of(workloadState), () -> ScaleDown.takeFrom(workloadState, zone, dropped));
        surplus -= dropped;
      }
    }
  }

  /** Replicas that stay down, of those that are missing. */
  static int down(PlanState planState, WorkloadState workloadState) {
    int missing = Math.max(0, workloadState.places().totalHomes() - workloadState.total());
    int down = 0;
    for (int z = 0; z < planState.zones(); z++) {
      down += DownReplicas.in(workloadState, z);
    }
    return Math.min(down, missing);
  }
}
