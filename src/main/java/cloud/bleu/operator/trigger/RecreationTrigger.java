package cloud.bleu.operator.trigger;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;

/**
 * Reconciles an object that was created again under the name of a deleted one. After cleanup the
 * SDK drops events of that name; it reports only to its metrics that cleanup is done, so this class
 * listens there.
 */
public final class RecreationTrigger implements Metrics {

  private final Triggers triggers;

  /**
   * @param triggers of the controllers
   */
  public RecreationTrigger(Triggers triggers) {
    this.triggers = triggers;
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    Trigger<?> trigger = triggers.of(String.valueOf(metadata.get(Constants.CONTROLLER_NAME)));
    if (trigger != null) {
      trigger.fireAnew(id);
    }
  }
}
