package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which losses a workload survives now, whether asked or not: one value of a scope at a time. */
final class Tolerances {
  private Tolerances() {}

  /** By scope in the order of Zone, Site, Region, Provider, then hazards of the entries by name. */
  static List<Decision.Tolerance> of(World world, Standing standing) {
    List<Decision.Tolerance> tolerances = new ArrayList<>();
    if (standing.total() == 0) {
      return tolerances;
    }
    List<Scope> scopes =
        new ArrayList<>(List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER));
    TreeSet<Scope> hazards = new TreeSet<>();
    for (Workload.Tolerate entry : standing.subject.workload.tolerate()) {
      if (entry.of().isHazard()) {
        hazards.add(entry.of());
      }
    }
    scopes.addAll(hazards);
    for (Scope scope : scopes) {
      if (tolerated(world, standing, scope)) {
        tolerances.add(new Decision.Tolerance(scope, 1, assumed(world, standing, scope)));
      }
    }
    return tolerances;
  }

  private static boolean tolerated(World world, Standing standing, Scope scope) {
    Domains domains = world.topology.domains(scope);
    int total = standing.total();
    int keep = 1;
    for (Workload.Tolerate entry : standing.subject.workload.tolerate()) {
      if (entry.of().equals(scope)) {
        keep = Math.max(keep, entry.keep());
      }
    }
    for (int d = 0; d < domains.count(); d++) {
      int inside = 0;
      for (int z = 0; z < world.zones(); z++) {
        inside += domains.of(z) == d ? standing.x[z] : 0;
      }
      if (inside == 0) {
        continue;
      }
      int outside = total - inside;
      boolean left = outside >= 1 || moved(world, standing, domains, d) >= 1;
      boolean kept = outside >= keep || keep == 1 && !asksKeep(standing, scope);
      if (!left || !kept || asksQuorum(standing, scope) && !quorum(standing, inside)) {
        return false;
      }
    }
    return true;
  }

  private static boolean asksKeep(Standing standing, Scope scope) {
    return standing.subject.workload.tolerate().stream()
        .anyMatch(e -> e.of().equals(scope) && e.keep() >= 1);
  }

  /**
   * An asynchronous copy of this scope is a recovery after the loss, not a majority that outlives
   * it.
   */
  private static boolean asksQuorum(Standing standing, Scope scope) {
    return standing.subject.workload.quorum()
        && standing.subject.workload.tolerate().stream()
            .noneMatch(e -> e.of().equals(scope) && e.copy() == Workload.DataCopy.Asynchronous);
  }

  private static boolean quorum(Standing standing, int inside) {
    return Quorum.outlives(standing.subject.replicas(), standing.total(), inside);
  }

  /** Replicas of the domain that a move of the smallest guard around it would re-create. */
  private static int moved(World world, Standing standing, Domains domains, int domain) {
    Guard[] guards = standing.subject.guards.list;
    int around = -1;
    for (int g = 0; g < guards.length; g++) {
      boolean whole = true;
      for (int z = 0; z < world.topology.known; z++) {
        whole &= domains.of(z) != domain || guards[g].holds(z);
      }
      if (whole && (around < 0 || guards[g].members.length < guards[around].members.length)) {
        around = g;
      }
    }
    int moved = 0;
    for (int i = 0; around >= 0 && i < standing.moves[around].size(); i++) {
      if (domains.of(standing.moves[around].from(i)) == domain) {
        moved += standing.moves[around].count(i);
      }
    }
    return moved;
  }

  private static boolean assumed(World world, Standing standing, Scope scope) {
    for (int z = 0; z < world.topology.known; z++) {
      Zone zone = world.topology.zone(z);
      boolean hazard = scope.isHazard();
      Provenance provenance = hazard ? zone.failureDomainsProvenance() : zone.siteProvenance();
      if (standing.x[z] > 0
          && !scope.equals(Scope.ZONE)
          && provenance.basis() == Basis.Assumption) {
        return true;
      }
    }
    return false;
  }
}
