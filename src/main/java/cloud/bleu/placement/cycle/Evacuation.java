package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a loss or a drain moves, as the contingency in force says, without a search. It is done for
 * all workloads before any other decision, because the moves of one loss were proven to fit
 * together. Moves of several losses were not. In the order of decisions, each is made as far as it
 * fits beside what was made before it, and the rest is decided anew. Moves that were proven for a
 * part of what happened come after those that were proven for all of it. Some moves lead to zones
 * of workloads that leave, and that the replicas have to be apart from: these are made together at
 * the end.
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
  public void evacuate(List<WorkloadState> order) {
    if (!VacatedZones.any(planState)) {
      return;
    }
    List<VacatedZones.DueMoves> now = VacatedZones.DueMoves.of(planState, order);
    MovesToCome toCome = new MovesToCome(planState, order, now);
    boolean last = now.stream().anyMatch(VacatedZones.DueMoves::last);
    makeMoves(order, now, toCome, false);
    makeWaitingMoves(!last);
    if (last) {
      makeMoves(order, now, toCome, true);
      makeWaitingMoves(true);
    }
    for (WorkloadState workloadState : leaving) {
      listener.accept(workloadState.compiled);
      leave(workloadState);
    }
  }

  private void makeMoves(
      List<WorkloadState> order,
      List<VacatedZones.DueMoves> now,
      MovesToCome toCome,
      boolean last) {
    for (int i = 0; i < order.size(); i++) {
      if (now.get(i).last() == last) {
        listener.accept(order.get(i).compiled);
        makeMovesOf(order.get(i), now.get(i), toCome);
      }
    }
  }

  private void makeMovesOf(
      WorkloadState workloadState, VacatedZones.DueMoves now, MovesToCome toCome) {
    if (now.none()) {
      return;
    }
    leaving.add(workloadState);
    workloadState.notes().because(Decision.Cause.ZoneState);
    dropSurplus(workloadState, now);
    if (now.ownEvent() >= 0) {
      Moves moves = workloadState.evacuation().moves(now.ownEvent());
      PromisedMove.Evictions promised =
          new PromisedMove.Evictions(
              workloadState.compiled.protectedEvents.list[now.ownEvent()].ofEstate,
              workloadState.evacuation().evicts(now.ownEvent()));
      for (int i = 0; i < moves.size(); i++) {
        if (now.leaves(moves.from(i)) && workloadState.compiled.allowed.open[moves.to(i)]) {
          makeOrWait(new PromisedMove(planState, workloadState, moves, i, promised, toCome));
        }
      }
    }
  }

  private void makeOrWait(PromisedMove move) {
    if (move.isApart()) {
      move.make();
    } else {
      waiting.add(move);
    }
  }

  /**
   * Makes the moves that wait for others to leave, as far as all are apart once they are made. A
   * workload that comes later in the order of decisions keeps none away that comes before it. One
   * that stays may be in the way of others, so they are looked at again without it. One that was in
   * the way first, and never comes in the end, may have kept others away: they are placed as if
   * new.
   *
   * @param end whether no workload leaves any more that they may wait for
   */
  private void makeWaitingMoves(boolean end) {
    List<PromisedMove> apart = new ArrayList<>(waiting);
    List<PromisedMove> stay = notApart(apart);
    while (!stay.isEmpty()) {
      apart.removeAll(new HashSet<>(stay));
      stay = notApart(apart);
    }
    apart.forEach(PromisedMove::make);
    waiting.removeAll(new HashSet<>(apart));
    List<PromisedMove> rest = new ArrayList<>(waiting);
    waiting.clear();
    for (PromisedMove move : rest) {
      if (move.isApart()) {
        move.make();
      } else if (end) {
        move.keepApart();
      } else {
        waiting.add(move);
      }
    }
  }

  /** The moves that are not apart if all of some moves are made, as far as they may. */
  private static List<PromisedMove> notApart(List<PromisedMove> moves) {
    moves.forEach(PromisedMove::supposeLeft);
    List<PromisedMove> notApart = new ArrayList<>();
    List<PromisedMove> come = new ArrayList<>();
    for (PromisedMove move : moves) {
      if (move.isApart()) {
        move.supposeCome();
        come.add(move);
      } else {
        notApart.add(move);
      }
    }
    // Of some that come there was room for a part only: the others are where they were.
    come.stream().filter(move -> !move.isApart()).forEach(notApart::add);
    for (int i = moves.size() - 1; i >= 0; i--) {
      moves.get(i).takeBack();
    }
    return notApart;
  }

  /** What has no new place is gone with its zone if that is reported lost. */
  private void leave(WorkloadState workloadState) {
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.replicas(z) > 0 && VacatedZones.gone(planState, z)) {
        planState.change(workloadState, z, -workloadState.replicas(z));
      }
    }
    workloadState.motion().trimMoves();
  }

  /** What is too many goes first, so that nobody makes room for it. */
  private void dropSurplus(WorkloadState workloadState, VacatedZones.DueMoves now) {
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
}
