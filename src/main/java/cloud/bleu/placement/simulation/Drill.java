package cloud.bleu.placement.simulation;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loss simulated on paper. The engine is asked what it would decide if the loss were reported,
 * and each workload is compared with what it asks for such a loss. Nothing is moved. How long the
 * moves would take is not known here.
 */
public final class Drill {

  private final Estate estate;
  private final Loss loss;
  private final Map<WorkloadId, Placement> standing = new HashMap<>();
  private final Set<String> inService = new HashSet<>();

  private Drill(Estate estate, Loss loss) {
    this.estate = estate;
    this.loss = loss;
    estate.placements().forEach(p -> standing.put(p.id(), p));
    for (Zone zone : estate.zones()) {
      if (zone.state() != ZoneState.Lost && zone.unhealthySince() == null) {
        inService.add(zone.name());
      }
    }
  }

  /**
   * What a loss would do.
   *
   * @param estate with what is in force; it is not changed
   */
  public static DrillResult of(Estate estate, Loss loss) {
    return of(estate, loss, Planner.plan(loss.applied(estate)).decisions());
  }

  /**
   * What a loss would do, from what the engine decided.
   *
   * @param after decisions on the estate as the loss leaves it
   */
  public static DrillResult of(Estate estate, Loss loss, Collection<Decision> after) {
    return new Drill(estate, loss).result(after);
  }

  private DrillResult result(Collection<Decision> after) {
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    after.forEach(d -> decisions.put(d.id(), d));
    List<DrillVerdict> verdicts = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      verdicts.add(verdict(workload, decisions.get(workload.id())));
    }
    boolean tried = loss.zones().stream().anyMatch(inService::contains);
    return new DrillResult(loss, estate.now(), tried, verdicts);
  }

  private DrillVerdict verdict(Workload workload, @Nullable Decision decision) {
    Placement placement = standing.get(workload.id());
    List<Assignment> assignments = placement == null ? List.of() : placement.assignments();
    int before = inService(assignments);
    int kept = left(assignments);
    int after = decision == null ? kept : left(decision.assignments());
    SurvivalPromise promise = SurvivalPromise.of(workload, loss, estate);
    BrokenTerm broken =
        promise == null || before == kept && after >= before
            ? null
            : broken(workload, promise, before, kept, after, decision);
    return new DrillVerdict(
        workload.id(),
        outcome(promise, broken, before, kept, after),
        before,
        before - kept,
        after,
        broken);
  }

  private static DrillOutcome outcome(
      @Nullable SurvivalPromise promise,
      @Nullable BrokenTerm broken,
      int before,
      int kept,
      int after) {
    if (broken != null) {
      return DrillOutcome.Breaches;
    }
    if (after >= before) {
      return before == kept ? DrillOutcome.NotConcerned : DrillOutcome.Survives;
    }
    return promise == null ? DrillOutcome.Unprotected : DrillOutcome.Reduced;
  }

  /** The first term that does not hold: what is left at once, a majority, what is re-created. */
  private @Nullable BrokenTerm broken(
      Workload workload,
      SurvivalPromise promise,
      int before,
      int kept,
      int after,
      @Nullable Decision decision) {
    if (kept < promise.keep()) {
      return new BrokenTerm(
          term(promise.of(), "keep"),
          promise.keep() - kept,
          ReasonCode.SurvivalUnsatisfiable.forNow(
              Message.of("why.lossLeavesFewer", "event", event()),
              Message.of("do.zonesElsewhere")));
    }
    int majority = workload.replicas() / 2 + 1;
    if (workload.quorum() && !promise.exemptOfQuorum() && before > kept && kept < majority) {
      return new BrokenTerm(
          "resilience.quorum",
          majority - kept,
          ReasonCode.QuorumUnsatisfiable.forNow(
              Message.of(
                  "why.noMajority", "event", event(), "missing", before < workload.replicas()),
              Message.of("do.moreSitesOrNoQuorum")));
    }
    if (promise.recover() == Recover.Reserved && after < before) {
      Decision.Reason reason = decision == null ? null : reason(decision);
      return new BrokenTerm(
          term(promise.recoverOf(), "recover"),
          before - after,
          reason != null
              ? reason
              : ReasonCode.SurvivalUnsatisfiable.forNow(
                  Message.of("why.noPlaceAfter", "event", event()),
                  Message.of("do.capacityElsewhere")));
    }
    return null;
  }

  private Message event() {
    return loss.scope().isHazard()
        ? Message.of("event.hazard", "hazard", loss.scope().name(), "value", loss.value())
        : Message.of(
            "event", "scope", loss.scope().name().toLowerCase(Locale.ROOT), "value", loss.value());
  }

  private static String term(Scope scope, String field) {
    return "resilience.tolerate[" + scope.name() + "]." + field;
  }

  /** Why the decision after the loss is not whole; null when it does not say. */
  private static Decision.@Nullable Reason reason(Decision decision) {
    Decision.Reason reason = decision.reason();
    return reason != null
        ? reason
        : decision.shortfalls().stream().filter(s -> !s.isAwaitedMove()).findFirst().orElse(null);
  }

  /** Replicas in zones that are in service now. */
  private int inService(List<Assignment> assignments) {
    return assignments.stream()
        .filter(a -> inService.contains(a.zone()))
        .mapToInt(Assignment::replicas)
        .sum();
  }

  /** Those of them that the loss does not take. */
  private int left(List<Assignment> assignments) {
    return assignments.stream()
        .filter(a -> inService.contains(a.zone()) && !loss.zones().contains(a.zone()))
        .mapToInt(Assignment::replicas)
        .sum();
  }
}
