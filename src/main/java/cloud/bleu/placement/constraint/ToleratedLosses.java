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
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Which losses a workload survives now, whether asked or not: one value of a scope at a time.
 * Replicas in a silent zone do not count as left after any of them, nor those that are evicted at
 * it. None is survived that leaves replicas without a target that they need, by required affinity.
 * What its own moves would answer a workload survives only while they are made: a suspended one
 * counts on what stays.
 */
public final class ToleratedLosses {
  private final PlanState planState;
  private final WorkloadState workloadState;

  /** Replicas by zone of which it is known that they run. */
  private final int[] heard;

  private final int total;

  private ToleratedLosses(PlanState planState, WorkloadState workloadState) {
    this.planState = planState;
    this.workloadState = workloadState;
    this.heard = workloadState.heard();
    this.total = WorkloadState.sum(heard);
  }

  /** By scope in the order of Zone, Site, Region, Provider, then hazards of the entries by name. */
  public static List<Decision.Tolerance> of(PlanState planState, WorkloadState workloadState) {
    return new ToleratedLosses(planState, workloadState).list();
  }

  private List<Decision.Tolerance> list() {
    List<Decision.Tolerance> tolerances = new ArrayList<>();
    if (total == 0) {
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
      if (tolerated(scope)) {
        tolerances.add(new Decision.Tolerance(scope, 1, assumed(planState, workloadState, scope)));
      }
    }
    return tolerances;
  }

  private boolean tolerated(Scope scope) {
    Domains domains = planState.topology.domains(scope);
    boolean asksQuorum = asksQuorum(scope);
    boolean[] seen = new boolean[domains.count()];
    for (int z = 0; z < heard.length; z++) {
      int domain = domains.of(z);
      if (heard[z] > 0 && domain >= 0 && !seen[domain]) {
        seen[domain] = true;
        if (!outlives(domains, domain, asksQuorum)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether something is left of the loss of all that shares a value, and what is asked then holds:
   * by the event around it, else by those inside, of which it takes more.
   */
  private boolean outlives(Domains domains, int domain, boolean asksQuorum) {
    BitSet lost = new BitSet();
    int inside = 0;
    for (int z = 0; z < heard.length; z++) {
      boolean in = domains.of(z) == domain;
      lost.set(z, in);
      inside += in ? heard[z] : 0;
    }
    int event = planState.events.number(lost);
    int left = left(event, inside);
    if (asksQuorum && !QuorumConstraint.outlives(workloadState.compiled.replicas(), left)
        || AbsentTargets.any(planState, workloadState, lost)) {
      return false;
    }
    int answering = workloadState.compiled.protectedEvents.answering(lost);
    if (answering < 0) {
      return left > 0 && outlivesThoseInside(domains, domain);
    }
    ProtectedEvent around = workloadState.compiled.protectedEvents.list[answering];
    int moved = moved(around, domains, domain);
    return left + moved > 0 && does(around, inside, left, moved);
  }

  private boolean outlivesThoseInside(Domains domains, int domain) {
    for (int z = 0; z < heard.length; z++) {
      if (heard[z] > 0 && domains.of(z) == domain) {
        for (ProtectedEvent event : workloadState.compiled.protectedEvents.around(z)) {
          int inside = event.count(heard);
          int left = left(event.ofEstate, inside);
          if (liesIn(event, domains, domain)
              && (!does(event, inside, left, moved(event, domains, domain))
                  || AbsentTargets.any(
                      planState, workloadState, planState.events.zones(event.ofEstate)))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean liesIn(ProtectedEvent event, Domains domains, int domain) {
    for (int z : event.members) {
      if (domains.of(z) != domain) {
        return false;
      }
    }
    return true;
  }

  /** Replicas that run on after an event of the estate that takes so many. */
  private int left(int event, int inside) {
    return total - inside - planState.evictions.evicted(workloadState, heard, event);
  }

  /**
   * Whether what is asked of an event holds at a loss that takes so many, leaves so many, and moves
   * so many.
   */
  private static boolean does(ProtectedEvent asked, int inside, int left, int moved) {
    return left >= asked.keep && (!asked.reserved() || moved >= inside);
  }

  /**
   * An asynchronous copy of this scope is a recovery after the loss, not a majority that outlives
   * it.
   */
  private boolean asksQuorum(Scope scope) {
    return workloadState.compiled.workload.quorum()
        && workloadState.compiled.workload.tolerate().stream()
            .noneMatch(e -> e.of().equals(scope) && e.copy() == Workload.DataCopy.Asynchronous);
  }

  /**
   * Replicas that the moves of an event would re-create of those that share a value; 0 of a
   * suspended workload, whose moves are not made.
   */
  private int moved(ProtectedEvent event, Domains domains, int domain) {
    if (workloadState.compiled.workload.suspended()) {
      return 0;
    }
    Moves moves = workloadState.evacuation().moves(event.ofWorkload);
    int moved = 0;
    for (int i = 0; i < moves.size(); i++) {
      moved += domains.of(moves.from(i)) == domain && heard[moves.from(i)] > 0 ? moves.count(i) : 0;
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
