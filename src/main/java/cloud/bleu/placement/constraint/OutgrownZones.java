package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Capacity;
import java.util.ArrayList;
import java.util.List;

/** Replicas in zones that have no place large enough for what one replica asks for now. */
final class OutgrownZones {
  private OutgrownZones() {}

  /** What follows from it, and what ends it; empty where every zone in service has a place. */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    List<String> zones = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (workloadState.replicas(z) > 0
          && workloadState.compiled.outgrew(z)
          && planState.topology.inService(z)
          && !(planState.topology.zone(z).capacity() instanceof Capacity.Unknown)) {
        zones.add(planState.topology.names[z]);
      }
    }
    return zones.isEmpty()
        ? List.of()
        : List.of(
            ReasonCode.ReplicaTooLarge.because(
                Message.of("why.outgrown", "zones", zones), Message.of("do.askLessOrLargerNode")));
  }
}
