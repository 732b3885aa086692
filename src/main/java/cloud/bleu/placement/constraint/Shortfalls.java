package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.SpreadLimit;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
      shortfalls.list.addAll(SilentZones.of(planState, workloadState));
      shortfalls.drill();
      shortfalls.survival();
      shortfalls.spread();
      shortfalls.quorum();
      shortfalls.bounds();
      shortfalls.relations();
      shortfalls.list.addAll(AwaitedReturn.of(planState, workloadState));
      shortfalls.list.addAll(AwaitedMoves.of(planState, workloadState));
      shortfalls.list.addAll(UntriedMoves.of(workloadState));
    }
    return shortfalls.list;
  }

  /** Replicas that stay where they are to leave; what has no place at all says so by itself. */
  private void drill() {
    Zone.Drill drill = planState.topology.drill;
    if (drill != null
        && workloadState.notes().awaitsEviction()
        && workloadState.total() >= compiled.replicas()) {
      add(
          ReasonCode.EvictionAwaited,
          Message.of("why.drillHoldsThem", "drill", drill.name()),
          Message.of("do.awaitDrill", "drill", drill.name()));
    }
  }

  private void survival() {
    int total = workloadState.total();
    boolean bound = false;
    for (int g = 0; g < compiled.protectedEvents.list.length; g++) {
      ProtectedEvent protectedEvent = compiled.protectedEvents.list[g];
      int inside = protectedEvent.count(workloadState.counts());
      if (inside == 0) {
        continue;
      }
      if (total - inside < protectedEvent.keep) {
        add(
            ReasonCode.SurvivalUnsatisfiable,
            Message.of("why.lossLeavesFewer", "event", event(protectedEvent.name)),
            Message.of("do.zonesElsewhere"));
      }
      int uncovered = inside;
      for (int z : protectedEvent.members) {
        uncovered -= workloadState.evacuation().moves(g).leaving(z);
      }
      if (protectedEvent.reserved() && uncovered > 0 && compiled.dataBound()) {
        bound = true;
      } else if (protectedEvent.reserved() && uncovered > 0) {
        add(
            ReasonCode.SurvivalUnsatisfiable,
            Message.of("why.noPlaceAfter", "event", event(protectedEvent.name)),
            Message.of("do.capacityElsewhere"));
      }
    }
    if (bound) {
      list.add(
          ReasonCode.DataBound.because(
              Message.of("why.boundElsewhere"), Message.of("do.declareReplication"), false));
    }
  }

  private void spread() {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (ConstraintBreaches.spread(compiled, i, workloadState.counts(), workloadState.total())
          > 0) {
        add(
            ReasonCode.SpreadUnsatisfiable,
            Message.of(
                "why.notSpread",
                "scope",
                limit.domains.scope.name(),
                "min",
                limit.min,
                "max",
                limit.max,
                "skew",
                limit.maxSkew),
            Message.of("do.rebalanceOrSpreadLess"));
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
            ? QuorumConstraint.fatal(compiled, workloadState.counts(), planState.topology.names)
            : null;
    if (fatal != null) {
      add(
          ReasonCode.QuorumUnsatisfiable,
          Message.of(
              "why.noMajority",
              "event",
              event(fatal),
              "missing",
              workloadState.total() < compiled.replicas()),
          Message.of("do.moreSitesOrNoQuorum"));
    }
  }

  private void bounds() {
    int[] x = workloadState.counts();
    for (int a = 0; a < x.length; a++) {
      if (x[a] == 0) {
        continue;
      }
      if (x[a] > compiled.perZoneMax) {
        bound(
            ReasonCode.PerZoneExceeded,
            Message.of("why.zoneHoldsMore", "zone", planState.topology.names[a]),
            Message.of("do.rebalanceOrRaise"));
      }
      if (x[a] < compiled.workload.perZoneMin()) {
        bound(
            ReasonCode.PerZoneTooFew,
            Message.of("why.zoneHoldsFewer", "zone", planState.topology.names[a]),
            Message.of("do.rebalanceOrLower"));
      }
      for (int b = a + 1; b < x.length && compiled.graph != null; b++) {
        if (x[b] > 0 && !compiled.withinRoundTrip(a, b)) {
          bound(
              ReasonCode.RoundTripExceeded,
              Message.of(
                  "why.tooFar",
                  "zone",
                  planState.topology.names[a],
                  "other",
                  planState.topology.names[b]),
              Message.of("do.giveCoordinates"));
        }
      }
    }
    if (workloadState.notes().cliquesCut()) {
      bound(
          ReasonCode.RoundTripSearchCut,
          Message.of("why.setsNotTried"),
          Message.of("do.narrowResidency"));
    }
  }

  private void relations() {
    for (WorkloadRelation relation : compiled.relations) {
      boolean unmet = false;
      for (int z = 0; z < workloadState.zones(); z++) {
        unmet |=
            workloadState.replicas(z) > 0
                && RelationConstraint.unmet(
                    planState, compiled, workloadState.counts(), relation, z);
      }
      if (unmet) {
        relation(relation);
      }
    }
  }

  private void relation(WorkloadRelation relation) {
    String name = relation.name();
    String over = relation.over().scope.name();
    switch (relation.kind()) {
      case Needs -> {
        if (relation.other() < 0) {
          add(
              ReasonCode.AffinityTargetMissing,
              Message.of("why.affinityMissing", "workload", name),
              Message.of("do.createOrPrefer"));
        } else {
          add(
              ReasonCode.AffinityUnsatisfiable,
              Message.of("why.affinityUnmet", "workload", name, "over", over),
              Message.of("do.addWhereBoth"));
        }
      }
      case Apart ->
          add(
              ReasonCode.AffinityUnsatisfiable,
              Message.of("why.antiAffinityUnmet", "workload", name, "over", over),
              Message.of("do.addZonesOrPrefer"));
      case Likes, Dislikes ->
          add(
              ReasonCode.AffinityPreferenceUnmet,
              Message.of(
                  "why.preferenceUnmet",
                  "near",
                  relation.kind() == WorkloadRelation.Kind.Likes,
                  "workload",
                  name,
                  "over",
                  over),
              Message.of("do.nothingNeeded"));
      case NeededBy -> {}
    }
  }

  private static Message event(Contingency.Event event) {
    return event.scope().isHazard()
        ? Message.of("event.hazard", "hazard", event.scope().name(), "value", event.value())
        : Message.of(
            "event",
            "scope",
            event.scope().name().toLowerCase(Locale.ROOT),
            "value",
            event.value());
  }

  /** What room or health may mend. */
  private void add(ReasonCode code, Message what, Message advice) {
    list.add(code.because(what, advice, true));
  }

  private void bound(ReasonCode code, Message what, Message advice) {
    list.add(code.because(what, advice, false));
  }
}
