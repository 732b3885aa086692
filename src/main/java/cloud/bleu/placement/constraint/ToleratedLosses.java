package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which losses a workload survives now, whether asked or not: one value of a scope at a time.
 * Replicas in a silent zone do not count as left after any of them.
 */
public final class ToleratedLosses {
  private ToleratedLosses() {}

  /** By scope in the order of Zone, Site, Region, Provider, then hazards of the entries by name. */
  public static List<Decision.Tolerance> of(PlanState planState, WorkloadState workloadState) {
    List<Decision.Tolerance> tolerances = new ArrayList<>();
    int[] heard = workloadState.heard();
    if (WorkloadState.sum(heard) == 0) {
      return tolerances;
    }
    List<Scope> scopes =
        new ArrayList<>(List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER));
    TreeSet<Scope> hazards = new TreeSet<>();
    for (Workload.Tolerate entry : workloadState.compiled.workload.tolerate()) {
      if (entry.of().isHazard()) {
        hazards.add(entry.of());
      }
    }
    scopes.addAll(hazards);
    for (Scope scope : scopes) {
      if (tolerated(planState, workloadState, heard, scope)) {
        tolerances.add(new Decision.Tolerance(scope, 1, assumed(planState, workloadState, scope)));
      }
    }
    return tolerances;
  }

  private static boolean tolerated(
      PlanState planState, WorkloadState workloadState, int[] heard, Scope scope) {
    Domains domains = planState.topology.domains(scope);
    int total = WorkloadState.sum(heard);
    int keep = 1;
    boolean asksKeep = false;
    boolean reserved = false;
    for (Workload.Tolerate entry : workloadState.compiled.workload.tolerate()) {
      if (entry.of().equals(scope)) {
        keep = Math.max(keep, entry.keep());
        asksKeep |= entry.keep() >= 1;
        reserved |= entry.recover() == Workload.Recover.Reserved;
      }
    }
    boolean asksQuorum = asksQuorum(workloadState, scope);
    int[] byDomain = new int[domains.count()];
    for (int z = 0; z < planState.zones(); z++) {
      if (heard[z] > 0 && domains.of(z) >= 0) {
        byDomain[domains.of(z)] += heard[z];
      }
    }
    for (int d = 0; d < byDomain.length; d++) {
      int inside = byDomain[d];
      if (inside == 0) {
        continue;
      }
      int outside = total - inside;
      boolean kept = outside >= keep || keep == 1 && !asksKeep;
      int moves = reserved ? inside : outside < 1 ? 1 : 0;
      if (!kept
          || asksQuorum
              && !QuorumConstraint.outlives(workloadState.compiled.replicas(), total, inside)
          || moves > 0 && moved(planState, workloadState, domains, d) < moves) {
        return false;
      }
    }
    return true;
  }

  /**
   * An asynchronous copy of this scope is a recovery after the loss, not a majority that outlives
   * it.
   */
  private static boolean asksQuorum(WorkloadState workloadState, Scope scope) {
    return workloadState.compiled.workload.quorum()
        && workloadState.compiled.workload.tolerate().stream()
            .noneMatch(e -> e.of().equals(scope) && e.copy() == Workload.DataCopy.Asynchronous);
  }

  /**
   * Replicas of the domain that a move of the smallest protected event around it would re-create.
   */
  private static int moved(
      PlanState planState, WorkloadState workloadState, Domains domains, int domain) {
    ProtectedEvent[] protectedEvents = workloadState.compiled.protectedEvents.list;
    int around = -1;
    for (int g = 0; g < protectedEvents.length; g++) {
      boolean smaller =
          around < 0 || protectedEvents[g].members.length < protectedEvents[around].members.length;
      boolean whole = smaller;
      for (int z = 0; z < planState.topology.known && whole; z++) {
        whole = domains.of(z) != domain || protectedEvents[g].holds(z);
      }
      if (whole) {
        around = g;
      }
    }
    int moved = 0;
    Moves moves = workloadState.evacuation().moves(around);
    for (int i = 0; i < moves.size(); i++) {
      boolean counts =
          domains.of(moves.from(i)) == domain
              && !workloadState.compiled.allowed.unheard[moves.from(i)];
      moved += counts ? moves.count(i) : 0;
    }
    return moved;
  }

  private static boolean assumed(PlanState planState, WorkloadState workloadState, Scope scope) {
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      boolean hazard = scope.isHazard();
      Provenance provenance = hazard ? zone.failureDomainsProvenance() : zone.siteProvenance();
      if (workloadState.replicas(z) > 0
          && !scope.equals(Scope.ZONE)
          && provenance.basis() == Basis.Assumption) {
        return true;
      }
    }
    return false;
  }
}
