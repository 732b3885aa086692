package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
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

/** Replicas that stay in zones of which nothing is heard, where nobody reported the loss. */
final class SilentZones {
  private SilentZones() {}

  /** Why they stay, and what ends it; empty where none does. */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    // No zone ever counts as lost by itself then, so its silence is said when it would.
    boolean waits = compiled.workload.failoverAfter() == null;
    List<String> silent = new ArrayList<>();
    boolean asked = true;
    boolean nodes = false;
    boolean clusters = false;
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      boolean counts = compiled.allowed.lost[z] || waits && isLong(planState, compiled, zone);
      if (workloadState.x[z] > 0 && counts && zone.state() != ZoneState.Lost) {
        silent.add(zone.name());
        asked &= LostZones.staysDown(compiled, z);
        boolean cluster = zone.health().signal() == Health.Signal.Unreached;
        nodes |= !cluster;
        clusters |= cluster;
      }
    }
    if (silent.isEmpty()) {
      return List.of();
    }
    Message back = Message.of("do.bringBackOrLost");
    String what = nodes && clusters ? "both" : clusters ? "clusters" : "nodes";
    if (planState.topology.inDoubt) {
      return reason(ReasonCode.ViewInDoubt, "why.viewInDoubt", silent, what, back);
    }
    if (compiled.movesOnlyWhenTold()) {
      return reason(ReasonCode.ZoneSilent, "why.silentBound", silent, what, back);
    }
    if (waits) {
      return reason(ReasonCode.ZoneSilent, "why.silentWaits", silent, what, back);
    }
    return asked
        ? reason(
            ReasonCode.ZoneSilent,
            "why.silentAsked",
            silent,
            what,
            Message.of("do.bringBackOrRecover"))
        : reason(
            ReasonCode.ZoneSilent,
            "why.silentNoOther",
            silent,
            what,
            Message.of("do.bringBackOrAdd"));
  }

  private static boolean isLong(PlanState planState, CompiledWorkload compiled, Zone zone) {
    Instant since = zone.unhealthySince();
    Duration after = compiled.workload.silenceAfter();
    return zone.health().isSilent()
        && (since == null
            || after == null
            || !since.plus(zone.health().patience(after)).isAfter(planState.topology.estate.now()));
  }

  private static List<Decision.Reason> reason(
      ReasonCode code, String why, List<String> silent, String what, Message advice) {
    return List.of(code.because(Message.of(why, "zones", silent, "what", what), advice, true));
  }
}
