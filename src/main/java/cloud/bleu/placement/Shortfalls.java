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
      shortfalls.silence();
      shortfalls.survival();
      shortfalls.spread();
      shortfalls.quorum();
      shortfalls.bounds();
      shortfalls.relations();
    }
    return shortfalls.list;
  }

  /** Replicas in zones that count as lost, where nobody reported the loss. */
  private void silence() {
    List<String> silent = new ArrayList<>();
    boolean asked = true;
    for (int z = 0; z < world.topology.known; z++) {
      if (standing.x[z] > 0
          && subject.allowed.lost[z]
          && world.topology.zone(z).state() != ZoneState.Lost) {
        silent.add(world.topology.names[z]);
        asked &= LostZones.staysDown(subject, z);
      }
    }
    if (silent.isEmpty()) {
      return;
    }
    String where = "replicas stay in " + String.join(", ", silent) + ", where no node is ready";
    String back =
        "bring the nodes back, or set the annotation placement.bleu.cloud/incident to Lost on a"
            + " zone that is lost";
    if (world.topology.inDoubt) {
      add(
          ReasonCode.ViewInDoubt,
          where + ": so much is silent at once that the operator's own view is in doubt",
          back);
    } else if (subject.movesOnlyWhenTold()) {
      add(
          ReasonCode.ZoneSilent,
          where + ": replicas with volumes or a quorum move only when the loss is certain",
          back);
    } else if (asked) {
      add(
          ReasonCode.ZoneSilent,
          where + ", because resilience.tolerate says recover: None",
          "bring the nodes back, or ask to recover");
    } else {
      add(
          ReasonCode.ZoneSilent,
          where + ", and no other zone takes them",
          "bring the nodes back, or add room or zones elsewhere");
    }
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
            ReasonCode.SurvivalUnsatisfiable,
            "the loss of " + guard.name + " leaves fewer replicas than keep asks for",
            "allow or add zones elsewhere, let replicas be rebalanced, or keep less");
      }
      int uncovered = inside;
      for (int z : guard.members) {
        uncovered -= standing.moves[g].leaving(z);
      }
      if (guard.reserved() && uncovered > 0 && subject.dataBound()) {
        bound = true;
      } else if (guard.reserved() && uncovered > 0) {
        add(
            ReasonCode.SurvivalUnsatisfiable,
            "after the loss of " + guard.name + " not every replica has a place to go",
            "add capacity elsewhere, allow more zones, or do not ask to recover");
      }
    }
    if (bound) {
      list.add(
          ReasonCode.DataBound.because(
              "replicas have volumes of their own and no replication is declared, so they cannot be"
                  + " recovered elsewhere",
              "declare resilience.replication, or do not ask to recover",
              false));
    }
  }

  private void spread() {
    for (int i = 0; i < subject.spreads.length; i++) {
      SpreadLimit limit = subject.spreads[i];
      if (Breaches.spread(subject, i, standing.x, standing.total()) > 0) {
        add(
            ReasonCode.SpreadUnsatisfiable,
            "replicas are not spread over %s as asked (min %s%s, maxSkew %s)"
                .formatted(
                    limit.domains.scope.name(),
                    limit.min,
                    limit.max == null ? "" : ", max " + limit.max,
                    limit.maxSkew),
            "let replicas be rebalanced, add capacity or zones, or spread less strictly");
      }
    }
  }

  private void quorum() {
    Decision.Reason impossible = Quorum.impossible(subject.workload);
    if (impossible != null) {
      list.add(impossible);
      return;
    }
    Contingency.Event fatal =
        subject.workload.quorum() ? Quorum.fatal(subject, standing.x, world.topology.names) : null;
    if (fatal != null) {
      add(
          ReasonCode.QuorumUnsatisfiable,
          "the loss of "
              + fatal
              + " leaves no majority of the members"
              + (standing.total() < subject.replicas() ? ", not all of which run" : ""),
          "allow zones on more sites, let replicas be rebalanced, or give up the quorum");
    }
  }

  private void bounds() {
    int[] x = standing.x;
    for (int a = 0; a < x.length; a++) {
      if (x[a] > subject.perZoneMax) {
        bound(
            ReasonCode.PerZoneExceeded,
            "zone " + world.topology.names[a] + " holds more replicas than placement.perZone.max",
            "let replicas be rebalanced, or raise it");
      }
      if (x[a] > 0 && x[a] < subject.workload.perZoneMin()) {
        bound(
            ReasonCode.PerZoneTooFew,
            "zone " + world.topology.names[a] + " holds fewer replicas than placement.perZone.min",
            "let replicas be rebalanced, ask for more replicas, or lower it");
      }
      for (int b = a + 1; b < x.length; b++) {
        if (x[a] > 0 && x[b] > 0 && !subject.withinRoundTrip(a, b)) {
          bound(
              ReasonCode.RoundTripExceeded,
              "zones %s and %s are farther apart than resilience.replication.maxRoundTrip, or it is not known"
                  .formatted(world.topology.names[a], world.topology.names[b]),
              "give the zones' coordinates, raise the bound, or let replicas be rebalanced");
        }
      }
    }
    if (standing.cliquesCut) {
      bound(
          ReasonCode.RoundTripSearchCut,
          "more sets of zones lie within the round trip than are tried",
          "narrow spec.residency to the zones that matter if the choice is not good enough");
    }
  }

  private void relations() {
    for (Tie tie : subject.ties) {
      boolean unmet = false;
      for (int z = 0; z < standing.x.length; z++) {
        unmet |= standing.x[z] > 0 && Relations.unmet(world, subject, standing.x, tie, z);
      }
      if (unmet) {
        relation(tie);
      }
    }
  }

  private void relation(Tie tie) {
    String with = " with " + tie.name() + " over " + tie.over().scope.name() + " is not met";
    switch (tie.kind()) {
      case Needs -> {
        if (tie.other() < 0) {
          add(
              ReasonCode.AffinityTargetMissing,
              "required affinity with " + tie.name() + ", which does not exist",
              "create it, or make the affinity preferred");
        } else {
          add(
              ReasonCode.AffinityUnsatisfiable,
              "required affinity" + with,
              "let replicas be rebalanced, add capacity where both may run, or prefer it only");
        }
      }
      case Apart ->
          add(
              ReasonCode.AffinityUnsatisfiable,
              "required anti-affinity" + with,
              "let replicas be rebalanced, add zones, or prefer it only");
      case Likes, Dislikes ->
          add(
              ReasonCode.AffinityPreferenceUnmet,
              "preferred " + (tie.kind() == Tie.Kind.Likes ? "affinity" : "anti-affinity") + with,
              "nothing needs doing, it is a preference");
      case NeededBy -> {}
    }
  }

  /** What room or health may mend. */
  private void add(ReasonCode code, String what, String advice) {
    list.add(code.because(what, advice, true));
  }

  private void bound(ReasonCode code, String what, String advice) {
    list.add(code.because(what, advice, false));
  }
}
