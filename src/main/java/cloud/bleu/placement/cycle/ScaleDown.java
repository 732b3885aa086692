package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.Supposition;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.Dependents;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.WebsterMethod;
import java.util.Arrays;

/**
 * Takes replicas away, one at a time, so that the hard requirements are kept, else with the fewest
 * breaches. The order is: zones that are lost, drained, in breach, cordoned; then the domain and
 * the zone with most replicas of this workload; the dearest; the last name. With weights the last
 * seat of Webster's method goes.
 */
final class ScaleDown {
  private final PlanState planState;
  private final WorkloadState workloadState;
  private final CompiledWorkload compiled;
  private final Domains domains;

  private ScaleDown(PlanState planState, WorkloadState workloadState) {
    this.planState = planState;
    this.workloadState = workloadState;
    this.compiled = workloadState.compiled;
    this.domains =
        compiled.spreads.length > 0
            ? compiled.spreads[0].domains
            : planState.topology.domains(Scope.SITE);
  }

  /** Takes so many replicas of a workload, whose room must be given back, and trims its plan. */
  static void take(PlanState planState, WorkloadState workloadState, int replicas) {
    ScaleDown shrink = new ScaleDown(planState, workloadState);
    for (int i = 0; i < replicas; i++) {
      workloadState.motion().giveUp(shrink.next());
    }
    workloadState.motion().trimMoves();
  }

  /** How often a zone is looked at to take so many replicas, at most. */
  static long looks(WorkloadState workloadState, int replicas) {
    long zones = Arrays.stream(workloadState.counts()).filter(count -> count > 0).count();
    return zones * replicas;
  }

  /** Takes so many replicas of a workload from one zone. */
  static void takeFrom(WorkloadState workloadState, int zone, int replicas) {
    for (int i = 0; i < replicas; i++) {
      workloadState.motion().giveUp(zone);
    }
    workloadState.motion().trimMoves();
  }

  private int next() {
    int best = -1;
    int bestBreaches = 0;
    for (int z = workloadState.zones() - 1; z >= 0; z--) {
      if (workloadState.replicas(z) == 0) {
        continue;
      }
      int breaches = breachesWithout(z);
      if (best < 0 || breaches < bestBreaches || breaches == bestBreaches && before(z, best)) {
        best = z;
        bestBreaches = breaches;
      }
    }
    return best;
  }

  private int breachesWithout(int zone) {
    try (Supposition less = workloadState.motion().supposeLess(zone)) {
      int[] x = workloadState.counts();
      return Constraints.count(planState, workloadState)
          + Dependents.leftAlone(planState, compiled, x, x);
    }
  }

  private boolean before(int a, int b) {
    int state = rank(a) - rank(b);
    if (state != 0) {
      return state < 0;
    }
    int[] weights = compiled.weights;
    if (weights != null) {
      return !WebsterMethod.gives(
          weights[b], workloadState.replicas(b), weights[a], workloadState.replicas(a));
    }
    int domain = inDomain(a) - inDomain(b);
    if (domain != 0) {
      return domain > 0;
    }
    if (workloadState.replicas(a) != workloadState.replicas(b)) {
      return workloadState.replicas(a) > workloadState.replicas(b);
    }
    return compiled.price[a] > compiled.price[b];
  }

  private int rank(int zone) {
    if (zone >= planState.topology.known || compiled.allowed.lost[zone]) {
      return 0;
    }
    if (planState.topology.zone(zone).state() == ZoneState.Drained) {
      return 1;
    }
    if (compiled.allowed.breached[zone]) {
      return 2;
    }
    return planState.topology.zone(zone).state() == ZoneState.Cordoned ? 3 : 4;
  }

  private int inDomain(int zone) {
    int sum = 0;
    for (int z = 0; z < workloadState.zones(); z++) {
      sum += domains.of(z) == domains.of(zone) ? workloadState.replicas(z) : 0;
    }
    return sum;
  }
}
