package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/** Requirements on the whole set that what stands does not meet, whether hard or not. */
final class Shortfalls {
  private final World world;
  private final Standing standing;
  private final Subject subject;
  private final List<Decision.Reason> list = new ArrayList<>();

  private Shortfalls(World world, Standing standing) {
    this.world = world;
    this.standing = standing;
    this.subject = standing.subject;
  }

  static List<Decision.Reason> of(World world, Standing standing) {
    Shortfalls shortfalls = new Shortfalls(world, standing);
    if (standing.total() > 0) {
      shortfalls.survival();
      shortfalls.spread();
      shortfalls.quorum();
      shortfalls.bounds();
      shortfalls.relations();
    }
    return shortfalls.list;
  }

  private void survival() {
    int total = standing.total();
    boolean bound = false;
    for (int g = 0; g < subject.guards.list.length; g++) {
      Guard guard = subject.guards.list[g];
      int inside = guard.count(standing.x);
      if (inside == 0) {
        continue;
      }
      if (total - inside < guard.keep) {
        add(
            "SurvivalUnsatisfiable",
            "the loss of %s leaves %d replicas, of the %d to keep"
                .formatted(guard.name, total - inside, guard.keep),
            true);
      }
      int uncovered = inside;
      for (int z : guard.members) {
        uncovered -= standing.moves[g].leaving(z);
      }
      if (guard.reserved() && uncovered > 0 && subject.dataBound()) {
        bound = true;
      } else if (guard.reserved() && uncovered > 0) {
        add(
            "SurvivalUnsatisfiable",
            "after the loss of %s, %d of %d replicas have nowhere to go"
                .formatted(guard.name, uncovered, inside),
            true);
      }
    }
    if (bound) {
      add(
          "DataBound",
          "replicas have volumes of their own and no replication is declared, so they cannot be"
              + " recovered elsewhere",
          false);
    }
  }

  private void spread() {
    for (SpreadLimit limit : subject.spreads) {
      if (Breaches.spread(limit, standing.x, standing.total()) > 0) {
        add(
            "SpreadUnsatisfiable",
            "replicas are not spread over %s as asked (min %d%s, maxSkew %d)"
                .formatted(
                    limit.domains.scope.name(),
                    limit.min,
                    limit.max == null ? "" : ", max " + limit.max,
                    limit.maxSkew),
            true);
      }
    }
  }

  private void quorum() {
    int members = subject.replicas();
    if (!subject.workload.quorum() || members == 0) {
      return;
    }
    if (members % 2 == 0) {
      add(
          "QuorumUnsatisfiable",
          "a quorum needs an odd number of replicas, and %d is even; ask for one more or one less"
              .formatted(members),
          false);
      return;
    }
    Quorum.Fatal fatal = Quorum.fatal(subject, standing.x, world.topology.names);
    if (fatal != null) {
      add(
          "QuorumUnsatisfiable",
          "the loss of %s leaves %d of %d members%s, and a majority is %d; allow zones on more sites, or give up the quorum"
              .formatted(
                  fatal.event(),
                  fatal.left(),
                  members,
                  standing.total() < members ? ", of which not all run" : "",
                  Quorum.majority(members)),
          true);
    }
  }

  private void bounds() {
    int[] x = standing.x;
    for (int a = 0; a < x.length; a++) {
      if (x[a] > subject.perZoneMax) {
        add(
            "PerZoneExceeded",
            "zone %s holds %d replicas, of at most %d"
                .formatted(world.topology.names[a], x[a], subject.perZoneMax),
            false);
      }
      if (x[a] > 0 && x[a] < subject.workload.perZoneMin()) {
        add(
            "PerZoneTooFew",
            "zone %s holds %d replicas, of at least %d"
                .formatted(world.topology.names[a], x[a], subject.workload.perZoneMin()),
            false);
      }
      for (int b = a + 1; b < x.length; b++) {
        if (x[a] > 0 && x[b] > 0 && !subject.withinRoundTrip(a, b)) {
          add(
              "RoundTripExceeded",
              "zones %s and %s are farther apart than replication.maxRoundTrip, or it is not known"
                  .formatted(world.topology.names[a], world.topology.names[b]),
              false);
        }
      }
    }
    if (standing.cliquesCut) {
      add(
          "RoundTripSearchCut",
          "more than "
              + Cliques.MOST
              + " sets of zones lie within the round trip; not all were tried",
          false);
    }
  }

  private void relations() {
    for (Tie tie : subject.ties) {
      boolean unmet = false;
      for (int z = 0; z < standing.x.length; z++) {
        unmet |= standing.x[z] > 0 && Relations.unmet(world, subject, standing.x, tie, z);
      }
      if (!unmet) {
        continue;
      }
      switch (tie.kind()) {
        case Needs ->
            add(
                tie.other() < 0 ? "AffinityTargetMissing" : "AffinityUnsatisfiable",
                "required affinity with %s over %s is not met"
                    .formatted(tie.name(), tie.over().scope.name()),
                true);
        case Apart ->
            add(
                "AffinityUnsatisfiable",
                "required anti-affinity with %s over %s is not met"
                    .formatted(tie.name(), tie.over().scope.name()),
                true);
        case Likes, Dislikes ->
            add(
                "AffinityPreferenceUnmet",
                "preferred %s with %s over %s is not met"
                    .formatted(
                        tie.kind() == Tie.Kind.Likes ? "affinity" : "anti-affinity",
                        tie.name(),
                        tie.over().scope.name()),
                true);
        case NeededBy -> {}
      }
    }
  }

  private void add(String code, String message, boolean canPassByItself) {
    list.add(new Decision.Reason(code, message, canPassByItself));
  }
}
