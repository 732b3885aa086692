package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.WorkloadId;
import java.util.List;

/**
 * The decisions for a whole estate, one a workload, sorted by workload.
 *
 * @param orphans placements whose workload is not there: they hold no room and are reported
 */
public record Plan(List<Decision> decisions, List<WorkloadId> orphans) {
  public Plan {
    decisions = List.copyOf(decisions);
    orphans = List.copyOf(orphans);
  }
}
