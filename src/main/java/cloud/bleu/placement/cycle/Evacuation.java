package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * What a loss or a drain moves: as the contingency in force says, without a search. Done for all
 * workloads before any other decision, because the moves of one loss were proven to fit together.
 * Those of several losses were not: each is made as far as it may be beside what was made before
 * it, in the order of decisions, and what is not made is decided anew.
 */
public final class Evacuation {
  private final PlanState planState;
  private final boolean outage;

  public Evacuation(PlanState planState) {
    this.planState = planState;
    this.outage = LostZones.any(planState);
  }

  /**
   * Moves what the plan in force says. Replicas that it does not cover are gone where somebody
   * reported the loss; where only silence speaks of it they stay until they have a new place.
   */
  public void move(WorkloadState workloadState) {
    if (!outage) {
      return;
    }
    LostZones.MovesNow now = LostZones.MovesNow.of(planState, workloadState);
    if (now.none()) {
      return;
    }
    workloadState.notes().because(Decision.Cause.ZoneState);
    dropSurplus(workloadState, now);
    if (now.guard() >= 0) {
      Moves moves = workloadState.evacuation().moves(now.guard());
      Promised promised = new Promised(workloadState.evacuation().evicts(now.guard()));
      for (int i = 0; i < moves.size(); i++) {
        if (now.leaves(moves.from(i))) {
          move(workloadState, moves.from(i), moves.to(i), moves.count(i), promised);
        }
      }
    }
    for (int z = 0; z < planState.zones(); z++) {
      if (now.leaves(z) && workloadState.replicas(z) > 0 && LostZones.gone(planState, z)) {
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

  /** What may be evicted for the moves of a guard, for all of them together. */
  private static final class Promised {
    private final List<EvacuationPlan.Victim> victims;

    /** By victim: replicas that made room. */
    private final int[] evicted;

    Promised(List<EvacuationPlan.Victim> victims) {
      this.victims = List.copyOf(victims);
      this.evicted = new int[victims.size()];
    }

    int left(int victim) {
      return victims.get(victim).replicas() - evicted[victim];
    }
  }

  private void move(
      WorkloadState workloadState, int from, int to, int replicas, Promised promised) {
    CompiledWorkload compiled = workloadState.compiled;
    int wanted =
        Math.min(admitted(workloadState, to), Math.min(replicas, workloadState.replicas(from)));
    if (wanted <= 0) {
      return;
    }
    boolean rollout = compiled.workload.surges() && workloadState.replicas(to) == 0;
    List<Integer> gone = new ArrayList<>();
    List<Integer> outgrown = new ArrayList<>();
    // Moves were proven to fit once all are gone that were promised, and not before.
    boolean forgotten = planState.ledger.forgetsOutgrown(to);
    if (forgotten
        && !promised.victims.stream().allMatch(v -> v.zone() != to || mayGo(workloadState, v))) {
      return;
    }
    for (int v = 0; v < promised.victims.size(); v++) {
      EvacuationPlan.Victim victim = promised.victims.get(v);
      WorkloadState other = planState.workloadStates[victim.workload()];
      boolean unknown = forgotten || other.compiled.outgrew(to);
      for (int i = promised.left(v); i > 0 && victim.zone() == to; i--) {
        if ((unknown || planState.ledger.fitUsed(compiled, to, wanted, rollout) < wanted)
            && mayGo(workloadState, victim)
            && runs(victim)) {
          planState.change(other, to, -1);
          (unknown ? outgrown : gone).add(v);
        }
      }
    }
    int fits = planState.ledger.fitUsed(compiled, to, wanted, rollout);
    // A zone that is overrun may take nothing even so: nobody goes for nothing.
    for (int i = gone.size() - 1; i >= 0; i--) {
      WorkloadState other = victim(promised, gone.get(i));
      planState.change(other, to, 1);
      if (planState.ledger.fitUsed(compiled, to, wanted, rollout) < fits) {
        planState.change(other, to, -1);
        evicted(promised, gone.get(i), to);
      }
    }
    // Nobody knows whether there is room beside what has outgrown the zone.
    for (int v : outgrown) {
      if (fits > 0) {
        evicted(promised, v, to);
      } else {
        planState.change(victim(promised, v), to, 1);
      }
    }
    if (fits > 0) {
      planState.failOver(workloadState, from, to, fits);
    }
  }

  /**
   * How many may come to a zone, whatever room there is. The moves were proven for one loss and for
   * what was asked then: meanwhile another loss may have brought those there from whom it has to be
   * apart, and what is asked may have changed.
   */
  private int admitted(WorkloadState workloadState, int to) {
    CompiledWorkload compiled = workloadState.compiled;
    if (!compiled.allowed.open[to]) {
      return 0;
    }
    if (!RelatedZones.admitsMoved(planState, compiled, to)) {
      workloadState.participation().keepApart();
      return 0;
    }
    return compiled.perZoneMax - workloadState.replicas(to);
  }

  private WorkloadState victim(Promised promised, int victim) {
    return planState.workloadStates[promised.victims.get(victim).workload()];
  }

  private boolean mayGo(WorkloadState workloadState, EvacuationPlan.Victim victim) {
    return planState.evictions.evictsNow()
        && planState.evictions.mayEvict(workloadState, planState.workloadStates[victim.workload()]);
  }

  private boolean runs(EvacuationPlan.Victim victim) {
    return planState.workloadStates[victim.workload()].replicas(victim.zone()) > 0;
  }

  /** A replica in the zone has made room. */
  private void evicted(Promised promised, int victim, int zone) {
    promised.evicted[victim]++;
    WorkloadState other = victim(promised, victim);
    if (other.compiled.dataBound()) {
      other.motion().evict();
    } else {
      other.motion().evict(zone);
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
