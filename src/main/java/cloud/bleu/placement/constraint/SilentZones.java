package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Replicas that stay in silent zones, where nobody reported the loss. */
final class SilentZones {
  private SilentZones() {}

  /** Why they stay, and what ends it; empty where none does. */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    LossBudget budget = planState.topology.estate.lossBudget();
    // No zone ever counts as lost by itself then, so its silence is said when it would.
    boolean waits = compiled.workload.failoverAfter() == null;
    boolean infers =
        !waits && !planState.topology.inDoubt && !compiled.workload.movesOnlyWhenTold();
    List<Zone> silent = new ArrayList<>();
    List<Zone> bounded = new ArrayList<>();
    List<Zone> unrecorded = new ArrayList<>();
    boolean asked = true;
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      if (workloadState.replicas(z) == 0 || zone.state() == ZoneState.Lost) {
        continue;
      }
      boolean beyond = budget != null && budget.isWaiting(zone.name(), Why.BoundReached);
      boolean late = budget != null && budget.isWaiting(zone.name(), Why.NotRecorded);
      if (infers && (beyond || late)) {
        (beyond ? bounded : unrecorded).add(zone);
      } else if (compiled.allowed.lost[z]
          || (beyond || late) && !waits
          || waits && isLong(planState, compiled, zone)) {
        silent.add(zone);
        asked &= VacatedZones.staysDown(compiled, z);
      }
    }
    List<Decision.Reason> reasons = new ArrayList<>();
    if (!silent.isEmpty()) {
      reasons.add(silent(planState, compiled, silent, asked));
    }
    if (budget != null && !bounded.isEmpty()) {
      reasons.add(
          reason(
              ReasonCode.TooManyLosses,
              "why.tooManyLosses",
              bounded,
              Message.of("do.lostOrWait", "never", budget.most() == 0),
              "most",
              budget.most()));
    }
    if (!unrecorded.isEmpty()) {
      reasons.add(
          reason(
              ReasonCode.ZoneSilent,
              "why.silentUnrecorded",
              unrecorded,
              Message.of("do.recordOrLost")));
    }
    return reasons;
  }

  private static Decision.Reason silent(
      PlanState planState, CompiledWorkload compiled, List<Zone> silent, boolean asked) {
    Message back = Message.of("do.bringBackOrLost");
    if (planState.topology.inDoubt) {
      return reason(ReasonCode.ViewInDoubt, "why.viewInDoubt", silent, back);
    }
    if (compiled.workload.movesOnlyWhenTold()) {
      return reason(ReasonCode.ZoneSilent, "why.silentBound", silent, back);
    }
    if (compiled.workload.failoverAfter() == null) {
      return reason(ReasonCode.ZoneSilent, "why.silentWaits", silent, back);
    }
    return asked
        ? reason(
            ReasonCode.ZoneSilent, "why.silentAsked", silent, Message.of("do.bringBackOrRecover"))
        : reason(
            ReasonCode.ZoneSilent, "why.silentNoOther", silent, Message.of("do.bringBackOrAdd"));
  }

  private static boolean isLong(PlanState planState, CompiledWorkload compiled, Zone zone) {
    Instant since = zone.unhealthySince();
    Duration after = compiled.workload.silenceAfter();
    return zone.health().isSilent()
        && (since == null
            || after == null
            || !since.plus(zone.health().patience(after)).isAfter(planState.topology.estate.now()));
  }

  private static Decision.Reason reason(
      ReasonCode code, String why, List<Zone> silent, Message advice, Object... more) {
    long clusters =
        silent.stream().filter(z -> z.health().signal() == Health.Signal.Unreached).count();
    String all = clusters == 1 ? "cluster" : "clusters";
    String what = clusters == 0 ? "nodes" : clusters == silent.size() ? all : "both";
    List<Object> facts = new ArrayList<>();
    facts.addAll(List.of("zones", silent.stream().map(Zone::name).toList(), "what", what));
    facts.addAll(List.of(more));
    return code.forNow(Message.of(why, facts.toArray()), advice);
  }
}
