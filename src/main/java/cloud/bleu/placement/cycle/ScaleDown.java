package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.ConstraintBreaches;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.search.WebsterMethod;
import java.util.Arrays;

/**
 * Takes replicas away, one at a time: keeping the hard requirements, else with the fewest breaches;
 * from zones that are lost, drained, in breach, cordoned; then from the domain and the zone with
 * most replicas of this workload; the dearest; the last name. With weights: Webster's last seat.
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
      shrink.take(shrink.next());
    }
    workloadState.evacuation.trim(workloadState.x);
  }

  /** How often a zone is looked at to take so many replicas, at most. */
  static long looks(WorkloadState workloadState, int replicas) {
    long zones = Arrays.stream(workloadState.x).filter(count -> count > 0).count();
    return zones * replicas;
  }

  /** Takes so many replicas of a workload from one zone. */
  static void takeFrom(PlanState planState, WorkloadState workloadState, int zone, int replicas) {
    ScaleDown shrink = new ScaleDown(planState, workloadState);
    for (int i = 0; i < replicas; i++) {
      shrink.take(zone);
    }
    workloadState.evacuation.trim(workloadState.x);
  }

  private void take(int zone) {
    workloadState.x[zone]--;
    workloadState.giveUp(zone);
    leaveHome(zone);
  }

  private int next() {
    int best = -1;
    int bestBreaches = 0;
    for (int z = workloadState.x.length - 1; z >= 0; z--) {
      if (workloadState.x[z] == 0) {
        continue;
      }
      workloadState.x[z]--;
      int breaches = ConstraintBreaches.count(planState, workloadState);
      workloadState.x[z]++;
      if (best < 0 || breaches < bestBreaches || breaches == bestBreaches && before(z, best)) {
        best = z;
        bestBreaches = breaches;
      }
    }
    return best;
  }

  private boolean before(int a, int b) {
    int state = rank(a) - rank(b);
    if (state != 0) {
      return state < 0;
    }
    int[] weights = compiled.weights;
    if (weights != null) {
      return !WebsterMethod.gives(weights[b], workloadState.x[b], weights[a], workloadState.x[a]);
    }
    int domain = inDomain(a) - inDomain(b);
    if (domain != 0) {
      return domain > 0;
    }
    if (workloadState.x[a] != workloadState.x[b]) {
      return workloadState.x[a] > workloadState.x[b];
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
    for (int z = 0; z < workloadState.x.length; z++) {
      sum += domains.of(z) == domains.of(zone) ? workloadState.x[z] : 0;
    }
    return sum;
  }

  /** A replica at home takes its home with it; a refugee takes one from the place it came from. */
  private void leaveHome(int zone) {
    if (workloadState.home[zone] > workloadState.x[zone]) {
      workloadState.home[zone]--;
      return;
    }
    int emptiest = -1;
    for (int z = 0; z < workloadState.home.length; z++) {
      int lacks = workloadState.home[z] - workloadState.x[z];
      if (lacks > 0
          && (emptiest < 0 || lacks >= workloadState.home[emptiest] - workloadState.x[emptiest])) {
        emptiest = z;
      }
    }
    if (emptiest >= 0) {
      workloadState.home[emptiest]--;
    }
  }
}
