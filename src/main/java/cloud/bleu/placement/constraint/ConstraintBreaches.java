package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;

/**
 * How far what stands is from the hard requirements on the set: what scale-down keeps and
 * rebalancing mends.
 */
public final class ConstraintBreaches {
  private ConstraintBreaches() {}

  /** By counts alone, room and moves left out of account; 0 when nothing is in breach. */
  public static int count(PlanState planState, WorkloadState workloadState) {
    int[] x = workloadState.counts();
    return own(planState, workloadState)
        + RelationConstraint.leftAlone(planState, workloadState.compiled, x, x);
  }

  /** The same without those that need this workload. */
  public static int own(PlanState planState, WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    int[] x = workloadState.counts();
    int total = workloadState.total();
    int breaches = 0;
    for (int i = 0; i < compiled.spreads.length; i++) {
      if (compiled.spreads[i].hard) {
        breaches += spread(compiled, i, x, total);
      }
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      breaches += unkept(protectedEvent, x, total);
    }
    if (compiled.workload.quorum()
        && total > 0
        && QuorumConstraint.fatal(compiled, x, planState.topology.names) != null) {
      breaches++;
    }
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0) {
        breaches += Math.max(0, x[z] - compiled.perZoneMax);
        breaches += x[z] < Math.min(total, compiled.workload.perZoneMin()) ? 1 : 0;
        breaches += farApart(compiled, x, z);
      }
    }
    if (compiled.relations.length > 0) {
      breaches += RelationConstraint.breaches(planState, compiled, x);
    }
    return breaches;
  }

  /** Replicas that are missing of what must outlive an event, 0 if nothing is in it. */
  public static int unkept(ProtectedEvent protectedEvent, int[] x, int total) {
    int inside = protectedEvent.count(x);
    return inside == 0 ? 0 : Math.max(0, protectedEvent.hardKeep - (total - inside));
  }

  /** The same of the event that leaves most unmet. */
  public static int unkept(CompiledWorkload compiled, int[] x) {
    int total = WorkloadState.sum(x);
    int most = 0;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      most = Math.max(most, unkept(protectedEvent, x, total));
    }
    return most;
  }

  static int spread(CompiledWorkload compiled, int entry, int[] x, int total) {
    SpreadLimit limit = compiled.spreads[entry];
    int[] byDomain = new int[limit.domains.count()];
    limit.count(x, byDomain);
    return limit.breach(byDomain, null, total, 0, compiled.basis(entry, x));
  }

  private static int farApart(CompiledWorkload compiled, int[] x, int zone) {
    if (compiled.maxRoundTrip < 0) {
      return 0;
    }
    int far = 0;
    for (int z = 0; z < zone; z++) {
      far += x[z] > 0 && !compiled.withinRoundTrip(z, zone) ? 1 : 0;
    }
    return far;
  }
}
