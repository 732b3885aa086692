package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Replicas that run in zones whose volumes are given up: what somebody said of the volumes of
 * before goes for those that they use now.
 */
final class AbandonedVolumes {
  private AbandonedVolumes() {}

  /** What follows from it, and what ends it; empty where none runs in such a zone in service. */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    List<String> zones = new ArrayList<>();
    for (int z = 0; z < planState.topology.known && workloadState.compiled.dataBound(); z++) {
      if (workloadState.replicas(z) > 0
          && workloadState.compiled.abandonsVolumesIn(z)
          && planState.topology.inService(z)) {
        zones.add(planState.topology.names[z]);
      }
    }
    return zones.isEmpty()
        ? List.of()
        : List.of(
            ReasonCode.VolumesGivenUp.because(
                Message.of("why.volumesGivenUp", "zones", zones), Message.of("do.takeZonesOut")));
  }
}
