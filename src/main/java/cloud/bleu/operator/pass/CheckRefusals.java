package cloud.bleu.operator.pass;

import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine's own check refused: logged once, counted while it lasts. */
public final class CheckRefusals {

  private static final Logger LOG = LoggerFactory.getLogger(CheckRefusals.class);

  private final OperatorMetrics metrics;
  private Map<WorkloadId, String> told = Map.of();

  /**
   * @param metrics show how many decisions are refused
   */
  public CheckRefusals(OperatorMetrics metrics) {
    this.metrics = metrics;
  }

  /** Takes the plan of one pass after the other. */
  void tell(Plan plan) {
    Map<WorkloadId, String> now = new HashMap<>();
    for (Decision decision : plan.decisions()) {
      if (decision.outcome() instanceof Decision.Outcome.Kept kept) {
        now.put(decision.id(), kept.reason().message());
      }
    }
    now.forEach(
        (id, message) -> {
          if (!message.equals(told.get(id))) {
            LOG.error("{}: {}", id, message);
          }
        });
    told = Map.copyOf(now);
    metrics.refused(now.size());
  }
}
