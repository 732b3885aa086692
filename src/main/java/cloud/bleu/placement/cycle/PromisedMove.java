package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedZones;
import java.util.ArrayList;
import java.util.List;

/**
 * A move that a loss makes, as far as it fits now. It was proven for one loss and for what was
 * asked then. Since then another loss may have brought others there, and what is asked may have
 * changed.
 */
final class PromisedMove {
  private final PlanState planState;
  private final WorkloadState workloadState;
  private final int from;
  private final int to;
  private final int replicas;
  private final Evictions promised;
  private final MovesToCome toCome;

  /** Victims that make room for what comes, as indexes; one for each replica. */
  private final List<Integer> gone = new ArrayList<>();

  /** Replicas that come. */
  private int coming;

  /** Replicas that are supposed to have left and are not taken back. */
  private int away;

  /**
   * One of the moves of an event.
   *
   * @param promised what may be evicted for all of them
   * @param toCome the moves that are not made yet
   */
  PromisedMove(
      PlanState planState,
      WorkloadState workloadState,
      Moves moves,
      int number,
      Evictions promised,
      MovesToCome toCome) {
    this.planState = planState;
    this.workloadState = workloadState;
    this.from = moves.from(number);
    this.to = moves.to(number);
    this.replicas = moves.count(number);
    this.promised = promised;
    this.toCome = toCome;
  }

  /** What may be evicted for the moves of a protected event, for all of them together. */
  static final class Evictions {
    private final int event;
    private final List<EvacuationPlan.Victim> victims;

    /** By victim: replicas that made room. */
    private final int[] evicted;

    Evictions(int event, List<EvacuationPlan.Victim> victims) {
      this.event = event;
      this.victims = List.copyOf(victims);
      this.evicted = new int[victims.size()];
    }

    private int left(int victim) {
      return victims.get(victim).replicas() - evicted[victim];
    }
  }

  /** Whether it leads to no workload that this one has to be apart from. */
  boolean isApart() {
    return RelatedZones.admitsMoved(planState, workloadState.compiled, to);
  }

  /** It is not made for those from whom the workload has to be apart. */
  void keepApart() {
    toCome.comes(workloadState, to);
    workloadState.turnRole().keepApart();
  }

  /** Makes it as far as there is room. */
  void make() {
    makeRoom(workloadState.replicas(from));
    for (int v : gone) {
      evict(victim(v));
    }
    if (coming > 0) {
      planState.failOver(workloadState, from, to, coming);
    }
  }

  /** Counts replicas as if they had left, until that is {@link #takeBack taken back}. */
  void supposeLeft() {
    away = Math.min(replicas, workloadState.replicas(from));
    planState.change(workloadState, from, -away);
  }

  /** Counts those as well that come then; the others are where they were. */
  void supposeCome() {
    makeRoom(away);
    planState.change(workloadState, to, coming);
    planState.change(workloadState, from, away - coming);
    away = coming;
  }

  /** Counts replicas as before anything was supposed. */
  void takeBack() {
    planState.change(workloadState, to, -coming);
    planState.change(workloadState, from, away);
    away = 0;
    coming = 0;
    for (int v : gone) {
      planState.change(victim(v), to, 1);
      promised.evicted[v]--;
    }
    gone.clear();
    toCome.waits(workloadState, to);
  }

  /**
   * Finds how many come, and takes those out of the room who go for them: as many as were counted
   * on, for the free room is for those who come later, as far as it was counted for them.
   */
  private void makeRoom(int most) {
    toCome.comes(workloadState, to);
    gone.clear();
    coming = 0;
    int room = workloadState.compiled.perZoneMax - workloadState.replicas(to);
    int wanted = Math.min(room, Math.min(replicas, most));
    // Moves were proven to fit once all are gone that were promised, and not before.
    boolean forgotten = planState.ledger.forgetsOutgrown(to);
    if (wanted <= 0
        || forgotten && !promised.victims.stream().allMatch(v -> v.zone() != to || mayGo(v))) {
      return;
    }
    List<Integer> needed = new ArrayList<>();
    List<Integer> outgrown = new ArrayList<>();
    for (int v = 0; v < promised.victims.size(); v++) {
      EvacuationPlan.Victim victim = promised.victims.get(v);
      boolean unknown = forgotten || victim(v).compiled.outgrew(to);
      for (int i = promised.left(v); i > 0 && victim.zone() == to; i--) {
        if ((unknown || fitBesideOthers(wanted) < wanted)
            && mayGo(victim)
            && victim(v).replicas(to) > 0) {
          planState.change(victim(v), to, -1);
          (unknown ? outgrown : needed).add(v);
        }
      }
    }
    coming = fit(wanted);
    int besideOthers = fitBesideOthers(wanted);
    // A zone that is overrun may take nothing even so: nobody goes for nothing.
    for (int i = needed.size() - 1; i >= 0; i--) {
      WorkloadState other = victim(needed.get(i));
      planState.change(other, to, 1);
      if (fit(wanted) < coming || fitBesideOthers(wanted) < besideOthers) {
        planState.change(other, to, -1);
        gone.add(needed.get(i));
      }
    }
    // Nobody knows whether there is room beside what has outgrown the zone.
    for (int v : outgrown) {
      if (coming > 0) {
        gone.add(v);
      } else {
        planState.change(victim(v), to, 1);
      }
    }
    gone.forEach(v -> promised.evicted[v]++);
  }

  private int fit(int wanted) {
    return planState.ledger.fitMoved(workloadState.compiled, to, wanted, column -> 0);
  }

  /** How many fit beside what comes later by moves that were proven for the same loss. */
  private int fitBesideOthers(int wanted) {
    return planState.ledger.fitMoved(
        workloadState.compiled, to, wanted, toCome.at(promised.event, to));
  }

  private WorkloadState victim(int victim) {
    return planState.workloadStates[promised.victims.get(victim).workload()];
  }

  private boolean mayGo(EvacuationPlan.Victim victim) {
    return planState.evictions.evictsNow()
        && planState.evictions.mayEvict(workloadState, planState.workloadStates[victim.workload()]);
  }

  /** A replica in the zone has made room. */
  private void evict(WorkloadState other) {
    if (other.compiled.dataBound()) {
      other.motion().evict();
    } else {
      other.motion().evict(to);
    }
  }
}
