package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Replicas that would go home if no zone were lost or silent. */
final class AwaitedReturn {
  private AwaitedReturn() {}

  /** Why they wait, since when, and what ends it; empty where none waits for that. */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    Zone incident = planState.topology.incident;
    if (incident == null
        || compiled.dataBound()
        || compiled.workload.suspended()
        || compiled.workload.rebalance().mode() == Workload.Rebalance.Mode.Never) {
      return List.of();
    }
    List<String> homes = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.homes(z) > workloadState.replicas(z)
          && compiled.allowed.open[z]
          && compiled.allowed.calm[z]) {
        homes.add(planState.topology.names[z]);
      }
    }
    if (homes.isEmpty()) {
      return List.of();
    }
    boolean told = incident.state() == ZoneState.Lost;
    Instant since = told ? incident.stateSince() : incident.unhealthySince();
    Message why =
        Message.of(
            "why.returnWaits",
            "zones",
            homes,
            "zone",
            incident.name(),
            "told",
            told,
            "since",
            since == null ? List.of() : since);
    return List.of(ReasonCode.ReturnWaits.forNow(why, Message.of("do.endLoss", "told", told)));
  }
}
