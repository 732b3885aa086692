package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;

/** Which zones required relations let a replica come to, now and after a loss. */
public final class RelatedZones {
  private RelatedZones() {}

  /**
   * Whether a replica may come to a zone as far as the present counts of others say. Without one
   * that does not exist nothing new stands anywhere; what runs and moves does, for it stands
   * without it already.
   */
  public static boolean admits(PlanState planState, CompiledWorkload compiled, int zone) {
    boolean moving = planState.workloadStates[compiled.number].isMoving();
    for (WorkloadRelation relation : compiled.relations()) {
      int domain = relation.over().of(zone);
      switch (relation.kind()) {
        case Needs -> {
          boolean exists = relation.other() >= 0;
          if (exists
              ? !planState.assumes(relation.other()) && !counts(planState, relation, domain)
              : !moving) {
            return false;
          }
        }
        case Apart -> {
          if (relation.other() >= 0 && !isApart(planState, relation, zone, domain)) {
            return false;
          }
        }
        default -> {}
      }
    }
    return true;
  }

  /**
   * Whether the other has replicas in a domain that may be counted on: those that have to leave
   * their zone may be only once it is known that they stay.
   */
  private static boolean counts(PlanState planState, WorkloadRelation relation, int domain) {
    WorkloadState other = planState.workloadStates[relation.other()];
    for (int z = 0; z < other.zones() && domain >= 0; z++) {
      if (other.replicas(z) > 0
          && relation.over().of(z) == domain
          && (other.turnRole().stays()
              || other.replicas(z) > VacatedZones.leaving(planState, other, z))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the other has nothing in a domain, nor after a loss that leaves a zone of it. */
  static boolean isApart(PlanState planState, WorkloadRelation relation, int zone, int domain) {
    if (planState.holds(relation.other(), relation.over(), domain)) {
      return false;
    }
    WorkloadState other = planState.workloadStates[relation.other()];
    for (ProtectedEvent protectedEvent : other.compiled.protectedEvents.list) {
      if (!protectedEvent.holds(zone)
          && protectedEvent.count(other.counts()) > 0
          && planState.holdsAfter(
              relation.other(), protectedEvent.ofEstate, relation.over(), domain)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a move that a loss makes may lead to a zone, as far as it has to be apart from others:
   * from where these are now, except what is gone with a zone that is reported lost.
   */
  public static boolean admitsMoved(PlanState planState, CompiledWorkload compiled, int to) {
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Apart
          && relation.other() >= 0
          && standsIn(planState, relation, relation.over().of(to))) {
        return false;
      }
    }
    return true;
  }

  /** Whether somebody came to where a zone is in this plan from whom a workload has to be apart. */
  public static boolean newcomers(PlanState planState, CompiledWorkload compiled, int zone) {
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Apart && relation.other() >= 0) {
        int domain = relation.over().of(zone);
        if (standsIn(planState, relation, domain) && !stoodIn(planState, relation, domain)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean stoodIn(PlanState planState, WorkloadRelation relation, int domain) {
    WorkloadState other = planState.workloadStates[relation.other()];
    for (int z = 0; z < other.zones(); z++) {
      if (other.before(z) > 0 && relation.over().of(z) == domain) {
        return true;
      }
    }
    return false;
  }

  private static boolean standsIn(PlanState planState, WorkloadRelation relation, int domain) {
    WorkloadState other = planState.workloadStates[relation.other()];
    for (int z = 0; z < other.zones() && domain >= 0; z++) {
      boolean gone = VacatedZones.gone(planState, z) && !other.compiled.workload.suspended();
      if (other.replicas(z) > 0 && relation.over().of(z) == domain && !gone) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether one from whom a workload has to be apart waits for a place after a loss: no new move
   * for a next loss takes that place.
   */
  public static boolean makesWay(PlanState planState, CompiledWorkload compiled) {
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.Apart
          && relation.other() >= 0
          && !planState.assumes(relation.other())
          && planState.workloadStates[relation.other()].turnRole().keptApart()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a replica of a zone may go to another when an event happens. */
  public static boolean admitsAfter(
      PlanState planState,
      CompiledWorkload compiled,
      ProtectedEvent protectedEvent,
      int from,
      int to) {
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.other() < 0 || planState.assumes(relation.other())) {
        continue;
      }
      int domain = relation.over().of(to);
      if (relation.kind() == WorkloadRelation.Kind.Needs
          && !planState.holdsAfter(
              relation.other(), protectedEvent.ofEstate, relation.over(), domain)) {
        return false;
      }
      if (relation.kind() == WorkloadRelation.Kind.Apart) {
        for (int event : protectedEvent.charged) {
          if (planState.events.holds(event, from)
              && planState.holdsAfter(relation.other(), event, relation.over(), domain)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
