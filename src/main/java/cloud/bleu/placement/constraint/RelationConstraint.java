package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.BitSet;

/** Required affinity and anti-affinity, before and after every loss. */
public final class RelationConstraint {
  private RelationConstraint() {}

  /**
   * Whether a replica may come to a zone as far as the present counts of others say. Without one
   * that does not exist nothing new stands anywhere; what runs and moves does, for it stands
   * without it already.
   */
  public static boolean admits(PlanState planState, CompiledWorkload compiled, int zone) {
    boolean moving = planState.workloadStates[compiled.number].isMoving();
    for (WorkloadRelation relation : compiled.relations) {
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
          if (relation.other() >= 0 && !apart(planState, relation, zone, domain)) {
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
          && (other.participation().stays()
              || other.replicas(z) > LostZones.leaving(planState, other, z))) {
        return true;
      }
    }
    return false;
  }

  private static boolean apart(
      PlanState planState, WorkloadRelation relation, int zone, int domain) {
    if (planState.holds(relation.other(), relation.over(), domain)) {
      return false;
    }
    WorkloadState other = planState.workloadStates[relation.other()];
    for (ProtectedEvent protectedEvent : other.compiled.protectedEvents.list) {
      if (!protectedEvent.holds(zone)
          && protectedEvent.count(other.counts()) > 0
          && planState.holdsAfter(
              relation.other(), protectedEvent.event, relation.over(), domain)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a replica of a zone may go to another when an event happens. */
  public static boolean admitsAfter(
      PlanState planState,
      CompiledWorkload compiled,
      ProtectedEvent protectedEvent,
      int from,
      int to) {
    for (WorkloadRelation relation : compiled.relations) {
      if (relation.other() < 0 || planState.assumes(relation.other())) {
        continue;
      }
      int domain = relation.over().of(to);
      if (relation.kind() == WorkloadRelation.Kind.Needs
          && !planState.holdsAfter(
              relation.other(), protectedEvent.event, relation.over(), domain)) {
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

  /** Breaches by counts alone: where a workload stands, and where it survives each loss. */
  public static int breaches(PlanState planState, CompiledWorkload compiled, int[] x) {
    return breaches(planState, compiled, x, true);
  }

  /**
   * The same of relations with workloads that exist: without another nothing comes that is new, and
   * what moves is nowhere better off.
   */
  static int breachesOfExisting(PlanState planState, CompiledWorkload compiled, int[] x) {
    return breaches(planState, compiled, x, false);
  }

  private static int breaches(
      PlanState planState, CompiledWorkload compiled, int[] x, boolean missing) {
    int breaches = 0;
    for (WorkloadRelation relation : compiled.relations) {
      if (relation.kind() != WorkloadRelation.Kind.Needs
              && relation.kind() != WorkloadRelation.Kind.Apart
          || relation.other() < 0 && !missing) {
        continue;
      }
      for (int z = 0; z < x.length; z++) {
        if (x[z] > 0) {
          breaches += breach(planState, compiled, x, relation, z);
        }
      }
    }
    return breaches;
  }

  /**
   * Whether other counts of a workload would leave somebody without it who has it now and does not
   * come after it in this plan: whose turn is over, or of whom replicas came in this plan.
   */
  public static boolean leavesAlone(PlanState planState, CompiledWorkload compiled, int[] then) {
    int[] now = planState.workloadStates[compiled.number].counts();
    for (WorkloadRelation neededBy : compiled.relations) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        boolean comesAfter =
            other.participation().follows() || !other.participation().decided() && !other.gained();
        for (int z = 0; z < other.zones() && !comesAfter; z++) {
          if (other.replicas(z) > 0 && !holds(then, neededBy, z) && holds(now, neededBy, z)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Zones of workloads that need one which does not stand there, nor stood there before. */
  public static int leftAlone(
      PlanState planState, CompiledWorkload compiled, int[] x, int[] before) {
    int alone = 0;
    for (WorkloadRelation neededBy : compiled.relations) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        for (int z = 0; z < other.zones() && !other.participation().follows(); z++) {
          alone +=
              other.replicas(z) > 0 && !holds(x, neededBy, z) && !holds(before, neededBy, z)
                  ? 1
                  : 0;
        }
      }
    }
    return alone;
  }

  /** Whether replicas that came in this plan have a workload by these counts, and not by those. */
  public static boolean leavesThoseThatCame(
      PlanState planState, CompiledWorkload compiled, int[] now, int[] then) {
    for (WorkloadRelation neededBy : compiled.relations) {
      if (neededBy.kind() == WorkloadRelation.Kind.NeededBy) {
        WorkloadState other = planState.workloadStates[neededBy.other()];
        for (int z = 0; z < then.length; z++) {
          if (other.replicas(z) > other.before(z)
              && holds(now, neededBy, z)
              && !holds(then, neededBy, z)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** By relation and zone, where a workload stands without one that it needs and that exists. */
  public static BitSet alone(PlanState planState, CompiledWorkload compiled) {
    BitSet alone = new BitSet();
    int[] x = planState.workloadStates[compiled.number].counts();
    for (int r = 0; r < compiled.relations.length; r++) {
      WorkloadRelation relation = compiled.relations[r];
      boolean needs = relation.kind() == WorkloadRelation.Kind.Needs && relation.other() >= 0;
      for (int z = 0; z < x.length && needs; z++) {
        alone.set(
            r * x.length + z,
            x[z] > 0 && !planState.holds(relation.other(), relation.over(), relation.over().of(z)));
      }
    }
    return alone;
  }

  /** Whether counts hold something in the domain of a zone. */
  private static boolean holds(int[] x, WorkloadRelation relation, int zone) {
    int domain = relation.over().of(zone);
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && domain >= 0 && relation.over().of(z) == domain) {
        return true;
      }
    }
    return false;
  }

  /** Whether a relation is not met where a workload stands, or would not be after a loss. */
  static boolean unmet(
      PlanState planState,
      CompiledWorkload compiled,
      int[] x,
      WorkloadRelation relation,
      int zone) {
    return switch (relation.kind()) {
      case Needs, Apart -> breach(planState, compiled, x, relation, zone) > 0;
      case Likes, Dislikes -> !prefers(planState, relation, zone);
      case NeededBy -> false;
    };
  }

  private static int breach(
      PlanState planState, CompiledWorkload compiled, int[] x, WorkloadRelation relation, int z) {
    int domain = relation.over().of(z);
    boolean needs = relation.kind() == WorkloadRelation.Kind.Needs;
    if (relation.other() < 0 || planState.assumes(relation.other())) {
      return needs && relation.other() < 0 ? 1 : 0;
    }
    if (planState.holds(relation.other(), relation.over(), domain) != needs) {
      return 1;
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      if (!protectedEvent.holds(z)
          && protectedEvent.count(x) > 0
          && planState.holdsAfter(relation.other(), protectedEvent.event, relation.over(), domain)
              != needs) {
        return 1;
      }
    }
    return needs || apart(planState, relation, z, domain) ? 0 : 1;
  }

  /** Zones with preferred relations that are not met. */
  public static int unmetPreferences(PlanState planState, CompiledWorkload compiled, int[] x) {
    int unmet = 0;
    for (WorkloadRelation relation : compiled.relations) {
      if (relation.kind() == WorkloadRelation.Kind.Likes
          || relation.kind() == WorkloadRelation.Kind.Dislikes) {
        for (int z = 0; z < x.length; z++) {
          unmet += x[z] > 0 && !prefers(planState, relation, z) ? x[z] : 0;
        }
      }
    }
    return unmet;
  }

  /** How many preferred relations a zone would not meet. */
  public static int unmetPreferences(PlanState planState, CompiledWorkload compiled, int zone) {
    int unmet = 0;
    for (WorkloadRelation relation : compiled.relations) {
      if (relation.kind() == WorkloadRelation.Kind.Likes
          || relation.kind() == WorkloadRelation.Kind.Dislikes) {
        unmet += prefers(planState, relation, zone) ? 0 : 1;
      }
    }
    return unmet;
  }

  private static boolean prefers(PlanState planState, WorkloadRelation relation, int zone) {
    boolean together =
        relation.other() >= 0
            && planState.holds(relation.other(), relation.over(), relation.over().of(zone));
    return together == (relation.kind() == WorkloadRelation.Kind.Likes);
  }
}
