package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;

/**
 * Targets of required affinity that a higher priority evicts at a loss. It counts for what is
 * claimed of a workload, and gates nothing.
 */
final class EvictedTargets {
  private EvictedTargets() {}

  /**
   * Whether a loss leaves replicas in a domain where all that some target has there is evicted
   * then.
   *
   * @param event of the estate; a negative number is none, which evicts nobody
   */
  static boolean any(PlanState planState, WorkloadState workloadState, int event) {
    for (WorkloadRelation relation : workloadState.compiled.relations()) {
      if (areOf(planState, workloadState, relation, event)) {
        return true;
      }
    }
    return false;
  }

  /** Tells each protected loss at which the target of a relation is evicted so. */
  static void explain(
      PlanState planState,
      WorkloadState workloadState,
      WorkloadRelation relation,
      Shortfalls told) {
    for (ProtectedEvent protectedEvent : workloadState.compiled.protectedEvents.list) {
      if (protectedEvent.count(workloadState.counts()) > 0
          && areOf(planState, workloadState, relation, protectedEvent.ofEstate)) {
        told.add(
            ReasonCode.AffinityUnsatisfiable,
            Message.of(
                "why.affinityEvicted",
                "event",
                Shortfalls.event(protectedEvent.event),
                "workload",
                relation.name(),
                "over",
                relation.over().scope.name()),
            Message.of("do.addForBothAfter"));
      }
    }
  }

  private static boolean areOf(
      PlanState planState, WorkloadState workloadState, WorkloadRelation relation, int event) {
    if (relation.kind() != WorkloadRelation.Kind.Needs || relation.other() < 0) {
      return false;
    }
    Domains over = relation.over();
    WorkloadState target = planState.workloadStates[relation.other()];
    for (int domain = 0; domain < over.count(); domain++) {
      if (planState.evictions.evictsAll(target, event, over, domain)
          && planState.holdsAfter(workloadState.compiled.number, event, over, domain)) {
        return true;
      }
    }
    return false;
  }
}
