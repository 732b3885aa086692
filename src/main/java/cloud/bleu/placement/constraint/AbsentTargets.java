package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.BitSet;

/**
 * Targets of required affinity that a loss leaves no replica of where it leaves those who need
 * them: it takes all of them, a higher priority evicts them then, or the target is suspended and
 * its moves are not made. It counts for what is claimed of a workload, and gates nothing.
 */
final class AbsentTargets {
  private final PlanState planState;
  private final WorkloadState workloadState;
  private final BitSet lost;

  /** The number of the loss in the estate; negative where no entry names it. */
  private final int event;

  private AbsentTargets(PlanState planState, WorkloadState workloadState, BitSet lost) {
    this.planState = planState;
    this.workloadState = workloadState;
    this.lost = lost;
    event = planState.events.number(lost);
  }

  /**
   * Whether the loss of some zones, whoever names it, leaves replicas in a domain without one that
   * they need there. What stands without it already the loss makes no worse.
   */
  static boolean any(PlanState planState, WorkloadState workloadState, BitSet lost) {
    AbsentTargets absent = new AbsentTargets(planState, workloadState, lost);
    for (WorkloadRelation relation : workloadState.compiled.relations()) {
      for (int domain = 0; domain < relation.over().count(); domain++) {
        if (needs(relation) && absent.isOf(relation, domain)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tells each protected loss at which the target of a relation is evicted, or does not move. */
  static void explain(
      PlanState planState,
      WorkloadState workloadState,
      WorkloadRelation relation,
      Shortfalls told) {
    for (ProtectedEvent protectedEvent : workloadState.compiled.protectedEvents.list) {
      if (needs(relation) && protectedEvent.count(workloadState.counts()) > 0) {
        BitSet lost = planState.events.zones(protectedEvent.ofEstate);
        new AbsentTargets(planState, workloadState, lost).explain(relation, protectedEvent, told);
      }
    }
  }

  private void explain(WorkloadRelation relation, ProtectedEvent protectedEvent, Shortfalls told) {
    boolean evicted = false;
    boolean unmoved = false;
    for (int domain = 0; domain < relation.over().count(); domain++) {
      if (isOf(relation, domain)) {
        WorkloadState target = planState.workloadStates[relation.other()];
        evicted |= left(target, relation.over(), domain) > 0;
        unmoved |= planState.holdsAfter(relation.other(), event, relation.over(), domain);
      }
    }
    if (evicted) {
      told.add(
          ReasonCode.AffinityUnsatisfiable,
          why("why.affinityEvicted", relation, protectedEvent),
          Message.of("do.addForBothAfter"));
    } else if (unmoved) {
      told.add(
          ReasonCode.AffinityUnsatisfiable.because(
              why("why.affinityUnmoved", relation, protectedEvent),
              Message.of("do.endStandstillOf", "workload", relation.name())));
    }
  }

  private static Message why(String key, WorkloadRelation relation, ProtectedEvent protectedEvent) {
    return Message.of(
        key,
        "event",
        Shortfalls.event(protectedEvent.event),
        "workload",
        relation.name(),
        "over",
        relation.over().scope.name());
  }

  private static boolean needs(WorkloadRelation relation) {
    return relation.kind() == WorkloadRelation.Kind.Needs && relation.other() >= 0;
  }

  private boolean isOf(WorkloadRelation relation, int domain) {
    Domains over = relation.over();
    WorkloadState target = planState.workloadStates[relation.other()];
    boolean already =
        planState.holds(workloadState.compiled.number, over, domain)
            && !planState.holds(relation.other(), over, domain);
    return !already
        && left(workloadState, over, domain) > 0
        && left(target, over, domain) <= evicted(target, over, domain);
  }

  /** Replicas in a domain after the loss, with those whom moves bring that are made. */
  private int left(WorkloadState standing, Domains over, int domain) {
    int left = 0;
    for (int z = 0; z < planState.zones(); z++) {
      left += over.of(z) == domain && !lost.get(z) ? standing.replicas(z) : 0;
    }
    int answering = standing.compiled.protectedEvents.answering(lost);
    if (answering >= 0 && !standing.compiled.workload.suspended()) {
      Moves moves = standing.evacuation().moves(answering);
      for (int i = 0; i < moves.size(); i++) {
        boolean comes = lost.get(moves.from(i)) && over.of(moves.to(i)) == domain;
        left += comes ? moves.count(i) : 0;
      }
    }
    return left;
  }

  /** Of those, how many others evict then. */
  private int evicted(WorkloadState target, Domains over, int domain) {
    int[] counts = new int[planState.zones()];
    for (int z = 0; z < counts.length; z++) {
      counts[z] = over.of(z) == domain && !lost.get(z) ? target.replicas(z) : 0;
    }
    return planState.evictions.evicted(target, counts, event);
  }
}
