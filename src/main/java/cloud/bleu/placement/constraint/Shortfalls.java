package cloud.bleu.placement.constraint;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.state.LostZones;
import cloud.bleu.placement.state.PlanState;
import cloud.bleu.placement.state.WorkloadState;
import java.util.ArrayList;
import java.util.List;

/** Requirements on the whole set that what stands does not meet, whether hard or not. */
public final class Shortfalls {
  private final PlanState planState;
  private final WorkloadState workloadState;
  private final CompiledWorkload compiled;
  private final List<Decision.Reason> list = new ArrayList<>();

  private Shortfalls(PlanState planState, WorkloadState workloadState) {
    this.planState = planState;
    this.workloadState = workloadState;
    this.compiled = workloadState.compiled;
  }

  public static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    Shortfalls shortfalls = new Shortfalls(planState, workloadState);
    if (workloadState.total() > 0) {
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
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.x[z] > 0
          && compiled.allowed.lost[z]
          && planState.topology.zone(z).state() != ZoneState.Lost) {
        silent.add(planState.topology.names[z]);
        asked &= LostZones.staysDown(compiled, z);
      }
    }
    if (silent.isEmpty()) {
      return;
    }
    String where = "replicas stay in " + String.join(", ", silent) + ", where no node is ready";
    String back =
        "bring the nodes back, or set the annotation placement.bleu.cloud/incident to Lost on a"
            + " zone that is lost";
    if (planState.topology.inDoubt) {
      add(
          ReasonCode.ViewInDoubt,
          where + ": so much is silent at once that the operator's own view is in doubt",
          back);
    } else if (compiled.movesOnlyWhenTold()) {
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
    int total = workloadState.total();
    boolean bound = false;
    for (int g = 0; g < compiled.protectedEvents.list.length; g++) {
      ProtectedEvent protectedEvent = compiled.protectedEvents.list[g];
      int inside = protectedEvent.count(workloadState.x);
      if (inside == 0) {
        continue;
      }
      if (total - inside < protectedEvent.keep) {
        add(
            ReasonCode.SurvivalUnsatisfiable,
            "the loss of " + protectedEvent.name + " leaves fewer replicas than keep asks for",
            "allow or add zones elsewhere, let replicas be rebalanced, or keep less");
      }
      int uncovered = inside;
      for (int z : protectedEvent.members) {
        uncovered -= workloadState.moves[g].leaving(z);
      }
      if (protectedEvent.reserved() && uncovered > 0 && compiled.dataBound()) {
        bound = true;
      } else if (protectedEvent.reserved() && uncovered > 0) {
        add(
            ReasonCode.SurvivalUnsatisfiable,
            "after the loss of " + protectedEvent.name + " not every replica has a place to go",
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
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (ConstraintBreaches.spread(compiled, i, workloadState.x, workloadState.total()) > 0) {
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
    Decision.Reason impossible = QuorumConstraint.impossible(compiled.workload);
    if (impossible != null) {
      list.add(impossible);
      return;
    }
    Contingency.Event fatal =
        compiled.workload.quorum()
            ? QuorumConstraint.fatal(compiled, workloadState.x, planState.topology.names)
            : null;
    if (fatal != null) {
      add(
          ReasonCode.QuorumUnsatisfiable,
          "the loss of "
              + fatal
              + " leaves no majority of the members"
              + (workloadState.total() < compiled.replicas() ? ", not all of which run" : ""),
          "allow zones on more sites, let replicas be rebalanced, or give up the quorum");
    }
  }

  private void bounds() {
    int[] x = workloadState.x;
    for (int a = 0; a < x.length; a++) {
      if (x[a] == 0) {
        continue;
      }
      if (x[a] > compiled.perZoneMax) {
        bound(
            ReasonCode.PerZoneExceeded,
            "zone "
                + planState.topology.names[a]
                + " holds more replicas than placement.perZone.max",
            "let replicas be rebalanced, or raise it");
      }
      if (x[a] < compiled.workload.perZoneMin()) {
        bound(
            ReasonCode.PerZoneTooFew,
            "zone "
                + planState.topology.names[a]
                + " holds fewer replicas than placement.perZone.min",
            "let replicas be rebalanced, ask for more replicas, or lower it");
      }
      for (int b = a + 1; b < x.length && compiled.graph != null; b++) {
        if (x[b] > 0 && !compiled.withinRoundTrip(a, b)) {
          bound(
              ReasonCode.RoundTripExceeded,
              "zones %s and %s are farther apart than resilience.replication.maxRoundTrip, or it is not known"
                  .formatted(planState.topology.names[a], planState.topology.names[b]),
              "give the zones' coordinates, raise the bound, or let replicas be rebalanced");
        }
      }
    }
    if (workloadState.cliquesCut) {
      bound(
          ReasonCode.RoundTripSearchCut,
          "more sets of zones lie within the round trip than are tried",
          "narrow spec.residency to the zones that matter if the choice is not good enough");
    }
  }

  private void relations() {
    for (WorkloadRelation relation : compiled.relations) {
      boolean unmet = false;
      for (int z = 0; z < workloadState.x.length; z++) {
        unmet |=
            workloadState.x[z] > 0
                && RelationConstraint.unmet(planState, compiled, workloadState.x, relation, z);
      }
      if (unmet) {
        relation(relation);
      }
    }
  }

  private void relation(WorkloadRelation relation) {
    String with =
        " with " + relation.name() + " over " + relation.over().scope.name() + " is not met";
    switch (relation.kind()) {
      case Needs -> {
        if (relation.other() < 0) {
          add(
              ReasonCode.AffinityTargetMissing,
              "required affinity with " + relation.name() + ", which does not exist",
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
              "preferred "
                  + (relation.kind() == WorkloadRelation.Kind.Likes ? "affinity" : "anti-affinity")
                  + with,
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
