package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.ControllerName;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statuses of plans: writes them and reports what is new in them, until this process ends. A
 * write that the API server refuses is tried again.
 */
final class MigrationStatuses implements MigrationTurns.Writing {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationStatuses.class);

  private final StatusWriter writer;
  private final StatusEvents events;
  private final CountDownLatch closed;

  /**
   * @param closed comes to zero when nothing is written any more
   */
  MigrationStatuses(StatusWriter writer, StatusEvents events, CountDownLatch closed) {
    this.writer = writer;
    this.events = events;
    this.closed = closed;
  }

  @Override
  public @Nullable Duration write(MigrationPlan plan, MigrationPlanStatus status) {
    if (closed.getCount() == 0) {
      return null;
    }
    try {
      StatusWriter.Outcome outcome =
          writer.write(plan, status, MigrationPlan::new, ControllerName.MIGRATION);
      if (outcome.written()) {
        events.migration(plan, status);
      }
      return outcome.due();
    } catch (KubernetesClientException e) {
      LOG.debug("MigrationPlan {}: its status is not written", plan.getMetadata().getName(), e);
      return MigrationTurns.AGAIN;
    }
  }
}
