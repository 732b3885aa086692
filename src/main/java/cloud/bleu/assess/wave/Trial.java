package cloud.bleu.assess.wave;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan of what the target holds at an instant, with what has come to it by then.
 *
 * @param estate that was planned
 */
record Trial(Estate estate, Map<WorkloadId, Decision> decisions) {

  Trial {
    decisions = Map.copyOf(decisions);
  }

  /** Whether every replica of all of these has a zone. */
  boolean isWhole(Collection<WorkloadId> ids) {
    return ids.stream().allMatch(this::isWhole);
  }

  boolean isWhole(WorkloadId id) {
    Decision decision = decisions.get(id);
    return decision != null && decision.whole();
  }

  /** A workload as it was planned; null where it could not be read. */
  @Nullable Workload workload(WorkloadId id) {
    return estate.workload(id);
  }
}
